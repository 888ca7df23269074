"""Opens a channel to or from a peer: at the agreement, and again when an epoch of it has ended."""

from __future__ import annotations

from entrepot.ehx import checkpoint
from entrepot.ehx.merkle import leaf_hash
from entrepot.hub.network import own, sequencer
from entrepot.hub.network.models import Channel, Emergency, Leaf, Peer


def opened(peer: Peer, name: str, direction: str, *, epoch: int = 1, begun_by: Emergency | None = None) -> Channel:
    """A new channel; ours holds its first leaf at once, theirs waits for it."""
    pair = (own.host(), peer.host) if direction == Channel.Direction.OUT else (peer.host, own.host())
    origin = checkpoint.origin(*pair, name, epoch)
    channel = Channel.objects.create(
        peer=peer,
        direction=direction,
        name=name,
        epoch=epoch,
        begun_by=begun_by,
        origin=origin,
        cid=checkpoint.channel_id(origin),
    )
    if direction == Channel.Direction.OUT:
        body, kind = channel.first_leaf, "agreement" if begun_by is None else "notice"
        first = Leaf.objects.create(channel=channel, index=0, body=body, hash=leaf_hash(body), kind=kind)
        sequencer.append(channel, [first])
    return channel


def followed(channel: Channel, emergency: Emergency) -> Channel:
    """Close the channel, which the caller holds, and open its next epoch."""
    channel.state = Channel.State.CLOSED
    channel.save(update_fields=["state"])
    return opened(channel.peer, channel.name, channel.direction, epoch=channel.epoch + 1, begun_by=emergency)
