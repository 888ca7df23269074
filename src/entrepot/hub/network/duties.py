"""What is done from time to time: late receipts, rotations, the nightly check of our own books, erasing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import structlog
from django.db import transaction

from entrepot.hub.aftersales import sweeping
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import documents, goods, overdue, retention, rotation, soundness, stranded
from entrepot.hub.network.models import Document, Duty, Peer
from entrepot.hub.orders import shopfront
from entrepot.trade.finding import Refused, Unavailable

LOOK = 20.0  # seconds
_looked: list[float] = []

log = structlog.get_logger(__name__)


def look() -> int:
    """Carry out what is due, but look only now and then: a worker goes round many times a second."""
    now = clock.ticks()
    if _looked and now - _looked[0] < LOOK:
        return 0
    _looked[:] = [now]
    return carry_out()


def carry_out() -> int:
    """Do what is due; answers how many duties were. One that fails is logged and comes again at its next time."""
    return sum(_done(name) for name in DUTIES if _begun(name))


def _begun(name: str) -> bool:
    """Take the duty, if it is due and no other worker has taken it."""
    every, _ = DUTIES[name]
    now = clock.wall()
    with transaction.atomic():
        duty, _ = Duty.objects.select_for_update().get_or_create(name=name)
        if duty.done_at is not None and now - duty.done_at < every:
            return False
        duty.done_at = now
        duty.save(update_fields=["done_at"])
        return True


def _done(name: str) -> bool:
    try:
        DUTIES[name][1]()
    except Exception:
        log.exception("a duty failed", duty=name)
    return True


def _rotations() -> None:
    rotation.finish_due(by=Actor("worker", "network", "network", clock.now()))


def _lists() -> None:
    for peer in Peer.objects.filter(pk__in=Document.objects.values("peer")):
        try:
            documents.looked_up(peer, fresh=documents.FRESH)
        except (Refused, Unavailable):
            log.info("a list of withdrawn documents cannot be read", peer=peer.host)


def _stranded() -> None:
    stranded.called_off(by=Actor("worker", "network", "network", clock.now()))


def _buyers() -> None:
    sweeping.swept(by=Actor("worker", "network", "network", clock.now()))


def _shop() -> None:
    by = Actor("worker", "network", "network", clock.now())
    shopfront.offer_all(by=by)
    goods.judged_again(by=by)


DUTIES: dict[str, tuple[timedelta, Callable[[], object]]] = {
    "late receipts": (timedelta(minutes=1), overdue.looked_for),
    "rotations": (timedelta(hours=1), _rotations),
    "withdrawn documents": (timedelta(hours=6), _lists),
    "our own books": (timedelta(days=1), soundness.unsound),
    "the shop by today's prices and law": (timedelta(days=1), _shop),
    "orders without a hub there": (timedelta(hours=1), _stranded),
    "who bought": (timedelta(days=1), _buyers),
    "erasing": (timedelta(days=1), retention.erased),
}
