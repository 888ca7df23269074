"""A seizure on paper: the inventory of what was taken, and whether it can stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import exact
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True, kw_only=True)
class Seized:
    """A line of the inventory: what was found of one item in its declared unit, be it less or more than declared."""

    item: int
    quantity: str
    unit: str
    note: str = ""


def faults(
    inventory: Sequence[Seized], facts: DeclarationFacts, *, reason: str, law: str, place: str
) -> Iterator[Finding]:
    """Everything for which a seizure cannot stand: it has a reason, a law, a place, and a line for each item."""
    if not reason.strip():
        yield Finding("reason-missing", gettext_noop("A seizure needs a reason that the declarant is told."), "/reason")
    if not law.strip():
        yield Finding(
            "law-missing",
            gettext_noop("A seizure names the law that allows it."),
            "/law",
            gettext_noop("Write the act and its section."),
        )
    if not place.strip():
        yield Finding("place-missing", gettext_noop("The inventory names the place where the goods lie."), "/place")
    units = {item.number: item.unit for item in facts.items}
    for number in units:
        if sum(line.item == number for line in inventory) != 1:
            yield Finding(
                "inventory-not-whole",
                gettext_noop("Item {item} stands in the inventory once."),
                "/inventory",
                gettext_noop("Write how much of it was found; nothing is written as 0."),
                params={"item": str(number)},
            )
    for n, line in enumerate(inventory):
        if line.item not in units:
            yield Finding(
                "inventory-item",
                gettext_noop("There is no item {item}."),
                f"/inventory/{n}/item",
                params={"item": str(line.item)},
            )
        elif line.unit != units[line.item] or not _is_amount(line.quantity):
            yield Finding(
                "inventory-quantity",
                gettext_noop("What was found of item {item} is a number in {unit}."),
                f"/inventory/{n}/quantity",
                gettext_noop("Count it in the unit in which it was declared."),
                params={"item": str(line.item), "unit": units[line.item]},
            )


def _is_amount(quantity: str) -> bool:
    try:
        return exact(quantity) >= 0
    except Refused:
        return False
