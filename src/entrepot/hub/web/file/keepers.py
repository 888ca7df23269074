"""Which hubs keep the file: the origin's half, the destination's, and the hub between them where the goods pass one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from entrepot.hub.network import own
from entrepot.hub.network import queries as network
from entrepot.hub.network.queries import Entry, KnownHub
from entrepot.hub.orders.models import Consignment
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Hub
from entrepot.hub.web.pieces.file import Side


@dataclass(frozen=True, slots=True)
class Keepers:
    """The hubs of a file as it shows them; `sides` says on which half the words of each stand, by its address."""

    origin: Hub
    destination: Hub
    between: Hub | None
    sides: Mapping[str, Side]
    names: Mapping[str, str]


def of(consignment: Consignment, entries: Iterable[Entry]) -> Keepers:
    """The hubs that keep the file of a consignment, as far as this one knows them."""
    known = {each.country: each for each in _known(consignment, entries)}
    ends: tuple[tuple[Side, str, str], ...] = (
        ("origin", consignment.origin, _("Origin. Keeps the left half.")),
        ("dest", consignment.destination, _("Destination. Keeps the right half.")),
    )
    left, right = (_hub(known.get(country), country, told) for _side, country, told in ends)
    told = _("Between. The goods pass its country under customs control.")
    between = _hub(known.get(consignment.via), consignment.via, told) if consignment.via else None
    sides = {known[country].entity: side for side, country, _told in ends if country in known}
    return Keepers(left, right, between, sides, {each.entity: each.name for each in known.values()})


def _known(consignment: Consignment, entries: Iterable[Entry]) -> Iterator[KnownHub]:
    """The hubs introduced by what they said, our neighbours on the way, and this one; the last of a country counts."""
    said = {each for entry in entries for each in (entry.envelope.source, entry.envelope.dest)} - {own.entity()}
    yield from filter(None, map(network.known_hub, sorted(said)))
    neighbours = [host for host in (consignment.peer, consignment.onward) if host]
    for peer in network.peers().filter(host__in=neighbours):
        yield KnownHub(peer.entity, peer.name, peer.country, peer.thumbprint)
    key = own.statement().thumbprint if neighbours else ""
    yield KnownHub(own.entity(), str(settings.ENTREPOT_NAME), settings.ENTREPOT_COUNTRY, key)


def _hub(found: KnownHub | None, country: str, told: str) -> Hub:
    if found is None:
        return Hub(wording.country(country), country, _("No hub keeps this half yet."))
    if found.introduced_by:
        told = " ".join((told, _("Known through {hub}.").format(hub=found.introduced_by)))
    return Hub(found.name, country, told, found.thumbprint[:14])
