"""Notices of emergency: declared here and handed over, or heard from a peer and carried out.

After the theft of a log key our channels end where the peer last countersigned what we stand by, and begin again under
the new key; what was written since is told once more there. After the theft of a cosigning key the peer believes our
receipts only as far as we say. After a split view a channel begins again when both operators want it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from entrepot.ehx import jose, notice, strict
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.notice import Notice, Reason
from entrepot.hub import events
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import disowning, incidents, opening, own, statements, trees, wire
from entrepot.hub.network.answer import Reply, problem
from entrepot.hub.network.models import Channel, Emergency, Peer
from entrepot.trade.finding import Unavailable

AGAIN = timedelta(minutes=1)
OUT, IN = Channel.Direction.OUT, Channel.Direction.IN


def declared(reason: Reason, *, by: Actor) -> None:
    """Tell every peer that a key was stolen, and begin our channels again if it was the one that signs them."""
    for peer in Peer.objects.filter(state__in=["active", "suspended"]):
        direction = IN if reason == "cosign-key-stolen" else OUT
        channels = Channel.objects.select_for_update().filter(peer=peer, direction=direction)
        _declared(peer, reason, list(channels.exclude(state=Channel.State.CLOSED)), by)


@transaction.atomic
def restarted(channel: Channel, *, by: Actor) -> None:
    """Begin a frozen channel of ours again after its last countersigned head; the peer's operator must want it too."""
    held = Channel.objects.select_for_update().get(pk=channel.pk, direction=OUT)
    if held.state == Channel.State.FROZEN:
        _declared(held.peer, "split-view", [held], by)


def hand_over(peer: Peer) -> int:
    """Hand our notices to the peer until it has taken them; answers how many it took now."""
    waiting = Emergency.objects.filter(peer=peer, direction=OUT, done_at=None).order_by("at")
    due = waiting.filter(Q(next_try=None) | Q(next_try__lte=clock.wall()))
    return sum(_handed_over(each) for each in due)


def heard(raw: bytes) -> Reply:
    """Take a peer's notice, from wherever it came: its root key vouches for it, not the line."""
    peer = Peer.objects.filter(entity=_speaker(raw)).first()
    if peer is None or peer.state not in ("active", "suspended"):
        return problem(403, "peering-unknown")
    said = notice.read(raw, peer.said)
    if said.peer != own.entity():
        raise notice.refused("peer")
    kept, fresh = Emergency.objects.get_or_create(
        number=said.id,
        defaults={"peer": peer, "direction": IN, "reason": said.reason, "raw": raw, "at": clock.wall()},
    )
    if bytes(kept.raw) != raw:
        raise notice.refused("id")
    if fresh and said.reason == "split-view":
        incidents.raised("restart-asked", peer=peer, notice=said.id)
    if kept.done_at is None and said.reason != "split-view":
        carry_out(kept)
        kept.refresh_from_db()
    return Reply(200, b"taken\n") if kept.done_at else Reply(202, b"waiting for our operator\n")


@transaction.atomic
def carry_out(emergency: Emergency) -> None:
    """Do what a peer's notice asks; done again it is harmless."""
    kept = Emergency.objects.select_for_update(of=("self",)).select_related("peer").get(pk=emergency.pk)
    if kept.done_at is not None:
        return
    said = notice.read(bytes(kept.raw), kept.peer.said)
    direction = OUT if said.reason == "cosign-key-stolen" else IN
    named = Channel.objects.select_for_update().filter(
        peer=kept.peer, direction=direction, origin__in=[head.origin for head in said.heads]
    )
    channels = [channel for channel in named if channel.state != Channel.State.CLOSED]
    for channel in channels:
        _refuse_unless_ours(channel, said)
    statements.hold(kept.peer, said.statement)
    for channel in channels:
        _ended(channel, said, kept)
    kept.done_at = clock.wall()
    kept.save(update_fields=["done_at"])
    incidents.closed("restart-asked", peer=kept.peer)
    by = Actor("peer", kept.peer.host, kept.peer.name, clock.now())
    body = {"name": kept.peer.name, "reason": said.reason, "notice": said.id}
    events.record("network.emergency.taken", f"peer:{kept.peer.host}", by=by, body=body)


def _declared(peer: Peer, reason: Reason, channels: Sequence[Channel], by: Actor) -> None:
    heads = [_last_good(channel) for channel in channels]
    number, now = str(uuid.uuid4()), clock.wall()
    raw = notice.signed(
        own.keys().root,
        id=number,
        peer=peer.entity,
        reason=reason,
        time=int(now.timestamp()),
        heads=heads,
        statement=own.statement(),
    )
    kept = Emergency.objects.create(number=number, peer=peer, direction=OUT, reason=reason, raw=raw, at=now)
    if reason != "cosign-key-stolen":
        for channel, head in zip(channels, heads, strict=True):
            opening.followed(channel, kept)
            disowning.told_again(channel, head.size)
    body = {"name": peer.name, "reason": reason, "notice": number}
    events.record("network.emergency.declared", f"peer:{peer.host}", by=by, body=body)


def _last_good(channel: Channel) -> Checkpoint:
    """Ours: what the peer has countersigned of what we wrote. Theirs: what we hold."""
    size = channel.acked if channel.direction == OUT else channel.size
    return Checkpoint(channel.origin, size, trees.root_at(channel, size))


def _refuse_unless_ours(channel: Channel, said: Notice) -> None:
    """A head that we do not know cannot be the last good one: whoever says so has told us another history."""
    head = said.head(channel.origin)
    assert head is not None
    if head.size > channel.size or trees.root_at(channel, head.size) != head.root:
        raise notice.refused("heads")


def _ended(channel: Channel, said: Notice, kept: Emergency) -> None:
    head = said.head(channel.origin)
    assert head is not None
    if said.reason == "cosign-key-stolen":
        disowning.receipts_after(channel, head.size)
    else:
        disowning.messages_after(channel, head.size)
        opening.followed(channel, kept)


def _handed_over(emergency: Emergency) -> bool:
    peer, body, ours = emergency.peer, bytes(emergency.raw), Emergency.objects.filter(pk=emergency.pk)
    ours.update(next_try=clock.wall() + AGAIN)
    try:
        answer = wire.call("POST", f"{peer.url}/notices", peer=peer, body=body, media_type=notice.MEDIA_TYPE)
    except Unavailable:
        return False
    if answer.status == 422 and answer.proved:
        incidents.raised("notice-refused", peer=peer, notice=emergency.number)
    taken = answer.status == 200 and answer.proved
    if taken:
        ours.update(done_at=clock.wall())
    return taken


def _speaker(raw: bytes) -> str:
    """Who is said to speak, before anything is checked."""
    try:
        _, payload = jose.opened_unverified(raw.decode("ascii"))
        return str(strict.read(payload, strict.Limits(size=notice.LARGEST))["iss"])
    except (UnicodeDecodeError, KeyError, TypeError):
        raise notice.refused("form") from None
