"""An answer to each declaration of a file, one line of JSON each, and what a run counts of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

import msgspec

from entrepot.hub.api.problem import told
from entrepot.hub.customs.answer import Answer
from entrepot.trade.finding import Finding


class Line(msgspec.Struct, omit_defaults=True):
    """The answer to the declaration on this line; what does not apply is left out."""

    line: int
    lrn: str
    outcome: str
    mrn: str = ""
    lane: str = ""
    currency: str = ""
    duty_minor: int | None = None
    tax_minor: int | None = None
    findings: list[dict[str, Any]] | None = None


_JSON = msgspec.json.Encoder()
_LINE = msgspec.json.Decoder(Line)


def answered(number: int, answer: Answer) -> Line:
    """The answer to what was judged, now or before."""
    judgement, outcome, mrn, _, lane, duty, tax = answer
    found = [told(finding) for finding in judgement.findings] if judgement.findings else None
    assessment = judgement.assessment
    if not mrn or assessment is None:
        return Line(number, judgement.facts.lrn, outcome, findings=found)
    return Line(number, judgement.facts.lrn, outcome, mrn, lane, assessment.currency, duty, tax, found)


def unread(number: int, findings: Iterable[Finding]) -> Line:
    """The answer to a line that cannot be read."""
    return Line(number, "", "refused", findings=[told(finding) for finding in findings])


def written(answers: Iterable[Line]) -> bytes:
    """The answers, a line each."""
    return _JSON.encode_lines(answers)


def read(written: bytes) -> list[Line]:
    """The answers again."""
    return _LINE.decode_lines(written)


def counted(answers: Iterable[Line]) -> Counter[str]:
    """How many answers are of each outcome, and on each lane: `lodged`, `lane:green`."""
    counts: Counter[str] = Counter()
    for each in answers:
        counts[each.outcome] += 1
        if each.lane:
            counts[f"lane:{each.lane}"] += 1
    return counts
