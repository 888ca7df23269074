"""What is said of one declaration of a batch, in the place where it stood."""

from __future__ import annotations

from typing import Literal, NamedTuple

from entrepot.hub.customs.entry import Entry
from entrepot.hub.customs.models import Declaration
from entrepot.trade.judgement import Judgement

Outcome = Literal["lodged", "repeated", "refused"]


class Answer(NamedTuple):
    """Lodged now, lodged before, or refused with every finding; what was lodged has a number, a state and a lane."""

    judgement: Judgement
    outcome: Outcome
    mrn: str = ""
    state: str = ""
    lane: str = ""
    duty_minor: int = 0
    tax_minor: int = 0

    @classmethod
    def of(cls, judgement: Judgement, entry: Entry | None) -> Answer:
        """The answer to a declaration that was judged now."""
        if entry is None:
            return cls(judgement, "refused")
        return cls(judgement, "lodged", entry.mrn, entry.state, entry.lane, entry.duty_minor, entry.tax_minor)

    @classmethod
    def known(cls, row: Declaration, judgement: Judgement, batch: str) -> Answer:
        """The answer to one that was lodged before: repeated, unless it came with this very batch."""
        outcome: Outcome = "lodged" if row.batch == batch else "repeated"
        return cls(judgement, outcome, row.mrn, row.state, row.lane, row.duty_minor, row.tax_minor)
