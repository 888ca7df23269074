"""Permits: which goods need one, and what one still covers.

A permit (licence, certificate, quota; the WCO's LPCO) is drawn down like an account: what is used is gone, and what is
wanted must be the holder's, of the goods, from the country and within the days that the permit names.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from entrepot.trade.declaration import DeclarationFacts, PermitUse
from entrepot.trade.declaration.reading import MILLION, commodity, decimal_text
from entrepot.trade.finding import Finding
from entrepot.trade.money import exact
from entrepot.trade.quantity import Quantity
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class PermitFacts:
    """What an agency has allowed. A blank country or quantity leaves that open; a blank end has none."""

    number: str
    kind: str
    holder: str
    goods: str
    country: str = ""
    quantity: str = ""
    unit: str = ""
    valid_from: datetime.date = datetime.date.min
    valid_to: datetime.date = datetime.date.max
    conditions: tuple[str, ...] = ()

    @property
    def allowed(self) -> Quantity | None:
        """How much in all, or None if the permit sets no limit."""
        return Quantity.of(self.quantity, self.unit) if self.quantity else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of a permit. `country` is the other end: origin at import, destination at export."""

    holder: str
    hs: str
    country: str
    kind: str = ""
    quantity: Quantity | None = None


def draw(permit: PermitFacts, used: Quantity | None, wanted: Wanted, on: datetime.date) -> list[Finding]:
    """Every reason why the permit does not bear this; none, and it may be drawn.

    `used` is what was drawn before. The permit is not changed: whoever draws writes the use.
    """
    found: list[Finding] = []
    told = {"permit": permit.number, "kind": permit.kind}

    def refuse(code: str, sentence: str, remedy: str, **params: object) -> None:
        values = told | {name: str(value) for name, value in params.items()}
        found.append(Finding(code, sentence, remedy=remedy, params=values))

    if wanted.kind and wanted.kind != permit.kind:
        refuse(
            "permit-kind",
            gettext_noop("Permit {permit} is a {kind}, and a {wanted} is wanted."),
            gettext_noop("Name the permit of the kind that the control asks for."),
            wanted=wanted.kind,
        )
    if wanted.holder != permit.holder:
        refuse(
            "permit-holder",
            gettext_noop("Permit {permit} is held by {holder}, not by {wanted}."),
            gettext_noop("Use your own permit, or ask the agency to transfer this one."),
            holder=permit.holder,
            wanted=wanted.holder,
        )
    if on < permit.valid_from:
        refuse(
            "permit-not-yet",
            gettext_noop("Permit {permit} is valid from {day}."),
            gettext_noop("Wait for that day, or use another permit."),
            day=permit.valid_from,
        )
    if on > permit.valid_to:
        refuse(
            "permit-expired",
            gettext_noop("Permit {permit} was valid until {day}."),
            gettext_noop("Ask the agency to renew it."),
            day=permit.valid_to,
        )
    if not commodity(wanted.hs).startswith(commodity_prefix(permit.goods)):
        refuse(
            "permit-goods",
            gettext_noop("Permit {permit} is for goods of {goods}, not for {wanted}."),
            gettext_noop("Use a permit for these goods, or classify them again."),
            goods=permit.goods,
            wanted=wanted.hs,
        )
    if permit.country and wanted.country != permit.country:
        refuse(
            "permit-country",
            gettext_noop("Permit {permit} is for {country}, not for {wanted}."),
            gettext_noop("Use a permit for that country."),
            country=permit.country,
            wanted=wanted.country,
        )
    found += _quantity(permit, used, wanted)
    return found


def left(permit: PermitFacts, used: Quantity | None) -> Quantity | None:
    """What the permit still covers, or None if it sets no limit."""
    allowed = permit.allowed
    if allowed is None or used is None:
        return allowed
    drawn = used.to(allowed.unit)
    assert drawn is not None, f"{permit.number} is counted in {allowed.unit}, its uses in {used.unit}"
    return Quantity(allowed.amount - drawn.amount, allowed.unit)


def commodity_prefix(goods: str) -> str:
    """The digits that begin the codes of the goods covered: `"6912.00"` or only a chapter, `"69"`."""
    return "".join(each for each in goods if each.isdigit())


def _quantity(permit: PermitFacts, used: Quantity | None, wanted: Wanted) -> Iterable[Finding]:
    balance = left(permit, used)
    if balance is None:
        return
    told = {"permit": permit.number, "left": _told(balance)}
    if wanted.quantity is None:
        yield Finding(
            "permit-quantity-missing",
            gettext_noop("Permit {permit} is drawn by quantity ({left} left), but no quantity is given."),
            remedy=gettext_noop("Say how much of the permit the goods use, and in which unit."),
            params=told,
        )
        return
    asked = wanted.quantity.to(balance.unit)
    if asked is None:
        yield Finding(
            "permit-unit",
            gettext_noop("Permit {permit} is counted in {unit}, which {wanted} cannot be converted to."),
            remedy=gettext_noop("Give the quantity in the permit's unit."),
            params=told | {"unit": balance.unit, "wanted": _told(wanted.quantity)},
        )
    elif asked.amount <= 0:
        yield Finding(
            "permit-quantity",
            gettext_noop("Permit {permit} cannot be drawn by {wanted}."),
            remedy=gettext_noop("Give a quantity above nothing."),
            params=told | {"wanted": _told(wanted.quantity)},
        )
    elif asked.amount > balance.amount:
        yield Finding(
            "permit-exhausted",
            gettext_noop("Permit {permit} covers another {left}, and {wanted} is wanted."),
            remedy=gettext_noop("Send less, or ask the agency for more."),
            params=told | {"wanted": _told(wanted.quantity)},
        )


def _told(quantity: Quantity) -> str:
    return f"{decimal_text(round(quantity.amount * MILLION))} {quantity.unit}"


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
