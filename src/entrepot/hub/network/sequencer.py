"""Gives written messages their place in the log: one at a time for each channel, contiguous, under one signed head.

It drains whatever waits, so that batches grow with the load and no message waits for a timer. A message whose
transaction commits late has a lower number in the outbox than some that have their place already; it is simply taken
next time.
"""

from __future__ import annotations

from django.db import transaction

from entrepot.ehx import batch, checkpoint
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.hub.network import capabilities, own, trees
from entrepot.hub.network.message import ucr_in
from entrepot.hub.network.models import Channel, Head, Leaf, Outbox


@transaction.atomic
def sequence(channel: Channel) -> int:
    """Append the waiting messages of this channel, sign its new head once, and answer how many there were."""
    channel = Channel.objects.select_for_update().get(pk=channel.pk, direction=Channel.Direction.OUT)
    if channel.state != Channel.State.OPEN:
        return 0
    waiting = Outbox.objects.filter(peer=channel.peer_id, channel=channel.name, leaf=None).order_by("id")
    waiting = capabilities.sendable(channel.peer, waiting)
    if not waiting.exists():
        return 0
    rows = list(waiting[: batch.MOST_LEAVES])
    rows = rows[: batch.fitting([bytes(row.body) for row in rows])]
    leaves = [
        Leaf(
            channel=channel,
            index=channel.size + at,
            body=row.body,
            hash=row.hash,
            kind=row.kind,
            ucr=ucr_in(row.subject),
            time=row.time,
        )
        for at, row in enumerate(rows)
    ]
    Leaf.objects.bulk_create(leaves)
    for row, leaf in zip(rows, leaves, strict=True):
        row.leaf, row.body = leaf, b""
    Outbox.objects.bulk_update(rows, ["leaf", "body"])
    append(channel, leaves)
    return len(leaves)


def append(channel: Channel, leaves: list[Leaf]) -> None:
    """Grow the channel, which the caller holds, by leaves that are already in their places, and sign its head."""
    trees.grown(channel, channel.tree.append(bytes(leaf.hash) for leaf in leaves))
    channel.save(update_fields=["size", "frontier", "root"])
    head = Checkpoint(channel.origin, channel.size, bytes(channel.root))
    Head.objects.create(
        channel=channel, size=channel.size, checkpoint=checkpoint.signed(head, *own.keys().signing_heads)
    )
