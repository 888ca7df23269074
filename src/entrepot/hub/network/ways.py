"""By which hub a consignment goes: the one on the other side of the border, or one that passes goods on to it.

A hub says at /capabilities to which countries it passes goods on: those of its own peers, if the law of its country
says how goods pass through. Two hubs therefore need not be peers to trade, if both exchange with a third between them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries as customs
from entrepot.hub.events import clock
from entrepot.hub.network import capabilities, queries
from entrepot.hub.network.models import Peer
from entrepot.hub.orders.models import Consignment
from entrepot.trade.finding import Finding, NotAllowedNow

BEFORE = "passage.to."


def across(consignment: Consignment) -> tuple[Peer, str]:
    """The hub to tell of a consignment, and the country that the goods pass, if that hub only passes them on."""
    other = {consignment.origin, consignment.destination} - {settings.ENTREPOT_COUNTRY}
    direct = queries.active().filter(country__in=other).order_by("host").first()
    if direct is not None:
        return direct, ""
    for peer in queries.active().order_by("host"):
        if peer.takes is not None and all(peer.takes.takes(_to(country)) for country in other):
            return peer, peer.country
        capabilities.doubted(peer)
    raise _none_there(consignment, other)


def onward(consignment: Consignment) -> Peer:
    """The hub to which a consignment that passes through here is passed on."""
    found = queries.active().filter(country=consignment.destination).exclude(host=consignment.peer).order_by("host")
    peer = found.first()
    if peer is None:
        raise _none_there(consignment, {consignment.destination})
    return peer


def published() -> Iterator[str]:
    """The kinds by which this hub says to which countries it passes goods on."""
    country = settings.ENTREPOT_COUNTRY
    if not customs.lets_pass(country, clock.now().date()):
        return
    countries = queries.active().exclude(country=country).order_by("country").values_list("country", flat=True)
    yield from map(_to, countries.distinct())


def _to(country: str) -> str:
    return f"{BEFORE}{country.lower()}.v1"


def _none_there(consignment: Consignment, countries: Iterable[str]) -> NotAllowedNow:
    return NotAllowedNow(
        Finding(
            "no-peer-there",
            gettext_noop("No hub in {country} exchanges with ours yet, and none passes on to it; {ucr} waits."),
            remedy=gettext_noop("Come to exchange with a hub there, then let this run again."),
            params={"country": ", ".join(sorted(countries)), "ucr": consignment.ucr},
        )
    )
