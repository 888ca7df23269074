"""What every national system does for the hub: takes a declaration that waits, and says what was decided about it.

An authority is a module (named by `ENTREPOT_AUTHORITY`) with these names. `tests/hub/adapters/test_authorities.py`
holds each of them to the same conduct.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding
from entrepot.trade.risk import Lane

Move = Literal["release", "refuse", "ask-for-documents"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """A declaration as the authority gets it: what was declared, on which lane it stands, and where papers differ."""

    mrn: str
    facts: DeclarationFacts
    lane: Lane
    differences: tuple[Finding, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an authority says of a declaration: its move, the reason, and the law."""

    mrn: str
    move: Move
    reason: str
    law: str = ""


class Authority(Protocol):
    """A national system. `SIMULATED` says whether anybody stands behind it."""

    NAME: str
    SIMULATED: bool

    def submit(self, submitted: Submitted) -> Answer | None:
        """Hand over a declaration; what the authority knows at once, or None if it answers later or not at all.

        Submitting the same again gives the same answer. Raises `Unavailable` if the system is silent.
        """

    def notify(self, body: bytes, headers: Mapping[str, str]) -> Answer:
        """What the authority says by itself, later; refuses a body that is not the authority's."""
