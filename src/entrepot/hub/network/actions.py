"""Every write that others ask for: tell a peer something, come together with a hub, part from it, look after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from entrepot.ehx.keys import Role
from entrepot.hub import events
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import (
    approving,
    blobs,
    emergency,
    inbox,
    incidents,
    outbox,
    peering,
    pulling,
    queries,
    rotation,
    statements,
)
from entrepot.hub.network.models import Channel, Emergency, Inbox, Incident, Outbox, Peer, Proposal
from entrepot.hub.parties import queries as parties


def send(
    kind: str,
    subject: str,
    payload: Mapping[str, Any],
    *,
    peer: Peer | str,
    by: Actor,
    ucr: str = "",
    cause: str = "",
    contents: bytes | None = None,
    media_type: str = "application/octet-stream",
) -> Outbox:
    """Tell a peer something, in the transaction of the change that it tells of; it is carried afterwards.

    `kind` is without the family's name (`order.placed.v1`). A message about a parcel has its UCR as its subject.
    `cause` is what it follows from, as a rule the id of an event: told twice for one cause and kind, it is sent once.
    Without a cause, the same words at the same time are sent once. `contents` go along by reference: the peer fetches
    them before it takes the message.
    """
    to = queries.peer(peer) if isinstance(peer, str) else peer
    about = ucr or subject
    once = outbox.cause_for(cause, kind) if cause else outbox.cause_of(kind, about, payload, by)
    blob = blobs.keep(contents, media_type, peer=to) if contents is not None else None
    return outbox.written(kind, about, payload, peer=to, by=by, cause=once, why=cause, blob=blob)


def peer_with(url: str, thumbprint: str, *, by: Actor) -> Peer:
    """Come to exchange with the hub at this address, whose root key its operator read to ours.

    Asked on both hubs, in any order and as often as one likes, it leads to an active peering. Where four eyes are
    needed, one operator proposes it and another approves.
    """
    parties.require(by, "operator")
    approving.refuse_alone()
    return _connected(url, thumbprint, by)


def move(peer: Peer, move: str, *, by: Actor, reason: str = "") -> Peer:
    """Suspend, resume or close a peering. What is in the log stays there, and goes on when it is resumed."""
    parties.require(by, "operator")
    approving.refuse_alone()
    return _moved(peer, move, by, reason)


def propose(move: str, url: str, *, thumbprint: str = "", reason: str = "", by: Actor) -> Proposal:
    """Propose to connect, suspend, resume or close a peering; another operator must approve it."""
    parties.require(by, "operator")
    return approving.proposed(move, url, thumbprint=thumbprint, reason=reason, by=by)


def approve(proposal: Proposal, *, by: Actor) -> Peer:
    """Approve what another operator proposed, and do it."""
    parties.require(by, "operator")
    if proposal.move == Proposal.Move.CONNECT:  # what may fail comes first: the other hub may not answer
        peering.known(proposal.entity, proposal.thumbprint, keep=False)
    held = approving.approved(proposal, by=by)
    if held.move == Proposal.Move.CONNECT:
        return _connected(held.entity, held.thumbprint, by)
    return _moved(queries.peer(held.entity), held.move, by, held.reason)


def _connected(url: str, thumbprint: str, by: Actor) -> Peer:
    return peering.advanced(peering.known(url, thumbprint), by)


@transaction.atomic
def _moved(peer: Peer, move: str, by: Actor, reason: str) -> Peer:
    held = Peer.objects.select_for_update().get(pk=peer.pk)
    held.move(move)
    held.save(update_fields=["state"])
    body = {"name": held.name, "state": held.state, "reason": reason}
    events.record("network.peering.changed", f"peer:{held.host}", by=by, body=body)
    return held


def retry(row: Inbox, *, by: Actor) -> None:
    """Try a parked message again."""
    parties.require(by, "operator")
    inbox.retried(row)


def reject(row: Inbox, reason: str, *, by: Actor) -> None:
    """Give up a parked message; its sender is told."""
    parties.require(by, "operator")
    inbox.rejected(row, reason)


def rotate_key(role: Role, *, by: Actor) -> None:
    """Let a new key follow ours in this role, as planned; both sign until every peer knows the new one."""
    parties.require(by, "operator")
    rotation.rotated(role, by=by)


def replace_stolen_key(role: Role, *, by: Actor) -> None:
    """Replace a key that was stolen, and tell every peer up to where we stand by what it signed."""
    parties.require(by, "operator")
    if role == "root":
        rotation.rotated(role, by=by)
    else:
        rotation.replaced_after_theft(role, by=by)


def finish_rotation(role: Role, *, by: Actor) -> None:
    """Let the old key of a rotation go although a peer has not heard of the new one."""
    parties.require(by, "operator")
    rotation.finished(role, by=by, force=True)


@transaction.atomic
def confirm(peer: Peer, thumbprint: str, *, by: Actor) -> Peer:
    """Take the keys that a peer publishes now, since our operator has compared its root key anew."""
    parties.require(by, "operator")
    statements.confirm(peer, thumbprint)
    for kind in ("keys-need-operator", "statement-refused", "statement-expired"):
        incidents.closed(kind, peer=peer)
    events.record(
        "network.peer.confirmed", f"peer:{peer.host}", by=by, body={"name": peer.name, "seq": peer.statement_seq}
    )
    return peer


def restart(channel: Channel, *, by: Actor) -> None:
    """Begin a channel with two histories again: ours by a notice to the peer, theirs by taking the notice it sent."""
    parties.require(by, "operator")
    if channel.direction == Channel.Direction.OUT:
        emergency.restarted(channel, by=by)
        return
    asked = Emergency.objects.filter(peer=channel.peer, direction=channel.direction, done_at=None)
    for each in asked:
        emergency.carry_out(each)


@transaction.atomic
def resend(channel: Channel, *, by: Actor) -> Channel:
    """Send again what a peer countersigned and lost, since it restored a backup; its receipts are kept as they are."""
    parties.require(by, "operator")
    held = Channel.objects.select_for_update().get(pk=channel.pk, direction=Channel.Direction.OUT)
    alarm = Incident.objects.filter(channel=held, kind="peer-rollback", closed_at=None).first()
    if held.state == Channel.State.FROZEN and alarm is not None and type(alarm.evidence["says"]) is int:
        held.acked = held.position = max(0, min(alarm.evidence["says"], held.acked))
        held.state, held.next_try = Channel.State.OPEN, None
        held.save(update_fields=["acked", "position", "state", "next_try"])
        incidents.over("peer-rollback", channel=held)
        body = {"channel": held.origin, "from": held.acked}
        events.record("network.channel.resent", f"peer:{held.peer.host}", by=by, body=body)
    return held


def fetch(peer: Peer, *, by: Actor) -> int:
    """Fetch what a peer has for us instead of waiting for it; answers how many messages came."""
    parties.require(by, "operator")
    return pulling.pull(peer)


@transaction.atomic
def reopen(channel: Channel, *, by: Actor) -> Channel:
    """Let a stopped channel go on. One that is frozen has two histories, and only a new start of it helps."""
    parties.require(by, "operator")
    held = Channel.objects.select_for_update().get(pk=channel.pk)
    if held.state == Channel.State.STOPPED:
        held.state, held.failures, held.failing_since, held.next_try = Channel.State.OPEN, 0, None, None
        held.save()
        Incident.objects.filter(channel=held, closed_at=None).update(closed_at=clock.wall())
        events.record("network.channel.reopened", f"peer:{held.peer.host}", by=by, body={"channel": held.origin})
    return held
