"""Takes a peer's batch in one transaction: all of it is held and countersigned, or nothing happened.

The steps are numbered as in section 5 of the protocol. What arrives again gets the same receipt; what contradicts
something that we hold freezes the channel, and both signed heads are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from entrepot.ehx import batch, checkpoint, cosignature
from entrepot.ehx.batch import Batch
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.httpsig import Request
from entrepot.ehx.merkle import Frontier, leaf_hash
from entrepot.ehx.refusal import code_of
from entrepot.hub.events import clock
from entrepot.hub.network import budget, doorman, holding, incidents, own, statements, trees
from entrepot.hub.network.answer import Reply, problem, receipt
from entrepot.hub.network.models import Channel, Head, Peer
from entrepot.trade.finding import Refused

NOTED = timedelta(seconds=10)  # how exactly it is noted when a peer was last heard
_HALTED = {
    Channel.State.FROZEN: "split-view",
    Channel.State.STOPPED: "channel-stopped",
    Channel.State.CLOSED: "channel-closed",
}


def receive(request: Request, cid: str) -> Reply:
    """Answer a peer's batch. Length and size of the body were checked before it was read (step 1)."""
    channel = Channel.objects.filter(cid=cid, direction=Channel.Direction.IN).select_related("peer").first()
    if channel is None or channel.peer.state != "active":
        return problem(403, "peering-not-active")
    if not budget.REQUESTS.take(channel.peer.host):
        return problem(429, "too-many-requests", retry_after=1)
    if statements.lapsed(channel.peer) and not statements.refreshed(channel.peer):
        return problem(403, "statement-expired")
    try:  # 2: the signature, before anything in the body is read
        doorman.verified(request, channel.peer)
    except Refused as refused:
        return problem(401, code_of(refused), detail=str(refused))
    return taken(channel, request.body)


def taken(channel: Channel, body: bytes) -> Reply:
    """Take a batch from the sender of this channel, whichever way it came: what counts is the signed head in it."""
    try:  # 3: the header line, the origin and the signed head
        sent = batch.parse(body)
        head = _head(channel, sent)
    except Refused as refused:
        return problem(422, code_of(refused), detail=str(refused))
    return _taken(channel, sent, head)


def _head(channel: Channel, sent: Batch) -> Checkpoint:
    """The signed head of the batch; a key that the sender has not stated yet makes us look once."""
    said = channel.peer.said
    now = int(clock.wall().timestamp())
    if sent.origin != channel.origin:
        raise checkpoint.bad_checkpoint()
    if checkpoint.by_others(sent.checkpoint, said.log) and statements.refreshed(channel.peer):
        said = Peer.objects.get(pk=channel.peer_id).said
    head = checkpoint.opened(sent.checkpoint, said.log_at(now))
    if (head.origin, head.size) != (sent.origin, sent.new):
        raise checkpoint.bad_checkpoint()
    return head


@transaction.atomic
def _taken(channel: Channel, sent: Batch, head: Checkpoint) -> Reply:
    held = Channel.objects.select_for_update().get(pk=channel.pk)  # 4
    held.peer = channel.peer
    if held.state != Channel.State.OPEN:
        return problem(409, _HALTED[Channel.State(held.state)])
    if sent.old > held.size:  # 5
        return problem(409, "gap", size=held.size)
    hashes = [leaf_hash(leaf) for leaf in sent.leaves]
    if sent.new <= held.size:  # 6
        return _again(held, head) if trees.root_at(held, head.size) == head.root else _split(held, sent, head)
    known = held.size - sent.old  # 7
    if known and hashes[:known] != trees.hashes(held, sent.old, held.size):
        return _split(held, sent, head)
    tree = held.tree.append(hashes[known:])  # 8
    if tree.root != head.root or not _begins_well(held, sent):
        return _not_the_root(held, sent, head)
    holding.hold(held, sent.leaves[known:], hashes[known:])  # 9
    return _countersigned(held, tree, sent.checkpoint, head)


def _countersigned(held: Channel, tree: Frontier, written: str, head: Checkpoint) -> Reply:
    now = clock.wall()
    line = cosignature.cosigned(head, *own.keys().signing_receipts, at=int(now.timestamp()))
    trees.grown(held, tree)
    held.acked = held.position = held.size
    held.save(update_fields=["size", "frontier", "root", "acked", "position"])
    made = Head.objects.create(channel=held, size=head.size, checkpoint=written, receipt=line, at=now)
    if held.peer.heard_at is None or now - held.peer.heard_at > NOTED:
        Peer.objects.filter(pk=held.peer_id).update(heard_at=now)
    return receipt(made)


def _again(held: Channel, head: Checkpoint) -> Reply:
    """A repeat is answered with the receipt that we gave for our newest head."""
    newest = Head.objects.filter(channel=held).order_by("-size").first()
    assert newest is not None, "a channel with messages has a head"
    return receipt(newest)


def _split(held: Channel, sent: Batch, head: Checkpoint) -> Reply:
    """The peer signed two histories: freeze the channel and keep both heads, which are proof to anyone."""
    held.state = Channel.State.FROZEN
    held.save(update_fields=["state"])
    newest = Head.objects.filter(channel=held).order_by("-size").first()
    ours = newest.checkpoint if newest else ""
    incidents.raised("split-view", peer=held.peer, channel=held, ours=ours, theirs=sent.checkpoint, **_wire(sent))
    return problem(409, "split-view", size=held.size)


def _not_the_root(held: Channel, sent: Batch, head: Checkpoint) -> Reply:
    incidents.raised("root-mismatch", peer=held.peer, channel=held, theirs=sent.checkpoint, **_wire(sent))
    return problem(422, "root-mismatch", size=held.size)


def _begins_well(held: Channel, sent: Batch) -> bool:
    """A channel begins with the agreement that both hubs signed, a later epoch of it with the notice of its hub."""
    return held.size > 0 or sent.leaves[0] == held.first_leaf


def _wire(sent: Batch) -> Mapping[str, Any]:
    return {"old": sent.old, "new": sent.new, "leaves": [leaf.decode(errors="replace") for leaf in sent.leaves[:50]]}
