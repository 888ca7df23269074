"""What happens to goods that pass a third country, in words: at the hub there, and at those on both sides."""

from __future__ import annotations

from django.utils.translation import gettext as _

from entrepot.hub.web import wording
from entrepot.hub.web.file.telling import Body, Tell, Telling, numbers, sum_of


def accepted(body: Body) -> Telling:
    told = _("{amount} is secured by a guarantee while the goods are there.").format(
        amount=sum_of(body, "secured_minor", "currency")
    )
    return Telling(_("Under customs control in {country}").format(country=_country(body)), told, numbers(body), True)


def entered(body: Body) -> Telling:
    told = _("Seals: {seals}. The goods leave by {day}.").format(
        seals=wording.listed(map(str, body.get("seals", ()))), day=body.get("leaves_by") or "–"
    )
    return Telling(_("Sealed in {country}").format(country=_country(body)), told, numbers(body), True)


def discharged(body: Body) -> Telling:
    told = _("The seals were whole; the guarantee is free.")
    return Telling(_("Let go from {country}").format(country=_country(body)), told, numbers(body), True)


def charged(body: Body) -> Telling:
    return _ended(body, _("Did not leave {country}, and is charged there"))


def refused(body: Body) -> Telling:
    return _ended(body, _("Not let through {country}"))


def lapsed(body: Body) -> Telling:
    return _ended(body, _("Never came to {country}"))


def closed(body: Body) -> Telling:
    """How a passage ended, as the hub there tells it."""
    ends: dict[str, Tell] = {"discharged": discharged, "charged": charged, "refused": refused}
    return ends.get(str(body.get("state", "")), lapsed)(body)


def _ended(body: Body, title: str) -> Telling:
    return Telling(title.format(country=_country(body)), str(body.get("reason", "")), numbers(body), True)


def _country(body: Body) -> str:
    return wording.country(str(body.get("country", "")))
