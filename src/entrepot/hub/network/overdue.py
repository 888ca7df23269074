"""Looks for business receipts that are late: those that a peer owes us, and those that we owe a peer."""

from __future__ import annotations

from datetime import datetime, timedelta

from entrepot.hub.events import clock
from entrepot.hub.network import incidents
from entrepot.hub.network.models import Channel, Head, Inbox, Leaf

DUE = {"reg": timedelta(minutes=15)}
DUE_OTHERS = timedelta(hours=24)
PAGE = 5000


def looked_for() -> int:
    """Raise an alarm for each channel in which a receipt is late, and close those that are over; answers how many."""
    channels = Channel.objects.exclude(name="ctl").exclude(state=Channel.State.CLOSED).select_related("peer")
    return sum(_late(channel, clock.wall()) for channel in channels)


def _late(channel: Channel, now: datetime) -> bool:
    kind = "receipt-overdue" if channel.direction == Channel.Direction.OUT else "receipt-owed"
    since = _unanswered(channel) if channel.direction == Channel.Direction.OUT else _untold(channel)
    late = since is not None and now - since > DUE.get(channel.name, DUE_OTHERS)
    if late and since is not None:
        incidents.raised(kind, peer=channel.peer, channel=channel, since=since.isoformat())
    else:
        incidents.over(kind, channel=channel)
    return late


def _unanswered(channel: Channel) -> datetime | None:
    """Since when the peer holds the first message of ours about which it has told nothing."""
    first = _first_open(channel)
    if first is None:
        return None
    heads = Head.objects.filter(channel=channel, size__gt=first).exclude(receipt="").order_by("size")
    return heads.values_list("at", flat=True).first()


def _first_open(channel: Channel) -> int | None:
    """The first message without an outcome; where the search ended is kept, so that it never begins anew."""
    at = max(channel.settled, 1)  # the first leaf of every channel is no message
    while at < channel.acked:
        rows = Leaf.objects.filter(channel=channel, index__gte=at, index__lt=channel.acked).order_by("index")
        page = list(rows.values_list("index", "outcome")[:PAGE])
        at = next((index for index, outcome in page if not outcome), page[-1][0] + 1 if page else channel.acked)
        if at <= (page[-1][0] if page else 0):
            break
    Channel.objects.filter(pk=channel.pk).update(settled=at)
    return at if at < channel.acked else None


def _untold(channel: Channel) -> datetime | None:
    waiting = Inbox.objects.filter(leaf__channel=channel, told=False, state=Inbox.State.RECEIVED)
    return waiting.order_by("leaf_id").values_list("received_at", flat=True).first()
