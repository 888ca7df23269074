"""What an application for a permit must say, by the kind of document that it asks for."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_noop

from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import exact
from entrepot.trade.permit import PermitKind
from entrepot.trade.quantity import UNITS


def faults(kind: PermitKind, agency: Party, goods: str, quantity: str, unit: str, lot: str) -> Iterator[Finding]:
    """Everything against an application; whether it needs a quantity or a lot its kind says."""
    if not kind.code.strip():
        yield Finding("permit-kind-missing", gettext_noop("The application names no kind of permit."), "/kind")
    if not agency.rights.filter(right="agency").exists():
        yield Finding(
            "not-an-agency",
            gettext_noop("“{agency}” issues no permits on this hub."),
            "/agency",
            gettext_noop("Apply to the agency that the finding on your goods names."),
            params={"agency": agency.code},
        )
    if not (goods.isascii() and goods.isdigit() and 2 <= len(goods) <= 12):
        yield Finding(
            "goods-prefix",
            gettext_noop("“{goods}” is not the beginning of an HS code."),
            "/goods",
            gettext_noop("Give 2 to 12 digits."),
            params={"goods": goods},
        )
    if kind.quantity == "asked" or quantity:
        yield from _counted(kind, quantity, unit)
    if kind.lot and not lot.strip():
        yield Finding(
            "permit-lot-missing",
            gettext_noop("A “{kind}” certifies one lot of goods, and none is named."),
            "/lot",
            gettext_noop("Give the number or mark of the lot as it stands on the goods."),
            params={"kind": kind.name},
        )


def _counted(kind: PermitKind, quantity: str, unit: str) -> Iterator[Finding]:
    if kind.quantity == "none":
        yield Finding(
            "permit-counts-nothing",
            gettext_noop("A “{kind}” has no quantity."),
            "/quantity",
            gettext_noop("Leave the quantity out: declarations show it as long as it holds."),
            params={"kind": kind.name},
        )
        return
    if unit not in UNITS:
        yield Finding(
            "unit-unknown",
            gettext_noop("“{unit}” is not a unit we know."),
            "/unit",
            gettext_noop("Use a code of UN/ECE Recommendation 20: {known}."),
            params={"unit": unit, "known": ", ".join(UNITS)},
        )
    if not _positive(quantity):
        yield Finding(
            "quantity-wrong",
            gettext_noop("“{quantity}” is not an amount above nothing."),
            "/quantity",
            gettext_noop("Write digits with a point before the decimals."),
            params={"quantity": quantity},
        )


def _positive(quantity: str) -> bool:
    try:
        return exact(quantity) > 0
    except Refused:
        return False
