"""What one border tells the other of goods that were not simply let in or refused: in parts, or seized."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

PARTED = "declaration.parted.v1"
SEIZED = "declaration.seized.v1"


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsTold:
    """So much of one item of the declaration, in its declared unit."""

    number: int
    description: str
    quantity: str
    unit: str
    sku: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """A part was let in and the rest stays, or the rest of what was parted is refused.

    Duty and tax are those of all that was let in so far, so that a message which comes again, or late, adds nothing.
    """

    mrn: str
    of: str
    outcome: Literal["released", "refused"]
    reason: str
    clause: str
    lane: str
    currency: str
    duty_minor: int
    tax_minor: int
    goes: tuple[GoodsTold, ...] = ()
    stays: tuple[GoodsTold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seized:
    """Goods were taken away by law and come no further; `parted` if a part of the consignment was let in before."""

    lrn: str
    mrn: str
    reason: str
    clause: str
    goods: tuple[GoodsTold, ...] = ()
    parted: bool = False
