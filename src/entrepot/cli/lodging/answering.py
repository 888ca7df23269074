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


class _Counted(msgspec.Struct):
    """What a run counts of an answer."""

    outcome: str
    lane: str = ""


_JSON = msgspec.json.Encoder()
_COUNTED = msgspec.json.Decoder(_Counted)


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


def counted(written: bytes) -> Counter[str]:
    """How many answers are of each outcome, and on each lane: `lodged`, `lane:green`."""
    told = _COUNTED.decode_lines(written)
    lanes = Counter(f"lane:{each.lane}" for each in told if each.lane)
    return Counter([each.outcome for each in told]) + lanes
