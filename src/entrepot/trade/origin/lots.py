"""Lots of goods with their proofs of origin: how much each may still give, and from which lots a quantity is drawn.

Goods that are stored on their way keep their origin only as far as a proof still covers them. Each drawing is counted
against the proof of its lot, and a proof that covers several lots is not used twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from entrepot.trade.duty.ground import plain
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.origin.proof import Issued, draw
from entrepot.trade.quantity import Quantity
from entrepot.trade.wording import gettext_noop

NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class ProvenLot:
    """A lot that is in store: what is left of it, of which goods, and the proof it came with."""

    lot: str
    hs: str
    left: Quantity
    proof: Issued


@dataclass(frozen=True, slots=True)
class Drawing:
    """So much of a lot, entered on a day under the proof of that lot."""

    lot: str
    proof: str
    quantity: Quantity
    on: date


def balance(proof: Issued, drawings: Iterable[Drawing]) -> Quantity:
    """What the proof still covers, in its own unit; never below nothing."""
    return Quantity(max(proof.quantity.amount - _drawn(proof, drawings).amount, NOTHING), proof.quantity.unit)


def drawn_from(lots: Sequence[ProvenLot], drawings: Iterable[Drawing], wanted: Quantity, on: date) -> list[Drawing]:
    """The drawings that make up a quantity: of the lots whose proofs are good on the day, the one that ends first.

    Refused as a whole, with what speaks against each lot, if they do not give enough.
    """
    before, made, against = list(drawings), list[Drawing](), list[Finding]()
    missing = wanted.amount
    for lot in sorted(lots, key=lambda each: (each.proof.kind.last_day(each.proof.issued) or date.max, each.lot)):
        drawings = [*before, *made]
        left, covered = lot.left.to(wanted.unit), balance(lot.proof, drawings).to(wanted.unit)
        most = min(missing, left.amount, covered.amount) if left and covered else NOTHING
        part = Quantity(most, wanted.unit)
        wrong = draw(lot.proof, _drawn(lot.proof, drawings), part if most else wanted, lot.hs, on)
        if wrong:
            against += wrong
        elif most:
            made.append(Drawing(lot.lot, lot.proof.number, part, on))
            missing -= most
    if missing:
        raise Refused([_too_little(wanted, wanted.amount - missing), *against])
    return made


def _drawn(proof: Issued, drawings: Iterable[Drawing]) -> Quantity:
    unit = proof.quantity.unit
    amounts = [each.quantity.to(unit) for each in drawings if each.proof == proof.number]
    return Quantity(sum((each.amount for each in amounts if each is not None), NOTHING), unit)


def _too_little(wanted: Quantity, found: Fraction) -> Finding:
    return Finding(
        "proven-lots-too-little",
        gettext_noop("The lots in store prove the origin of {found} {unit}, and {wanted} are wanted."),
        "/proof",
        gettext_noop("Enter the rest at the general rate, or have another proof issued."),
        params={"found": plain(found), "unit": wanted.unit, "wanted": plain(wanted.amount)},
    )
