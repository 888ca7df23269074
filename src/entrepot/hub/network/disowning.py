"""What is done about messages and receipts by which nobody stands any more, since a key had been stolen."""

from __future__ import annotations

from django.db.models import F

from entrepot.hub.network import incidents
from entrepot.hub.network.models import Channel, Head, Inbox, Leaf, Outbox


def told_again(channel: Channel, size: int) -> int:
    """Let what we wrote after the last good head of a closed channel be told in its next epoch, with the same bytes."""
    rows = list(Outbox.objects.filter(leaf__channel=channel, leaf__index__gte=size).select_related("leaf"))
    for row in rows:
        assert row.leaf is not None
        row.body, row.leaf = row.leaf.body, None
    Outbox.objects.bulk_update(rows, ["body", "leaf"])
    Leaf.objects.filter(channel=channel, index__gte=size).update(ucr="")  # found under its new place from now on
    return len(rows)


def messages_after(channel: Channel, size: int) -> None:
    """Mark what came after the last good head for people to look at; what it brought about stands."""
    later = Inbox.objects.filter(leaf__channel=channel, leaf__index__gte=size)
    if later.exists():
        told = list(later.order_by("leaf__index").values_list("kind", "subject")[:100])
        incidents.raised("disowned", peer=channel.peer, channel=channel, after=size, upto=channel.size, messages=told)
        later.filter(state=Inbox.State.RECEIVED).update(state=Inbox.State.REJECTED, code="disowned", told=True)
        later.update(disowned=True)
        Leaf.objects.filter(channel=channel, index__gte=size).update(ucr="")


def receipts_after(channel: Channel, size: int) -> None:
    """Believe no receipt beyond what the peer truly holds: what stood on one is sent again."""
    void = Head.objects.filter(channel=channel, size__gt=size).exclude(receipt="")
    if channel.acked > size:
        kept = [head.checkpoint + head.receipt for head in void.order_by("size")[:20]]
        incidents.raised("receipts-disowned", peer=channel.peer, channel=channel, after=size, receipts=kept)
        void.update(receipt="", at=None)
        Channel.objects.filter(pk=channel.pk).update(
            acked=size, position=size, next_try=None, failures=F("failures") * 0
        )
