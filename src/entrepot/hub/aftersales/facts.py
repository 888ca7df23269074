"""What a buyer asks, as a form or a peer's message states it."""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.trade.enclosure import Handed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFacts:
    """Goods to be sent back: pieces by the line of the consignment (from 1), why, and what was seen."""

    pieces: dict[int, int]
    reason: str
    told: str = ""
    photos: tuple[Handed, ...] = ()
