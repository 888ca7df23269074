"""How two hubs come to exchange: each operator compares the other's root key, both root keys sign one agreement, and
each hub proves that it answers at its address.

Whoever is asked first makes an offer; the other's operator, asked in turn, finds the offer and signs it too. If both
offer at once, the offer of the hub whose address sorts first stands.
"""

from __future__ import annotations

import secrets
import uuid

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.ehx import agreement, identity, strict
from entrepot.ehx.agreement import Agreement
from entrepot.ehx.checkpoint import CHANNELS
from entrepot.ehx.encoding import unb64url
from entrepot.ehx.refusal import refusal
from entrepot.hub import events
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import opening, own, statements, wire
from entrepot.hub.network.answer import Reply, problem
from entrepot.hub.network.models import Channel, Offer, Peer
from entrepot.trade.finding import Refused, Unavailable

MEDIA_TYPE = "application/vnd.ehx.peering+json"
MOST_OFFERS = 100
LARGEST_OFFER = 64 * 1024


def known(url: str, thumbprint: str, *, keep: bool = True) -> Peer:
    """The hub at this address as a peer, if its root key is the one that our operator compared."""
    entity = statements.entity_of(url)
    if entity == own.entity():
        raise refusal("peer-is-ourselves", gettext_noop("This is our own address."))
    said = statements.fetched(entity)
    if statements.letters(said.thumbprint) != statements.letters(thumbprint):
        raise statements.differs(said, thumbprint)
    with transaction.atomic():
        peer = Peer.objects.select_for_update().filter(entity=entity).first()
        if peer is None:
            peer = Peer(entity=entity)
        else:
            identity.refuse_unless_same_hub(said, peer.said)
        if keep:
            statements.hold(peer, said)
        return peer


def advanced(peer: Peer, by: Actor) -> Peer:
    """Go one step further with this peer, from wherever we stand; done again it is harmless."""
    if peer.state in ("none", "offered"):
        agree(peer, by)
    if peer.state == "agreed":
        if not bytes(peer.offer):
            _hand_over(peer)
        prove(peer, by)
    return peer


def agree(peer: Peer, by: Actor) -> None:
    """Sign the peer's offer if it made one, else make ours."""
    waiting = Offer.objects.filter(entity=peer.entity).first()
    if waiting is not None and _sign_theirs(peer, bytes(waiting.raw), by):
        Offer.objects.filter(entity=peer.entity).delete()
    else:
        _offer(peer, by)


def prove(peer: Peer, by: Actor) -> None:
    """Ask the peer to answer a one-time word at its address; a proved answer makes the peering active."""
    word = secrets.token_urlsafe(16)
    answer = wire.call("GET", f"{peer.url}/peerings/{peer.peering}/challenge?n={word}", peer=peer)
    if answer.status != 200 or not answer.proved or answer.body.decode(errors="replace") != word:
        raise Unavailable(peer.entity)
    with transaction.atomic():
        held = Peer.objects.select_for_update().get(pk=peer.pk)
        if held.state == "agreed":
            held.move("prove")
            held.save(update_fields=["state"])
            events.record("network.peering.active", f"peer:{held.host}", by=by, body={"name": held.name})
    peer.refresh_from_db()


def offered(raw: bytes) -> Reply:
    """Take an offer that came in: sign it at once if our operator has compared the sender's key, else keep it."""
    entity, accepting = _parties(raw)
    if accepting != own.entity():
        return problem(422, "offer-refused", detail="it is made to another hub")
    by = Actor("peer", entity, entity, clock.now())
    peer = Peer.objects.filter(entity=entity).first()
    if peer is None:
        return _kept(entity, raw)
    if peer.state == "offered" and own.entity() < entity:
        return problem(409, "offer-crossed", detail="ours stands")
    if peer.state in ("none", "offered") and not (_sign_theirs(peer, raw, by) or _sign_later(peer, raw, by)):
        return problem(422, "offer-refused")
    return Reply(200, bytes(peer.agreement), MEDIA_TYPE)


def agreed(raw: bytes) -> Reply:
    """Take our own offer back with the peer's signature beside ours: the agreement."""
    offering, accepting = _parties(raw)
    peer = Peer.objects.filter(entity=accepting).first()
    if peer is None or offering != own.entity():
        return problem(403, "peering-unknown")
    if not _complete(peer, raw, Actor("peer", peer.host, peer.name, clock.now())):
        return problem(422, "offer-refused")
    return Reply(200, bytes(peer.agreement), MEDIA_TYPE)


