"""Takes received messages: effect and mark in one transaction, each subject in its order, none twice.

A message waits until the one before it about the same subject has been taken, whichever channel that came through.
Subjects never wait for each other. What cannot be taken is parked, where the operators of both hubs see it.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from entrepot.ehx import envelope
from entrepot.ehx.refusal import code_of
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import blobs, documents, handling, incidents, limits
from entrepot.hub.network.message import SUPERSEDES, Message
from entrepot.hub.network.models import Chain, Channel, Inbox
from entrepot.trade.finding import NotAllowedNow, Refused, Unavailable

TRIES = 8
WAITS = 200
PATIENCE = timedelta(minutes=10)
TRANSIT = timedelta(seconds=1)  # how long a message takes by a simulated clock
LONGEST_PAUSE = 3600.0

log = structlog.get_logger(__name__)


def take(limit: int = 100) -> int:
    """Take up to `limit` messages that are next about their subject; answers how many were tried."""
    places = list(_due(clock.wall()).values_list("leaf_id", "blob", "kind")[:limit])
    return sum(_taken(place) for place, blob, kind in places if _has_all(place, blob, kind))


def _has_all(place: int, blob: str, kind: str) -> bool:
    """Whether all that the message refers to is here; fetched before it is taken, and outside any transaction."""
    if not blob and kind != documents.ISSUED:
        return True
    row = Inbox.objects.select_related("leaf__channel", "peer").get(pk=place)
    try:
        reference = envelope.parse(bytes(row.leaf.body)).blob
        if reference is not None:
            blobs.fetch(row.peer, reference)
        if kind == documents.ISSUED:
            documents.looked_up(row.peer)
    except Refused as refused:
        _parked(row, code_of(refused), str(refused))
        return False
    except Unavailable as silent:
        _put_back(row, silent, TRIES)
        return False
    return True


def _due(now: datetime) -> QuerySet[Inbox]:
    """Messages that are next about their subject, or before which one is missing for too long."""
    taken = Chain.objects.filter(peer=OuterRef("peer"), direction=Channel.Direction.IN, subject=OuterRef("subject"))
    before = Inbox.objects.filter(
        peer=OuterRef("peer"),
        subject=OuterRef("subject"),
        keyseq__lt=OuterRef("keyseq"),
        state__in=[Inbox.State.RECEIVED, Inbox.State.PARKED],
    )
    following = Inbox.objects.filter(state=Inbox.State.RECEIVED).annotate(
        expected=Coalesce(Subquery(taken.values("keyseq")[:1]), 0) + 1
    )
    next_ = Q(keyseq__lte=F("expected")) | Q(kind__in=SUPERSEDES)
    alone = Q(received_at__lte=now - PATIENCE) & ~Exists(before)
    return following.filter(Q(next_try=None) | Q(next_try__lte=now)).filter(next_ | alone).order_by("leaf_id")


@transaction.atomic
def _taken(place: int) -> bool:
    """Take one message if it is next; False if it must wait or another worker has it."""
    row = Inbox.objects.select_for_update(of=("self",)).select_related("leaf", "peer").filter(pk=place).first()
    if row is None or row.state != Inbox.State.RECEIVED:
        return False
    Chain.objects.get_or_create(peer=row.peer, direction=Channel.Direction.IN, subject=row.subject)
    chain = Chain.objects.select_for_update().get(peer=row.peer, direction=Channel.Direction.IN, subject=row.subject)
    if row.keyseq > chain.keyseq + 1:
        return _waits(row, chain)
    if row.keyseq <= chain.keyseq and not _takes_place_of_disowned(row):
        return _settled(row, Inbox.State.REJECTED, "conflict", "another message has this number")
    before = _hash_before(row) if row.keyseq <= chain.keyseq else chain.hash
    if envelope.parse(bytes(row.leaf.body)).prev != (bytes(before) if before is not None else None):
        return _settled(row, Inbox.State.REJECTED, "conflict", "it does not follow the message before it")
    if _carried_out(row):
        chain.keyseq, chain.hash = row.keyseq, bytes(row.leaf.hash)
        chain.save(update_fields=["keyseq", "hash"])
    return True


def _takes_place_of_disowned(row: Inbox) -> bool:
    """Whether the message that has this number is one that its hub no longer stands by."""
    return _taken_as(row, row.keyseq).filter(disowned=True).exists()


def _hash_before(row: Inbox) -> bytes | None:
    before = _taken_as(row, row.keyseq - 1).order_by("disowned", "-leaf_id").select_related("leaf").first()
    return bytes(before.leaf.hash) if before is not None else None


def _taken_as(row: Inbox, keyseq: int) -> QuerySet[Inbox]:
    of = Inbox.objects.filter(peer=row.peer, subject=row.subject, keyseq=keyseq, first=True)
    return of.filter(state__in=[Inbox.State.DONE, Inbox.State.REJECTED]).exclude(pk=row.pk)


def _carried_out(row: Inbox) -> bool:
    """Hand the message to its handler; True when there is nothing more to do about it."""
    try:
        with transaction.atomic(), limits.in_time():
            _handled(row)
    except (NotAllowedNow, Unavailable) as early:
        return _put_back(row, early, WAITS)
    except Refused as refused:
        return _settled(row, Inbox.State.REJECTED, code_of(refused), str(refused))
    except Exception as fault:
        log.exception("message failed", kind=row.kind, subject=row.subject, tries=row.tries)
        return _put_back(row, fault, TRIES)
    return _settled(row, Inbox.State.DONE)


def _handled(row: Inbox) -> None:
    found = envelope.parse(bytes(row.leaf.body))
    handler = handling.handler(found.kind)
    at = found.time + TRANSIT if clock.simulated() else clock.now()
    by = Actor("peer", row.peer.host, row.peer.name, at)
    handler(
        Message(
            row.peer.host,
            found.kind,
            found.subject,
            found.data,
            found.time,
            found.id,
            bytes(row.leaf.hash),
            found.cause,
            row.blob,
        ),
        by,
    )


def _waits(row: Inbox, chain: Chain) -> bool:
    """An earlier message is missing: wait ten minutes, then park, unless it is here and itself waits or is parked."""
    before = Inbox.objects.filter(
        peer=row.peer,
        subject=row.subject,
        keyseq__lt=row.keyseq,
        keyseq__gt=chain.keyseq,
        state__in=[Inbox.State.RECEIVED, Inbox.State.PARKED],
    )
    parked = before.filter(state=Inbox.State.PARKED)
    if row.kind in SUPERSEDES and parked.exists():
        if _carried_out(row):
            parked.update(state=Inbox.State.REJECTED, code="superseded", told=False)
            chain.keyseq, chain.hash = row.keyseq, bytes(row.leaf.hash)
            chain.save(update_fields=["keyseq", "hash"])
        return True
    if before.exists() or clock.wall() - row.received_at < PATIENCE:
        return False
    _settled(row, Inbox.State.PARKED, "missing-predecessor", f"number {chain.keyseq + 1} has not come")
    return True


def _put_back(row: Inbox, fault: Exception, most: int) -> bool:
    row.tries += 1
    code = type(fault).__name__
    if row.tries >= most:
        _parked(row, code, str(fault))
        return False
    longest = 1.0 if clock.simulated() else LONGEST_PAUSE
    pause = min(2.0 ** min(row.tries, 20), longest) * random.uniform(0.5, 1)  # noqa: S311
    row.next_try = clock.wall() + timedelta(seconds=pause)
    row.code, row.detail = code, str(fault)[:2000]
    row.save()
    return False


def _parked(row: Inbox, code: str, detail: str) -> None:
    error = f"{code}: {detail}"
    incidents.raised("message-parked", peer=row.peer, channel=row.leaf.channel, kind=row.kind, error=error)
    _settled(row, Inbox.State.PARKED, code, detail)


def _settled(row: Inbox, state: str, code: str = "", detail: str = "") -> bool:
    row.state, row.code, row.detail, row.next_try, row.told = state, code[:80], detail[:2000], None, False
    row.save()
    return True


@transaction.atomic
def retried(row: Inbox) -> None:
    """Try a parked message again; those of its subject that waited behind it follow in order."""
    changed = Inbox.objects.filter(pk=row.pk, state=Inbox.State.PARKED)
    changed.update(state=Inbox.State.RECEIVED, tries=0, next_try=None, code="", received_at=clock.wall())


@transaction.atomic
def rejected(row: Inbox, reason: str) -> None:
    """Give up a parked message: its sender is told so, and the next about its subject may follow."""
    row = Inbox.objects.select_for_update(of=("self",)).select_related("leaf").get(pk=row.pk)
    if row.state != Inbox.State.PARKED:
        return
    _settled(row, Inbox.State.REJECTED, "rejected-by-operator", reason)
    chains = Chain.objects.filter(peer=row.peer, direction=Channel.Direction.IN, subject=row.subject)
    chains.filter(keyseq=row.keyseq - 1).update(keyseq=F("keyseq") + 1, hash=row.leaf.hash)
