"""Rules about the permits that a declaration names (D040 to D042); whether one bears the goods is its own affair."""

from __future__ import annotations

from collections.abc import Iterable

from entrepot.trade.declaration.reading import Read, permits
from entrepot.trade.finding import Place, Rule, at, rule
from entrepot.trade.quantity import UNITS
from entrepot.trade.wording import gettext_noop


@rule(
    "D040",
    gettext_noop("Permit use {n} names no permit."),
    remedy=gettext_noop("Give the permit's number and kind as they stand on it."),
    law="Annex B, 12 03",
)
def permits_are_named(read: Read) -> Iterable[Place]:
    for n, use in enumerate(read.facts.permits):
        if not (use.number.strip() and use.kind.strip()):
            yield at(f"/permits/{n}/number", n=n + 1)


@rule(
    "D041",
    gettext_noop("Permit {permit} is used for item {item}, which the declaration does not have."),
    remedy=gettext_noop("Name the item by its number."),
    law="Annex B, 12 03",
)
def permits_are_for_an_item(read: Read) -> Iterable[Place]:
    if read.facts.permits:
        known = {item.number for item in read.facts.items}
        for n, use in enumerate(read.facts.permits):
            if use.item not in known:
                yield at(f"/permits/{n}/item", permit=use.number, item=use.item)


@rule(
    "D042",
    gettext_noop("Permit {permit} cannot be drawn by “{quantity}” {unit}."),
    remedy=gettext_noop("Give an amount above nothing and its unit (UN/ECE Recommendation 20), or neither."),
    law="Annex B, 12 03",
)
def permits_are_drawn_by_an_amount(read: Read) -> Iterable[Place]:
    for each in permits(read.facts) if read.facts.permits else ():
        use = each.use
        drawn = each.quantity is not None and each.quantity > 0 and use.unit in UNITS
        if not drawn and (use.quantity or use.unit):
            yield at(f"{each.place}/quantity", permit=use.number, quantity=use.quantity, unit=use.unit)


RULES: tuple[Rule[Read], ...] = (permits_are_named, permits_are_for_an_item, permits_are_drawn_by_an_amount)
