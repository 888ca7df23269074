"""Which goods need a permit, or may not pass at all, and what a declaration asks of the permits it names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from entrepot.trade.declaration import DeclarationFacts, PermitUse
from entrepot.trade.declaration.reading import commodity
from entrepot.trade.finding import Finding
from entrepot.trade.money import exact
from entrepot.trade.permit.drawing import Wanted
from entrepot.trade.quantity import Quantity
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Control:
    """Goods that may not pass without a permit, or not at all.

    `goods` are the beginnings of the codes controlled; blank `countries` means whatever the other end; up to `free`
    an item passes without.
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


@dataclass(frozen=True, slots=True)
class Requirement:
    """One item that one control concerns."""

    control: Control
    item: int
    pointer: str


def requirements(controls: Iterable[Control], facts: DeclarationFacts) -> list[Requirement]:
    """What the controls ask of a declaration, item by item."""
    asked = [
        control
        for control in controls
        if control.direction in (facts.direction, "both") and (not control.regimes or facts.regime in control.regimes)
    ]
    return [
        Requirement(control, item.number, f"/items/{n}")
        for n, item in enumerate(facts.items)
        for control in asked
        if commodity(item.hs).startswith(control.goods)
        and (not control.countries or _other_end(facts, n) in control.countries)
        and not _free(control, facts, n)
    ]


def missing(required: Iterable[Requirement], facts: DeclarationFacts) -> list[Finding]:
    """What is prohibited, and what lacks a permit of the kind that a control asks for."""
    shown = {(use.item, use.kind) for use in facts.permits}
    return [
        _prohibited(each) if each.control.prohibited else _lacking(each)
        for each in required
        if each.control.prohibited or (each.item, each.control.kind) not in shown
    ]


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


def _free(control: Control, facts: DeclarationFacts, n: int) -> bool:
    """Whether the item stays within what passes without a permit; what cannot be measured does not."""
    if control.free is None or control.prohibited:
        return False
    amount = facts.items[n].amount.to(control.free.unit)
    if amount is None and control.free.kind == "mass":
        amount = Quantity(facts.items[n].net, "KGM").to(control.free.unit)
    return amount is not None and amount.amount <= control.free.amount


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
            "kind": each.control.kind,
            "agency": each.control.agency,
        },
    )
