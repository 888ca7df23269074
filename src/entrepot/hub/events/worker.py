"""Carries out the consequences: takes due runs, in order for each subject, and marks each done in one transaction with
its effect.

A worker may be killed at any moment: the effect and the mark are then both there or both absent, and when its lease has
run out another worker takes the run. Any number of workers may work on PostgreSQL; on SQLite they take turns.
"""

from __future__ import annotations

import secrets
import threading
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from entrepot.hub.events import clock, follower
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Run
from entrepot.trade.finding import NotAllowedNow, Unavailable

LEASE = timedelta(seconds=5)  # short, since a run being carried out is also held by its row lock
FAULTS = 5  # tries that may fail before a run is parked
WAITS = 200  # silences of an outside party before a run is parked: more than a day at ten minutes each
AHEAD = timedelta(days=2)  # how far a simulated clock runs ahead by itself
SOON, LONGEST = 0.05, 0.5  # seconds between two looks at an empty queue

log = structlog.get_logger(__name__)


def work_forever(stop: threading.Event) -> None:
    """Work until told to stop, looking less often while there is nothing to do; a fault of the database is survived."""
    pause = SOON
    while not stop.is_set():
        try:
            pause = SOON if work_once() or clock_jumped() else min(pause * 2, LONGEST)
        except DatabaseError:
            log.exception("the database does not answer")
            connection.close()
            pause = LONGEST
        stop.wait(pause if pause > SOON else 0)


def work_until_idle() -> int:
    """Work until nothing is left that could be done now; answers how many runs were tried."""
    tried = 0
    while (now_tried := work_once()) or clock_jumped():
        tried += now_tried
    return tried


def work_once(limit: int = 50) -> int:
    """Take up to `limit` due runs, no two of one subject, and try each; answers how many were tried."""
    lease = secrets.token_hex(16)
    places = _lease(lease, limit)
    return sum(_carried_out(place, lease) for place in places)


def clock_jumped() -> bool:
    """On a simulated clock with nothing due: move it to the next moment for which something waits.

    What waits longer than `AHEAD` (an offer's last day, a return window) is not run into by idleness: until then people
    act in a story too, and it comes when the clock is moved there.
    """
    if not clock.simulated() or Run.objects.filter(closed_at=None, state=Run.State.LEASED).exists():
        return False
    soon = Q(due_at__lte=F("event__at") + AHEAD)
    waiting = _open(clock.wall()).filter(soon).order_by("due_at").values_list("due_at", flat=True)
    moment = waiting.first()
    if moment is None or moment <= clock.now():
        return False
    clock.reach(moment)
    return True


@transaction.atomic
def _lease(lease: str, limit: int) -> list[int]:
    """Reserve the next runs for this worker, for a moment."""
    wall = clock.wall()
    free = _open(wall).filter(due_at__lte=clock.now()).order_by("place")
    if connection.features.has_select_for_update_skip_locked:
        free = free.select_for_update(skip_locked=True, of=("self",))
    places = list(free.values_list("place", flat=True)[:limit])
    Run.objects.filter(place__in=places).update(state=Run.State.LEASED, lease=lease, lease_until=wall + LEASE)
    return places


def _open(wall: datetime) -> QuerySet[Run]:
    """Runs that nobody holds, that need not wait for a retry, and before which their subject has nothing unfinished.

    A delayed run holds up only what is due later than itself: a parcel that waits to depart may be released.
    """
    before = Run.objects.filter(
        Q(delayed=False) | Q(due_at__lte=OuterRef("due_at")),
        subject=OuterRef("subject"),
        place__lt=OuterRef("place"),
        closed_at=None,
    )
    free = Q(state=Run.State.DUE) & (Q(retry_at=None) | Q(retry_at__lte=wall))
    abandoned = Q(state=Run.State.LEASED, lease_until__lt=wall)
    return Run.objects.filter(free | abandoned, closed_at=None).filter(~Exists(before))


def _carried_out(place: int, lease: str) -> bool:
    """Try one leased run; False if another worker has it by now."""
    try:
        return _effect_and_mark(place, lease)
    except Exception as fault:
        _put_back(place, lease, fault)
        return True


@transaction.atomic
def _effect_and_mark(place: int, lease: str) -> bool:
    """The effect and its done-mark, both or neither."""
    ours = Run.objects.filter(place=place, state=Run.State.LEASED, lease=lease)
    run = ours.select_related("event").select_for_update(of=("self",)).first()
    if run is None:
        return False
    consequence = follower.consequence(run.follower)
    if consequence is None:
        raise LookupError(f"the table of followers no longer names {run.follower}")
    at = run.moment if clock.simulated() else clock.now()
    consequence(run.event, by=Actor("worker", run.follower, run.follower.rpartition(".")[2], at))
    ours.update(state=Run.State.DONE, closed_at=clock.wall(), lease="", lease_until=None, error="")
    return True


@transaction.atomic
def _put_back(place: int, lease: str, fault: Exception) -> None:
    """Nothing of the effect remains: say why, and try again later, or park the run where operators see it.

    An outside party's silence, and a state that is not yet reached, are no faults: they may last much longer.
    """
    run = Run.objects.select_for_update().filter(place=place, lease=lease).first()
    if run is None:
        return
    patient = isinstance(fault, (Unavailable, NotAllowedNow))
    run.tries, run.waits = (run.tries, run.waits + 1) if patient else (run.tries + 1, run.waits)
    run.error = f"{type(fault).__name__}: {fault}"
    run.state = Run.State.PARKED if run.tries >= FAULTS or run.waits >= WAITS else Run.State.DUE
    run.retry_at = _retry_at(run, fault)
    run.lease, run.lease_until = "", None
    run.save()
    tell = log.info if patient else log.exception
    tell("run failed", follower=run.follower, subject=run.subject, tries=run.tries, state=run.state)


def _retry_at(run: Run, fault: Exception) -> datetime:
    """When to try again: when the silent party said, else after a pause that doubles; a story waits a second."""
    wall = clock.wall()
    if clock.simulated():
        return wall + timedelta(seconds=min(0.05 * 2 ** (run.tries + run.waits), 1))
    if isinstance(fault, Unavailable) and fault.retry_at is not None:
        return max(fault.retry_at, wall)
    return wall + timedelta(seconds=min(2 ** (run.tries + run.waits), 600))
