"""Takes to each endpoint what concerns its party: reads the record, queues, sends, and tries again.

The record itself is the source: an endpoint stands at a position of it, and what was taken up moves with that position
in one transaction. Sending is at least once; the receiver knows a repeated message by its number.
"""

from __future__ import annotations

import random
import threading
from collections import defaultdict
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from entrepot.hub import events, rounds
from entrepot.hub.events import Actor, clock
from entrepot.hub.events import queries as record
from entrepot.hub.webhooks import line, queries, signing
from entrepot.hub.webhooks.message import Message, messages
from entrepot.hub.webhooks.models import Delivery, Endpoint
from entrepot.trade.finding import Refused, Unavailable

# Seconds after each try that failed, from five seconds to a day; after three days in all a message is parked.
PAUSES = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
LONGEST_REST = 600  # seconds for which an address that fails is left alone
LEASE = timedelta(seconds=60)
GIVES_UP = timedelta(days=5)  # of failing without one success
KEPT = timedelta(days=30)
AT_ONCE = 20
GONE = 410
SOON, LONGEST = 0.2, 2.0  # seconds between two rounds

log = structlog.get_logger(__name__)


def go_forever(stop: threading.Event) -> None:
    """Rounds until told to stop."""
    rounds.go_forever(go_once, stop, soon=SOON, longest=LONGEST, named="the postman")


def go_once() -> int:
    """One round; answers how much was done."""
    return take_up() + sum(_served(endpoint) for endpoint in _awake(clock.wall()))


def take_up() -> int:
    """Queue what was recorded since each endpoint's position; answers how many messages."""
    standing: dict[int, list[Endpoint]] = defaultdict(list)
    for endpoint in Endpoint.objects.filter(state=Endpoint.State.ACTIVE):
        standing[endpoint.position].append(endpoint)
    return sum(_taken_up(position, those) for position, those in sorted(standing.items()))


def forget() -> int:
    """Delete what was delivered long ago; answers how much."""
    old = Delivery.objects.filter(state=Delivery.State.DELIVERED, ended_at__lt=clock.wall() - KEPT)
    return old.delete()[0]


def _taken_up(position: int, endpoints: list[Endpoint]) -> int:
    """The next piece of the record for all endpoints that stand at one position."""
    looked_at = list(record.since(position)[: queries.LOOKED_AT])
    if not looked_at:
        return 0
    told = messages(looked_at)
    return sum(_queued(endpoint, told, looked_at[-1].position) for endpoint in endpoints)


@transaction.atomic
def _queued(endpoint: Endpoint, told: list[Message], reached: int) -> int:
    """The messages for one endpoint, and its new position; neither if another postman was before us."""
    stood = Endpoint.objects.filter(pk=endpoint.pk, position=endpoint.position)
    if not stood.update(position=reached):
        return 0
    wanted = [
        each for each in told if endpoint.party_id in each.to and (not endpoint.kinds or each.kind in endpoint.kinds)
    ]
    return len(queries.enter(endpoint, wanted))


def _awake(now: datetime) -> list[Endpoint]:
    rested = Q(resting_until=None) | Q(resting_until__lte=now)
    return list(Endpoint.objects.filter(rested, state=Endpoint.State.ACTIVE).filter(Exists(_due(now))))


def _due(now: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(endpoint=OuterRef("pk"), state=Delivery.State.DUE, next_try__lte=now)


def _served(endpoint: Endpoint) -> int:
    """Send what is due, until one fails; an address that failed before is tried with one message first."""
    now = clock.wall()
    before = Delivery.objects.filter(
        endpoint=OuterRef("endpoint"), subject=OuterRef("subject"), pk__lt=OuterRef("pk"), state=Delivery.State.DUE
    )
    due = Delivery.objects.filter(~Exists(before), endpoint=endpoint, state=Delivery.State.DUE, next_try__lte=now)
    sent = 0
    for delivery in due[: 1 if endpoint.failing_since else AT_ONCE]:
        if _claimed(delivery):
            sent += 1
            if not _sent(endpoint, delivery):
                break
    return sent


def _claimed(delivery: Delivery) -> bool:
    """Whether this postman carries it: for a minute nobody else takes it."""
    ours = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.DUE, next_try=delivery.next_try)
    return bool(ours.update(next_try=clock.wall() + LEASE))


def _sent(endpoint: Endpoint, delivery: Delivery) -> bool:
    """Send one message, and note what came of it."""
    body, now = delivery.body.encode(), clock.wall()
    signed = signing.headers(str(delivery.message), int(now.timestamp()), body, _secrets(endpoint))
    try:
        answer = line.post(endpoint.url, body, signed)
    except (Unavailable, Refused) as silent:
        answer = line.Answer(0, f"{type(silent).__name__}: {silent}"[:200])
    _noted(endpoint, delivery, answer)
    return 200 <= answer.status < 300


def _secrets(endpoint: Endpoint) -> list[str]:
    """The secret in use, and the one before it while receivers may still hold that."""
    overlapping = endpoint.former_until is not None and clock.now() < endpoint.former_until
    return [endpoint.opened(endpoint.secret), *([endpoint.opened(endpoint.former)] if overlapping else [])]


@transaction.atomic
def _noted(endpoint: Endpoint, delivery: Delivery, answer: line.Answer) -> None:
    held = Endpoint.objects.select_for_update().filter(pk=endpoint.pk).first()
    if held is None:  # withdrawn meanwhile, and its log with it
        return
    now = clock.wall()
    delivery.tries += 1
    delivery.status, delivery.said = answer.status, answer.said
    if 200 <= answer.status < 300:
        delivery.state, delivery.ended_at = Delivery.State.DELIVERED, now
        held.failing_since = held.resting_until = None
    else:
        _put_back(held, delivery, answer, now)
    noted = ("state", "tries", "next_try", "ended_at", "status", "said")
    Delivery.objects.filter(pk=delivery.pk).update(**{name: getattr(delivery, name) for name in noted})
    held.save(update_fields=["failing_since", "resting_until", "state"])


def _put_back(held: Endpoint, delivery: Delivery, answer: line.Answer, now: datetime) -> None:
    """Try again later, or park it; disable an address that says it is gone, or that failed for days."""
    if delivery.tries > len(PAUSES):
        delivery.state, delivery.ended_at = Delivery.State.PARKED, now
    else:
        pause = max(PAUSES[delivery.tries - 1] * random.uniform(1, 1.2), answer.wait)  # noqa: S311 - no secret
        delivery.next_try = now + timedelta(seconds=pause)
    held.failing_since = held.failing_since or now
    rest = max(min(5 * 2**delivery.tries, LONGEST_REST), answer.wait)
    held.resting_until = now + timedelta(seconds=rest)
    if answer.status == GONE or now - held.failing_since >= GIVES_UP:
        held.state = Endpoint.State.DISABLED
        body = {"endpoint": str(held.pk), "status": answer.status, "since": held.failing_since.isoformat()}
        by = Actor("worker", "webhooks", "postman", clock.now())
        events.record("webhooks.endpoint.disabled", f"party:{held.party_id}", by=by, body=body)
