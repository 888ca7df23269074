"""Erases the bodies of messages whose time is over. Their hashes stay, and every proof goes on working."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from entrepot.ehx.agreement import TERMS
from entrepot.hub.events import clock
from entrepot.hub.network import blobs
from entrepot.hub.network.models import Blob, Channel, Inbox, Leaf, Outbox, SharedFile

PAGE = 1000
PERSONAL = ("order.requested.v1", "return.requested.v1", "dispute.opened.v1", "dispute.moved.v1")
"""Kinds whose contents are about a person: they go as soon as no hub can need them again."""
SETTLED = (Inbox.State.DONE, Inbox.State.REJECTED, Inbox.State.REPEAT)


def erased() -> int:
    """Erase what both hubs agreed to keep no longer and about which nothing is open; answers how many bodies went."""
    now = clock.wall()
    gone = sum(_erased_in(channel, now) for channel in Channel.objects.all())
    for blob in Blob.objects.filter(at__lt=now - _kept_for("reg")):
        blobs.path(blob.sha256).unlink(missing_ok=True)
        blob.delete()
    _personal_erased(now - timedelta(days=TERMS["offline_tolerance_days"]))
    SharedFile.objects.filter(at__lt=now - _kept_for("other")).delete()
    return gone


def _personal_erased(before: datetime) -> None:
    """What a buyer is called and wrote, once it was taken: whoever took it has sealed it in its own books.

    A hub that restores a backup may ask for it again as long as hubs bear with one another's silence.
    """
    answered = Q(leaf__isnull=False) & ~Q(leaf__outcome="")
    sent = Outbox.objects.filter(kind__in=PERSONAL).exclude(blob="")
    came = Inbox.objects.filter(kind__in=PERSONAL).exclude(blob="")
    over = Q(sha256__in=sent.filter(answered).values("blob")) | Q(
        sha256__in=came.filter(state__in=SETTLED).values("blob")
    )
    waits = Q(sha256__in=sent.exclude(answered).values("blob")) | Q(
        sha256__in=came.exclude(state__in=SETTLED).values("blob")
    )
    for blob in Blob.objects.filter(over, at__lt=before).exclude(waits):
        blobs.path(blob.sha256).unlink(missing_ok=True)
        blob.delete()


def _erased_in(channel: Channel, now: datetime) -> int:
    done = 0
    while page := list(_over(channel, now - _kept_for(channel.name)).values_list("pk", flat=True)[:PAGE]):
        done += Leaf.objects.filter(pk__in=page).update(body=b"", ucr="")
    return done


def _over(channel: Channel, before: datetime) -> QuerySet[Leaf]:
    """The messages of a channel whose time is over: told, answered, and held by both."""
    old = Q(time__lt=before) | Q(time=None, inbox__received_at__lt=before)
    found = Leaf.objects.filter(old, channel=channel, index__gt=0, index__lt=F("channel__acked")).exclude(body=b"")
    if channel.direction == Channel.Direction.IN:
        return found.filter(inbox__state__in=SETTLED, inbox__told=True)
    return found if channel.name == "ctl" else found.exclude(outcome="")


def _kept_for(channel: str) -> timedelta:
    days = TERMS["retention_days"]
    return timedelta(days=days.get(channel, days["other"]))
