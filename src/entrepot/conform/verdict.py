"""What is said of one failure: that the hub stood it, that it did not, or that this cannot be seen from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal["pass", "fail", "not-testable"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one failure by its number, and one sentence of evidence: what was seen."""

    number: int
    injected: str
    outcome: Outcome
    evidence: str


class Unmet(Exception):  # noqa: N818 - it says what is so
    """Something that must hold did not; the message says what was seen instead."""


class NotTestable(Exception):  # noqa: N818 - it says what is so
    """This cannot be seen from where the kit stands; the message says why."""


def holds(condition: object, otherwise: str) -> None:
    """Go on if it is so."""
    if not condition:
        raise Unmet(otherwise)


def same(what: str, found: object, expected: object) -> None:
    """Go on if the two are equal."""
    if found != expected:
        raise Unmet(f"{what}: {_short(found)}, expected {_short(expected)}")


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:300]}…"
