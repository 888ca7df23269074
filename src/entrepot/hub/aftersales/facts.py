"""What a buyer asks, or a border decides, as a form, an event or a peer's message states it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from entrepot.trade.enclosure import Handed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFacts:
    """Goods to be sent back: pieces by the line of the consignment (from 1), why, and what was seen."""

    pieces: dict[int, int]
    reason: str
    told: str = ""
    photos: tuple[Handed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """Goods that a border refused or seized; `parted` if another part of the consignment was let through."""

    mrn: str
    outcome: Literal["refused", "seized"]
    direction: Literal["export", "import"]
    reason: str
    law: str = ""
    goods: Sequence[Mapping[str, Any]] = ()
    parted: bool = False
