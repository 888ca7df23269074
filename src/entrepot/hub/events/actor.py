"""Who acts, and when: every action is told this, and reads the time from nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

Kind = Literal["person", "party", "worker", "peer", "simulator", "visitor"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever is the cause of a change, at one moment.

    A *person* signed in, a *party* came with a key of its own; both act for the party whose code is `party`. A *worker*
    carries out a consequence, a *peer* speaks through a verified message, a *simulator* stands for the outside world. A
    *visitor* has not said who they are, and may only ask.
    """

    kind: Kind
    ref: str
    name: str
    at: datetime
    party: str = ""

    def __post_init__(self) -> None:
        assert self.at.tzinfo is not None, "a moment without a time zone is no moment"

    @property
    def plain(self) -> dict[str, str]:
        """What is written down for ever; a person's name is not, since people may ask to be forgotten."""
        kept = {"kind": self.kind, "ref": self.ref, "party": self.party}
        return kept if self.kind == "person" else {**kept, "name": self.name}

    def later(self, moment: datetime) -> Actor:
        """The same actor at another moment."""
        return replace(self, at=moment)
