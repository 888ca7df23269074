"""Which goods need a permit, or may not pass at all, and what a declaration asks of the permits it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from entrepot.trade.declaration import DeclarationFacts, GoodsItem, PermitUse
from entrepot.trade.declaration.reading import commodity
from entrepot.trade.finding import Finding
from entrepot.trade.money import exact
from entrepot.trade.permit.drawing import Wanted
from entrepot.trade.quantity import Quantity
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Control:
    """Goods that may not pass without a permit, or not at all.

    `goods` are the beginnings of the codes controlled; blank `countries` means whatever the other end. Goods of a
    consignment that come to no more than `free` together pass without: dividing them among items does not help.
    """

    code: str
    sentence: str
    goods: tuple[str, ...]
    direction: Literal["export", "import", "both"]
    kind: str
    agency: str
    law: str = ""
    countries: tuple[str, ...] = ()
    regimes: tuple[str, ...] = ()
    free: Quantity | None = None
    prohibited: bool = False
    kind_name: str = ""

    @property
    def called(self) -> str:
        """The kind of permit that is needed, by its name; by its code where the law has no name for it."""
        return self.kind_name or self.kind


@dataclass(frozen=True, slots=True)
class Requirement:
    """One item that one control concerns."""

    control: Control
    item: int
    pointer: str


def concerns(control: Control, direction: str, hs: str, other_end: str) -> bool:
    """Whether a control may concern goods of a code, whatever the way in and the quantity: to be told beforehand.

    `other_end` is the origin at import and the destination at export.
    """
    return (
        control.direction in (direction, "both")
        and commodity(hs).startswith(control.goods)
        and (not control.countries or other_end in control.countries)
    )


def requirements(controls: Iterable[Control], facts: DeclarationFacts) -> list[Requirement]:
    """What the controls ask of a declaration, item by item."""
    required = [
        Requirement(control, item.number, f"/items/{n}")
        for control in controls
        if control.direction in (facts.direction, "both") and (not control.regimes or facts.regime in control.regimes)
        for n, item in _concerned(control, facts)
    ]
    return sorted(required, key=lambda each: each.item)


def missing(required: Iterable[Requirement], facts: DeclarationFacts) -> list[Finding]:
    """What is prohibited, and what lacks a permit of the kind that a control asks for."""
    shown = {(use.item, use.kind) for use in facts.permits}
    return [
        _prohibited(each) if each.control.prohibited else _lacking(each)
        for each in required
        if each.control.prohibited or (each.item, each.control.kind) not in shown
    ]


def undrawn(required: Iterable[Requirement], facts: DeclarationFacts) -> list[Finding]:
    """Where permits are named, but drawn for less than is declared: one piece drawn does not let three pass."""
    items = {item.number: item for item in facts.items}
    found = []
    for each in required:
        uses = [use for use in facts.permits if (use.item, use.kind) == (each.item, each.control.kind)]
        if uses and not _covered(items[each.item], uses):
            found.append(_short(each, items[each.item]))
    return found


def wanted_by(use: PermitUse, facts: DeclarationFacts) -> Wanted:
    """What a declaration's use of a permit asks of it. The holder is the importer, or at export the exporter."""
    n = next(n for n, item in enumerate(facts.items) if item.number == use.item)
    trader = facts.consignee if facts.direction == "import" else facts.consignor
    return Wanted(
        trader.id or trader.name,
        facts.items[n].hs,
        _other_end(facts, n),
        use.kind,
        Quantity(exact(use.quantity), use.unit) if use.quantity else None,
    )


def _other_end(facts: DeclarationFacts, n: int) -> str:
    return facts.items[n].origin if facts.direction == "import" else facts.consignee.country


def _concerned(control: Control, facts: DeclarationFacts) -> list[tuple[int, GoodsItem]]:
    """The items that the control concerns, each with its place; none if together they pass without."""
    items = [
        (n, item)
        for n, item in enumerate(facts.items)
        if commodity(item.hs).startswith(control.goods)
        and (not control.countries or _other_end(facts, n) in control.countries)
    ]
    if control.free is None or control.prohibited:
        return items
    amounts = [_measured(item, control.free.unit) for _, item in items]
    within = sum((each for each in amounts if each is not None), Fraction(0)) <= control.free.amount
    return [] if within and None not in amounts else items


def _covered(item: GoodsItem, uses: Iterable[PermitUse]) -> bool:
    """Whether the uses draw at least what is declared; one without quantity shows a permit that sets no limit."""
    drawn = Fraction(0)
    for use in uses:
        if not use.quantity:
            return True
        measured = _measured(item, use.unit)
        if measured is None or measured <= 0:
            return False
        drawn += exact(use.quantity) / measured
    return drawn >= 1


def _measured(item: GoodsItem, unit: str) -> Fraction | None:
    """How much of the unit the item is, by its quantity or else by its net mass; None if neither can say."""
    amount = item.amount.to(unit) or Quantity(item.net, "KGM").to(unit)
    return amount.amount if amount is not None else None


def _short(each: Requirement, item: GoodsItem) -> Finding:
    return Finding(
        "permit-use-short",
        gettext_noop("Item {item}: the permits “{kind}” named for it are not drawn for all of it ({quantity} {unit})."),
        "/permits",
        gettext_noop("Draw the whole quantity, in a unit in which the item is counted or weighed."),
        each.control.law,
        params={
            "item": str(each.item),
            "kind": each.control.called,
            "quantity": item.quantity,
            "unit": item.unit,
        },
    )


def _prohibited(each: Requirement) -> Finding:
    return Finding(
        each.control.code,
        gettext_noop("Item {item}: {sentence} These goods may not pass."),
        f"{each.pointer}/hs",
        gettext_noop("Take the item out of the consignment; ask {agency} if you think that it is something else."),
        each.control.law,
        params={"item": str(each.item), "sentence": each.control.sentence, "agency": each.control.agency},
    )


def _lacking(each: Requirement) -> Finding:
    return Finding(
        each.control.code,
        gettext_noop("Item {item}: {sentence} A permit “{kind}” of {agency} is needed."),
        f"{each.pointer}/hs",
        gettext_noop("Apply to {agency} for it, and name its number with the goods."),
        each.control.law,
        params={
            "item": str(each.item),
            "sentence": each.control.sentence,
            "kind": each.control.called,
            "agency": each.control.agency,
        },
    )