def _offer(peer: Peer, by: Actor) -> None:
    """Make our offer, or the same one again, and hear what the peer says."""
    if not _still_holds(peer):
        _write_offer(peer, by)
    answer = wire.call("POST", f"{peer.url}/peerings", peer=peer, body=bytes(peer.offer), media_type=MEDIA_TYPE)
    if answer.status == 200:
        _complete(peer, answer.body, by)
    elif answer.status not in (202, 409):
        raise Unavailable(peer.entity)


def _still_holds(peer: Peer) -> bool:
    try:
        found = agreement.read(bytes(peer.offer), own.statement(), peer.said)
    except Refused:
        return False
    return found.expires > clock.wall().timestamp()


@transaction.atomic
def _write_offer(peer: Peer, by: Actor) -> None:
    now = int(clock.wall().timestamp())
    id_, nonce = str(uuid.uuid4()), secrets.token_urlsafe(16)
    payload = agreement.offer(own.statement(), peer.said, id=id_, nonce=nonce, now=now)
    if peer.state == "none":
        peer.move("offer")
    peer.peering, peer.offer = id_, agreement.signed(payload, own.keys().root)
    peer.save(update_fields=["state", "peering", "offer"])
    events.record("network.peering.offered", f"peer:{peer.host}", by=by, body={"name": peer.name})


def _complete(peer: Peer, raw: bytes, by: Actor) -> bool:
    """Take the agreement if it is our offer, signed by both."""
    try:
        mine = agreement.read(bytes(peer.offer), own.statement(), peer.said)
        found = agreement.read(raw, own.statement(), peer.said)
    except Refused:
        return False
    if found.signers != {own.entity(), peer.entity} or found.payload != mine.payload:
        return False
    _take(peer, raw, found, by)
    return True


def _sign_theirs(peer: Peer, raw: bytes, by: Actor) -> bool:
    """Sign an offer of theirs that still holds."""
    try:
        found = agreement.read(raw, peer.said, own.statement())
    except Refused:
        return False
    if found.expires < clock.wall().timestamp() or found.signers != {peer.entity}:
        return False
    Peer.objects.filter(pk=peer.pk).update(offer=b"")
    _take(peer, agreement.countersigned(raw, found.payload, own.keys().root), found, by)
    return True


def _sign_later(peer: Peer, raw: bytes, by: Actor) -> bool:
    """The offer may rest on a newer statement than the one we hold: fetch it, at most once a minute."""
    return statements.refreshed(peer) and _sign_theirs(peer, raw, by)


@transaction.atomic
def _take(peer: Peer, raw: bytes, found: Agreement, by: Actor) -> None:
    """Keep the agreement and open the eight channels, each of which begins with it."""
    held = Peer.objects.select_for_update().get(pk=peer.pk)
    if held.state in ("none", "offered"):
        held.move("agree")
        held.agreement, held.peering = raw, found.id
        held.save(update_fields=["state", "agreement", "peering"])
        for name in CHANNELS:
            opening.opened(held, name, Channel.Direction.OUT)
            opening.opened(held, name, Channel.Direction.IN)
        events.record("network.peering.agreed", f"peer:{held.host}", by=by, body={"name": held.name, "id": found.id})
    peer.refresh_from_db()


def _hand_over(peer: Peer) -> None:
    """Give the agreement to the hub whose offer we signed."""
    url = f"{peer.url}/peerings/{peer.peering}/agreement"
    answer = wire.call("POST", url, peer=peer, body=bytes(peer.agreement), media_type=MEDIA_TYPE)
    if answer.status != 200 or answer.body != bytes(peer.agreement):
        raise Unavailable(peer.entity)


def _kept(entity: str, raw: bytes) -> Reply:
    """Keep the offer for our operator. It is not believed: nobody has compared the key yet."""
    fresh = not Offer.objects.filter(entity=entity).exists()
    if fresh and Offer.objects.count() >= MOST_OFFERS:
        return problem(429, "too-many-offers", retry_after=3600)
    Offer.objects.update_or_create(entity=entity[:200], defaults={"raw": raw, "received_at": clock.wall()})
    return Reply(202, b"waiting for our operator\n")


def _parties(raw: bytes) -> tuple[str, str]:
    """Who is said to offer to whom, before anything is checked."""
    try:
        said = strict.read(unb64url(strict.read(raw)["payload"]))
        offering, accepting = said["offering"], said["accepting"]
    except (KeyError, TypeError, AttributeError):
        raise agreement.refused("form") from None
    if not isinstance(offering, str) or not isinstance(accepting, str) or len(offering) > 200:
        raise agreement.refused("form")
    return offering, accepting
