"""Which permits a declaration draws on: those that the country's controls ask for, as far as they are held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Permit
from entrepot.hub.law import statute
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, PermitUse
from entrepot.trade.permit import Requirement, requirements
from entrepot.trade.quantity import Quantity


def drawn_on(facts: DeclarationFacts, *holders: str) -> tuple[PermitUse, ...]:
    """A use of a permit for every item that needs one; what nobody holds is left for customs to ask for.

    `holders` are parties by code; at import the seller from abroad is one too, by whichever code this hub knows it.
    """
    asked = requirements(statute().jurisdiction(facts.country).controls(facts.date), facts)
    if not asked:
        return ()
    known = [*holders, *customs.codes_of(facts.consignor)] if facts.direction == "import" else holders
    held = [permit for holder in dict.fromkeys(known) for permit in _held(holder, facts.country, facts.date)]
    items = {item.number: item for item in facts.items}
    uses = (_use(each, items[each.item], held) for each in asked)
    return tuple(use for use in uses if use is not None)


def _held(holder: str, country: str, on: date) -> Iterator[Permit]:
    yield from (
        customs.permits_of(holder)
        .filter(state="issued", country=country, valid_from__lte=on, valid_to__gte=on)
        .order_by("valid_to", "number")
    )


def _use(asked: Requirement, item: GoodsItem, held: list[Permit]) -> PermitUse | None:
    """The use of the permit that ends first among those for these goods."""
    for permit in held:
        if permit.kind == asked.control.kind and item.commodity.startswith(permit.goods):
            if not permit.quantity:
                return PermitUse(permit.number, permit.kind, item.number)
            quantity = item.amount.to(permit.unit) or Quantity(item.net, "KGM").to(permit.unit)
            if quantity is not None:
                return PermitUse(permit.number, permit.kind, item.number, text(quantity.amount), permit.unit)
    return None


def text(amount: Fraction) -> str:
    """A decimal text; what does not end is rounded up at the sixth place, so that enough is drawn."""
    millionths = -(-amount.numerator * 10**6 // amount.denominator)
    whole, part = divmod(millionths, 10**6)
    return f"{whole}.{part:06d}".rstrip("0").rstrip(".")
