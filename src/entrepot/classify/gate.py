"""May these decisions go live? Not if they make worse what was right: a fixed set of probes must not fall.

`probes.tsv` holds plain descriptions in three languages with their headings, written for this purpose and no part of
the index. Decisions pass if no more than one probe in a hundred loses its heading, and if each binding one comes back
first for its own words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from entrepot.classify.classifier import Assistant
from entrepot.classify.decision import AUTHORITY, BINDING, Decision
from entrepot.classify.goods import Goods

ALLOWED = 0.01
FIRST = 5
"""A probe holds while its heading is among so many."""


@dataclass(frozen=True, slots=True)
class Probe:
    """A description and the heading that must be found for it."""

    text: str
    lang: str
    heading: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many probes held before and hold after, which were lost, and which decisions do not come back."""

    probes: int
    before: int
    after: int
    lost: tuple[Probe, ...]
    forgotten: tuple[Decision, ...]

    @property
    def passed(self) -> bool:
        """Whether the decisions may go live."""
        return self.before - self.after <= ALLOWED * self.probes and not self.forgotten


@cache
def probes() -> tuple[Probe, ...]:
    text = files("entrepot.classify").joinpath("probes.tsv").read_text(encoding="utf-8")
    return tuple(Probe(*line.split("\t")) for line in text.splitlines()[1:] if line.strip())


def verdict(assistant: Assistant, decisions: Sequence[Decision]) -> Verdict:
    """What becomes of the probes if the assistant learns these; the assistant itself learns nothing."""
    trial = assistant.copy()
    trial.learn(decisions)
    held = _holding(assistant)
    holds = _holding(trial) if decisions else held
    lost = tuple(probe for probe in probes() if probe in held and probe not in holds)
    binding = [each for each in decisions if AUTHORITY[each.by] >= BINDING]
    forgotten = tuple(
        each
        for each, answer in zip(binding, trial.classify([each.goods for each in binding], 1), strict=True)
        if answer.suggestions[0].code != each.code and not _outranked(each, decisions)
    )
    return Verdict(len(probes()), len(held), len(holds), lost, forgotten)


def _holding(assistant: Assistant) -> set[Probe]:
    asked = probes()
    answers = assistant.classify([Goods(probe.text, probe.lang) for probe in asked], FIRST * 4)
    found = set()
    for probe, answer in zip(asked, answers, strict=True):
        headings = list(dict.fromkeys(suggestion.code[:4] for suggestion in answer.suggestions))
        if probe.heading in headings[:FIRST]:
            found.add(probe)
    return found


def _outranked(decision: Decision, others: Sequence[Decision]) -> bool:
    """Whether another decision on the same words is higher or later."""
    return any(each.words == decision.words and each.rank >= decision.rank and each != decision for each in others)
