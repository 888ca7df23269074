"""Official texts and lists of labelled goods, as their publishers give them, turned into rows of the index.

A door is a function from lines of text to `Known`: rows and exclusions. `KINDS` names them all.
"""

from __future__ import annotations

from entrepot.classify.doors.cn8 import cn8
from entrepot.classify.doors.hts import hts
from entrepot.classify.doors.japan import japan
from entrepot.classify.doors.known import Kind
from entrepot.classify.doors.plain import labelled, plain

KINDS = {
    kind.code: kind
    for kind in (
        Kind("cn8", "Combined Nomenclature of the European Union, self-explanatory texts", "latin-1", cn8),
        Kind("hts", "Harmonized Tariff Schedule of the United States, JSON lines", "utf-8", hts),
        Kind("japan", "customs tariff of Japan, JSON lines", "utf-8", japan),
        Kind("csv", "any list with the columns code, text and, if you like, lang", "utf-8-sig", plain),
        Kind("jsonl", "JSON lines with text, code (or hs6) and, if you like, lang", "utf-8", labelled),
    )
}
