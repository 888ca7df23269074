"""Fetches what a peer has for us and hands in the receipts: for a hub that can call and cannot be called."""

from __future__ import annotations

from entrepot.ehx import batch
from entrepot.hub.network import receiver, wire
from entrepot.hub.network.answer import TEXT
from entrepot.hub.network.models import Channel, Peer
from entrepot.trade.finding import Unavailable


def pull(peer: Peer) -> int:
    """Fetch until nothing is left in any channel; answers how many messages came."""
    incoming = Channel.objects.filter(peer=peer, direction=Channel.Direction.IN, state=Channel.State.OPEN)
    return sum(_pulled(channel) for channel in incoming)


def _pulled(channel: Channel) -> int:
    before, at = channel.size, f"{channel.peer.url}/channels/{channel.cid}"
    while True:
        url = f"{at}/entries?from={channel.size}&limit={batch.MOST_LEAVES}"
        answer = wire.call("GET", url, peer=channel.peer)
        if answer.status == 404 and answer.proved:
            return channel.size - before
        if answer.status != 200 or not answer.proved:
            raise Unavailable(channel.peer.entity)
        reply = receiver.taken(channel, answer.body)
        if reply.status != 200:
            return channel.size - before
        wire.call("POST", f"{at}/cosign", peer=channel.peer, body=reply.body, media_type=TEXT)
        channel.refresh_from_db()
