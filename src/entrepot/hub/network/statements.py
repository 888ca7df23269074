"""Fetching what another hub says of itself, and holding it to what it said before."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.ehx import identity
from entrepot.ehx.identity import Statement
from entrepot.ehx.refusal import refusal
from entrepot.hub.events import clock
from entrepot.hub.network import addresses, wire
from entrepot.hub.network.models import HttpKey, Peer
from entrepot.trade.finding import Refused, Unavailable

PATH = "/.well-known/openid-federation"


def fetched(entity: str) -> Statement:
    """The statement that the hub at this address publishes: of this address, and for now in force."""
    answer = wire.call("GET", entity + PATH)
    if answer.status != 200:
        raise Unavailable(entity)
    try:
        found = identity.read(answer.body.decode("ascii"))
    except UnicodeDecodeError:
        raise _refused(entity) from None
    if found.facts.entity != entity:
        raise _refused(entity)
    identity.refuse_unless_current(found, now=int(clock.wall().timestamp()))
    base = urlsplit(found.facts.base)
    if f"{base.scheme}://{base.netloc}" != entity:  # what we call stays on the host that was compared
        raise _refused(entity)
    addresses.refuse_unless_public(found.facts.base)
    return found


def entity_of(url: str) -> str:
    """The id of the hub at an address as someone typed it."""
    parts = urlsplit(url.strip())
    return f"{parts.scheme}://{parts.netloc.lower()}"


def refresh(peer: Peer) -> None:
    """Fetch a peer's statement anew; refuses one that may not follow the one that we hold."""
    Peer.objects.filter(pk=peer.pk).update(fetched_at=clock.wall())
    found = fetched(peer.entity)
    identity.refuse_unless_same_hub(found, peer.said)
    hold(peer, found)


@transaction.atomic
def hold(peer: Peer, said: Statement) -> None:
    """Take the statement for the peer's, with the keys that it lists."""
    peer.name, peer.country, peer.url = said.facts.name, said.facts.country, said.facts.base
    peer.host, peer.thumbprint = said.host, said.thumbprint
    peer.statement, peer.statement_seq, peer.fetched_at = said.raw, said.seq, clock.wall()
    peer.save()
    taken = HttpKey.objects.filter(keyid__in=said.http).exclude(peer=peer)
    if taken.exists():
        raise _refused(peer.entity)
    HttpKey.objects.filter(peer=peer).exclude(keyid__in=said.http).delete()
    for keyid, public in said.http.items():
        HttpKey.objects.update_or_create(keyid=keyid, defaults={"peer": peer, "public": public})


def _refused(entity: str) -> Refused:
    return refusal(
        "statement-refused",
        gettext_noop("What {hub} publishes is not a statement of this hub."),
        gettext_noop("Check the address with the other hub's operator."),
        hub=entity,
    )
