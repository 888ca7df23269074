"""Lists of product-specific rules of origin that a trade person fills in from a treaty's annex.

`first,last,subdivision,rule`: the codes of the treaty's own edition, and the rule as treaties abbreviate it. ASEAN's
list of textile lines, which adds a process as one more way, is read from the published attachment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from entrepot.statute.doors.files import table
from entrepot.statute.doors.rows import digits
from entrepot.trade.finding import Finding, Refused, refuse_if_any
from entrepot.trade.origin.agreement import ProductRule
from entrepot.trade.origin.rule import Process, Rule, any_of
from entrepot.trade.origin.written import parse
from entrepot.trade.wording import gettext_noop

COLUMNS = ("first", "last", "subdivision", "rule")
TEXTILE_WORKING = Process("ATIGA, Annex 3, attachment 1: the working named for textiles and textile products")


def read(path: Path) -> list[ProductRule]:
    """The rules of the file; every line that cannot be read is refused with its place, and then none is taken."""
    findings: list[Finding] = []
    found = list(_rules(table(path), path.name, findings))
    refuse_if_any(findings)
    return found


def read_atiga_textiles(path: Path, general: Rule) -> list[ProductRule]:
    """The textile lines of ATIGA: the general rule, or the working that the attachment names."""
    return [
        ProductRule(code, code, any_of(general, TEXTILE_WORKING), record["description"].strip())
        for record in table(path)
        if (code := digits(record["subheading"]))
    ]


def _rules(records: Iterable[Mapping[str, str]], file: str, findings: list[Finding]) -> Iterator[ProductRule]:
    for line, record in enumerate(records, start=2):
        pointer = f"/{file}/{line}"
        missing = [column for column in COLUMNS if column not in record]
        if missing:
            sentence = gettext_noop("The columns {text} are missing.")
            findings.append(_fault("columns-missing", sentence, f"/{file}", ", ".join(missing)))
            return
        first, last = digits(record["first"]), digits(record["last"] or record["first"])
        if not first or len(first) > 10 or last < first[: len(last)]:
            sentence = gettext_noop("“{text}” is not a range of codes.")
            findings.append(_fault("range-wrong", sentence, pointer, f"{record['first']}–{record['last']}"))
            continue
        try:
            rule = parse(record["rule"])
        except Refused as refused:
            findings += [
                _fault(each.code, each.sentence, f"{pointer}/rule", **each.params) for each in refused.findings
            ]
            continue
        yield ProductRule(first, last, rule, record["subdivision"].strip(), record["rule"].strip())


def _fault(code: str, sentence: str, pointer: str, text: str, rest: str = "") -> Finding:
    remedy = gettext_noop("Correct the file and load it again.")
    return Finding(code, sentence, pointer, remedy, params={"text": text, "rest": rest})
