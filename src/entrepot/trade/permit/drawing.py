"""What a permit allows, what it still covers, and whether it bears what somebody wants of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from entrepot.trade.declaration.reading import MILLION, commodity, decimal_text
from entrepot.trade.finding import Finding
from entrepot.trade.quantity import Quantity
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class PermitFacts:
    """What an agency has allowed. A blank country, quantity or lot leaves that open; a blank end has none."""

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
    lot: str = ""

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
