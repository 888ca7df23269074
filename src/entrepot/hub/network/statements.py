"""Fetching what another hub says of itself, and holding it to what it said before."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.ehx import identity
from entrepot.ehx.identity import Statement
from entrepot.ehx.refusal import code_of, refusal
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import addresses, incidents, wire
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import HttpKey, Peer
from entrepot.trade.finding import NotAllowedNow, Refused, Unavailable

TOLERANCE = timedelta(days=30)  # for how long a hub may be out of reach, as agreed
SOON = timedelta(minutes=1)  # between two looks at what a hub states
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
    take(peer, fetched(peer.entity))


def refreshed(peer: Peer, *, after: timedelta = SOON) -> bool:
    """Fetch anew unless it was tried a moment ago; False if it was, if nobody answers or if it may not follow."""
    if clock.wall() - peer.fetched_at < after:
        return False
    try:
        refresh(peer)
    except Refused as refused:
        incidents.raised(code_of(refused), peer=peer, why=str(refused))
        return False
    except Unavailable:
        return False
    return True


def take(peer: Peer, found: Statement) -> None:
    """Hold a statement that follows ours of this peer; after a long silence only an operator may take new keys."""
    identity.refuse_unless_same_hub(found, peer.said)
    if _new_keys(found, peer.said) and clock.wall() - (peer.confirmed_at or peer.fetched_at) > TOLERANCE:
        raise refusal(
            "keys-need-operator",
            gettext_noop("{hub} has other keys than it had when we last heard it, and that is too long ago."),
            gettext_noop("Compare the root key with the other operator again and confirm it."),
            hub=peer.entity,
        )
    hold(peer, found)


def confirm(peer: Peer, thumbprint: str) -> None:
    """Take what the peer publishes now, whatever we held, since our operator has compared the root key again."""
    found = fetched(peer.entity)
    if letters(found.thumbprint) != letters(thumbprint):
        raise differs(found, thumbprint)
    if found.seq < peer.statement_seq:
        raise _refused(peer.entity)
    hold(peer, found)


def heard(message: Message, by: Actor) -> None:
    """A peer tells its new statement in the log, under the key that it had before."""
    try:
        found = identity.read(str(message.data.get("statement", "")))
        take(Peer.objects.get(host=message.peer), found)
    except Refused as refused:
        if code_of(refused) == "keys-need-operator":
            raise NotAllowedNow(refused.findings) from None
        raise


def lapsed(peer: Peer) -> bool:
    """Whether the statement that we hold has ended so long ago that nothing may rest on it any more."""
    return clock.wall().timestamp() > peer.said.expires + TOLERANCE.total_seconds()


def letters(thumbprint: str) -> str:
    """A thumbprint as it is compared: without spaces, in small letters."""
    return "".join(thumbprint.lower().split())


def differs(found: Statement, given: str) -> Refused:
    """What is said when the root key is not the one that the operator read."""
    return refusal(
        "thumbprint-differs",
        gettext_noop("The root key of {hub} reads {found}, not {given}."),
        gettext_noop("Compare the key with the other operator over the telephone or by letter, not over the network."),
        hub=found.facts.entity,
        found=found.thumbprint,
        given=given,
    )


def _new_keys(found: Statement, held: Statement) -> bool:
    return (set(found.log), set(found.cosign), found.root) != (set(held.log), set(held.cosign), held.root)


@transaction.atomic
def hold(peer: Peer, said: Statement) -> None:
    """Take the statement for the peer's, with the keys that it lists."""
    peer.name, peer.country, peer.url = said.facts.name, said.facts.country, said.facts.base
    peer.host, peer.thumbprint = said.host, said.thumbprint
    peer.statement, peer.statement_seq = said.raw, said.seq
    peer.fetched_at = peer.confirmed_at = clock.wall()
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
