"""A peer that signs whatever it likes: its keys are true, its words need not be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from entrepot.ehx import batch, checkpoint, envelope, httpsig
from entrepot.ehx.batch import Batch
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.envelope import Envelope
from entrepot.ehx.httpsig import Request
from entrepot.ehx.merkle import Frontier, leaf_hash
from entrepot.hub.events import clock
from entrepot.hub.network import own, queries
from entrepot.hub.network.models import Leaf
from entrepot.hub.network.wire import Answer
from tests.cast import NOON
from tests.hub.network.two_hubs import UCR, Node

SALT = "AAECAwQFBgcICQoLDA0ODw"


def said(
    sender: Node,
    receiver: Node,
    seq: int = 1,
    before: bytes | None = None,
    *,
    id: str = "",
    kind: str = "order.placed.v1",
    subject: str = UCR,
    time: datetime = NOON,
    **data: object,
) -> bytes:
    """A message, in whatever place of its chain."""
    return envelope.leaf(
        Envelope(
            id=id or f"{subject}-{seq}",
            source=sender.url,
            dest=receiver.url,
            type=envelope.PREFIX + kind,
            subject=subject,
            time=time,
            keyseq=seq,
            prev=leaf_hash(before) if before else None,
            data=data,
            salt=SALT,
        )
    )


def batch_of(sender: Node, name: str, old: int, leaves: Sequence[bytes], before: Sequence[bytes] = ()) -> Batch:
    """A batch after what the channel truly holds up to `old`, less `before`, which is given in its place."""
    channel = sender.channel(name)
    with sender.here():
        known = [bytes(leaf.hash) for leaf in Leaf.objects.filter(channel=channel, index__lt=old - len(before))]
        tree = Frontier().append([*known, *map(leaf_hash, before), *map(leaf_hash, leaves)])
        head = Checkpoint(channel.origin, old + len(leaves), tree.root)
        return Batch(channel.origin, old, head.size, checkpoint.signed(head, own.keys().log), tuple(leaves))


def request(sender: Node, receiver: Node, name: str, body: bytes, **changes: str) -> Request:
    """The signed request that carries this body."""
    url = f"{receiver.url}/ehx/v1/channels/{sender.channel(name).cid}/entries"
    made = Request("POST", changes.get("url", url), {"Content-Type": batch.MEDIA_TYPE}, body)
    with sender.here():
        return httpsig.sign_request(made, own.keys().http, now=int(clock.wall().timestamp()))


def post(sender: Node, receiver: Node, name: str, sent: Batch | bytes) -> Answer:
    """Post it, and give what came back."""
    body = sent if isinstance(sent, bytes) else sent.to_bytes()
    return receiver.door(request(sender, receiver, name, body))


def heads(node: Node, *but: str) -> dict[str, tuple[int, bytes]]:
    """Size and root of every channel of a hub, but for those in some states."""
    with node.here():
        found = queries.peers().get().channels.exclude(state__in=but)
        return {each.origin: (each.size, bytes(each.root)) for each in found}
