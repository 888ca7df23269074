"""What the kinds of permits are called, and which may be applied for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Permit, PermitAbroad
from entrepot.hub.events import clock
from entrepot.hub.parties.models import Party
from entrepot.hub.web import wording


def named(permit: Permit | PermitAbroad) -> str:
    """The kind of a permit in words."""
    return called(permit.country, permit.kind)


def amount(permit: Permit) -> str:
    """Its quantity with the unit, or that it has none."""
    return f"{permit.quantity} {wording.unit(permit.unit)}" if permit.quantity else _("No quantity")


def called(country: str, code: str) -> str:
    """A kind as the law of its country calls it, in the language of the page."""
    return _(queries.permit_kind(country, code, clock.now().date()).name)


def all_named(agencies: Iterable[Party], kind: str, on: date) -> bool:
    """Whether the law names the kinds of all these agencies, and the one that is wanted; if not, one is written."""
    known = [queries.permit_kinds(country, on) for country in {each.country for each in agencies}]
    return bool(known) and all(known) and (not kind or any(each.code == kind for some in known for each in some))


def options(agencies: Iterable[Party], on: date) -> list[tuple[str, str]]:
    """The kinds that these agencies grant, by code, each with its name and what it costs."""
    found = []
    for country in sorted({each.country for each in agencies}):
        for each in queries.permit_kinds(country, on):
            told = _("{kind} ({country}), {fee}") if each.fee else _("{kind} ({country})")
            fee = each.fee.amount if each.fee else ""
            found.append((each.code, told.format(kind=_(each.name), country=wording.country(country), fee=fee)))
    return found
