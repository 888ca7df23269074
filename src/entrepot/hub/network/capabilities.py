"""What a peer takes: asked once a day, and again when it refused a kind, so that nothing is sent in vain."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet

from entrepot.ehx import capability
from entrepot.hub.events import clock
from entrepot.hub.network import wire
from entrepot.hub.network.models import Outbox, Peer
from entrepot.trade.finding import Refused, Unavailable

DAILY, SOON = timedelta(days=1), timedelta(minutes=1)
NOT_TAKEN, BEHIND = "not-taken-by-peer", "behind-one-not-taken"


def asked(peer: Peer) -> None:
    """Ask the peer what it takes, if that is due; as long as it does not say, everything is sent."""
    now = clock.wall()
    if peer.asked_at is not None and now - peer.asked_at < DAILY:
        return
    Peer.objects.filter(pk=peer.pk).update(asked_at=now if peer.capabilities else now - DAILY + SOON)
    try:
        answer = wire.call("GET", f"{peer.url}/capabilities", peer=peer)
        if answer.status != 200 or not answer.proved:
            return
        capability.read(answer.body)
    except (Refused, Unavailable):
        return
    Peer.objects.filter(pk=peer.pk).update(asked_at=now, capabilities=answer.body.decode())


def doubted(peer: Peer) -> None:
    """Ask again soon, since the peer refused a kind that it was said to take, or did not say."""
    if peer.asked_at is not None and clock.wall() - peer.asked_at > SOON:
        Peer.objects.filter(pk=peer.pk).update(asked_at=None)


def sendable(peer: Peer, waiting: QuerySet[Outbox]) -> QuerySet[Outbox]:
    """Of what waits for the peer, what it takes; the rest is held back with its reason, each subject in its order."""
    takes = peer.takes
    if takes is None:
        return waiting
    unplaced = Outbox.objects.filter(peer=peer, leaf=None)
    kinds = set(unplaced.order_by().values_list("kind", flat=True).distinct())
    not_taken = [kind for kind in kinds if not takes.takes(kind)]
    unplaced.filter(kind__in=not_taken).exclude(held=NOT_TAKEN).update(held=NOT_TAKEN)
    unplaced.exclude(kind__in=not_taken).exclude(held="").update(held="")
    if not not_taken:
        return waiting
    before = unplaced.filter(subject=OuterRef("subject"), keyseq__lt=OuterRef("keyseq"), kind__in=not_taken)
    behind = unplaced.exclude(kind__in=not_taken).filter(Exists(before))
    Outbox.objects.filter(pk__in=list(behind.values_list("pk", flat=True))).update(held=BEHIND)
    return waiting.filter(held="")
