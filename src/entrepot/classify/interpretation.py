"""Which step of the General Rules for the Interpretation of the Harmonized System carries a suggestion.

Nearly all goods go by rule 1 (the wording of headings and notes) and rule 6 (the same among subheadings). Others are
named where words of the description call for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from entrepot.classify.answer import Reason
from entrepot.classify.facets.reading import Fact
from entrepot.classify.words import normal
from entrepot.trade.wording import gettext_noop

UNFINISHED = re.compile(r"\b(?:unassembled|disassembled|unfinished|semi-finished|blank|kit)\b|未组装|半成品|belum siap")
SET = re.compile(r"\b(?:set|sets|kit|kits|combo|bundle)\b|套装|组合|set lengkap")
CASE = re.compile(r"\b(?:camera|instrument|violin|guitar|jewell?ery|glasses)\b.*\b(?:case|box)\b")


def steps(text: str, facts: Sequence[Fact]) -> Iterator[Reason]:
    """The rules that carry the first suggestion, in their order."""
    plain = normal(text)
    if UNFINISHED.search(plain):
        yield Reason(
            "rule",
            gettext_noop(
                "Rule 2(a): goods unfinished or not put together go with the whole, if they have its character."
            ),
            {"step": "2a"},
        )
    elif SET.search(plain):
        yield Reason(
            "rule",
            gettext_noop("Rule 3(b): a set for retail sale goes by what gives it its essential character."),
            {"step": "3b"},
        )
    elif len({fact.value for fact in facts if fact.facet == "material" and fact.sure == 1}) > 1:
        yield Reason(
            "rule",
            gettext_noop("Rule 3(b): of several materials, the one that gives the essential character counts."),
            {"step": "3b"},
        )
    else:
        yield Reason("rule", gettext_noop("Rule 1: the wording of the heading and the notes decide."), {"step": "1"})
    if CASE.search(plain):
        yield Reason(
            "rule",
            gettext_noop("Rule 5(a): a case sold with what it is made for goes with it; alone it has its own heading."),
            {"step": "5a"},
        )
    yield Reason(
        "rule", gettext_noop("Rule 6: within the heading, the wording of the subheadings decides."), {"step": "6"}
    )
