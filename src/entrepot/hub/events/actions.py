"""Every write: an event enters together with the change it tells of, and its consequences with it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils.translation import gettext_noop

from entrepot.hub import rows
from entrepot.hub.events import clock, horizon
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.follower import following
from entrepot.hub.events.models import RUNS_PER_EVENT, Event, Mention, Particulars, Run
from entrepot.hub.kept import written
from entrepot.trade.finding import Finding, NotAllowedNow

Body = Mapping[str, Any]
WHOLE = ("position", "id", "kind", "subject", "ucr", "at", "actor", "body", "personal_hash")
WAITING = (
    *("place", "event", "follower", "subject", "state", "delayed", "due_at"),
    *("lease", "tries", "waits", "error"),
)
_JSON = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Happening:
    """What is to be recorded as one event."""

    kind: str
    subject: str
    by: Actor
    ucr: str
    body: Body

    @property
    def event(self) -> Event:
        """The event, not yet written."""
        told = {"kind": self.kind, "subject": self.subject, "ucr": self.ucr}
        return Event(**told, at=self.by.at, actor=self.by.plain, body=dict(self.body))


def record(
    kind: str, subject: str, *, by: Actor, ucr: str = "", body: Body | None = None, personal: Body | None = None
) -> Event:
    """Record one event and queue its consequences, in the transaction of the change itself."""
    event = Happening(kind, subject, by, ucr, body or {}).event
    if personal:
        event.personal_hash = _kept_apart(personal)
    _write([event])
    return event


def record_many(
    kind: str, happenings: Iterable[tuple[str, Body]], *, by: Actor, ucrs: Sequence[str] | None = None
) -> list[Event]:
    """Record one event each for many subjects, in one write; `ucrs`, if given, has one for each."""
    listed = list(happenings)
    concerning = [""] * len(listed) if ucrs is None else ucrs
    told = zip(listed, concerning, strict=True)
    return record_each(Happening(kind, subject, by, ucr, body) for (subject, body), ucr in told)


def record_each(happenings: Iterable[Happening]) -> list[Event]:
    """Record whatever happened at one moment, of several kinds and by several actors, in one write."""
    events = [happening.event for happening in happenings]
    if events:
        _write(events)
    return events


def record_batch(kind: str, subject: str, *, by: Actor, parts: Mapping[str, Body], body: Body | None = None) -> Event:
    """Record one event for a whole batch; `parts` says by UCR what it is for each consignment.

    It is found again under every UCR, and whoever reads one consignment's file is told that part and no other.
    """
    event = Happening(kind, subject, by, "", {**(body or {}), "parts": parts}).event
    _write([event])
    rows.insert(Mention, ("event", "ucr"), [(event.position, ucr) for ucr in parts])
    return event


@transaction.atomic
def retry(run: Run, *, by: Actor) -> None:
    """Give a parked run five more tries; the worker takes it at once."""
    again = Run.objects.filter(place=run.place, state=Run.State.PARKED)
    if not again.update(state=Run.State.DUE, retry_at=None, tries=0, waits=0):
        raise _not_parked(run)
    record("events.run.retried", f"run:{run.place}", by=by, body={"follower": run.follower, "subject": run.subject})


@transaction.atomic
def dismiss(run: Run, *, reason: str, by: Actor) -> None:
    """Give a parked run up for good, so that what waits behind it may go on; the reason is recorded."""
    parked = Run.objects.filter(place=run.place, state=Run.State.PARKED)
    if not parked.update(state=Run.State.DISMISSED, closed_at=clock.wall()):
        raise _not_parked(run)
    body = {"follower": run.follower, "subject": run.subject, "reason": reason}
    record("events.run.dismissed", f"run:{run.place}", by=by, body=body)


@transaction.atomic
def erase(events: Iterable[Event], *, by: Actor) -> int:
    """Erase the personal particulars of these events; the events stay whole. Answers how many were erased."""
    hashes = [event.personal_hash for event in events if event.personal_hash]
    gone, _ = Particulars.objects.filter(hash__in=hashes).delete()
    if gone:
        record("events.particulars.erased", "events", by=by, body={"number": gone})
    return gone


def _not_parked(run: Run) -> NotAllowedNow:
    return NotAllowedNow(
        Finding(
            "run-not-parked",
            gettext_noop("This consequence is not parked, so there is nothing to decide."),
            remedy=gettext_noop("Look at the list again; another operator may have seen to it."),
            params={"place": str(run.place)},
        )
    )


def _write(events: Sequence[Event]) -> None:
    """Write the events and queue what follows from them."""
    assert connection.in_atomic_block, "an event is recorded in the transaction of the change it tells of"
    for event, position in zip(events, horizon.positions(len(events)), strict=True):
        event.position = position
        event._state.adding = False
    rows.insert(Event, WHOLE, map(_row, events))
    rows.insert(Run, WAITING, _runs(events))


def _row(event: Event) -> rows.Row:
    name, at = (rows.ready(Event, field, getattr(event, field)) for field in ("id", "at"))
    actor = _JSON.encode(event.actor).decode()
    body = _JSON.encode(event.body).decode() if "parts" in event.body else written(event.body)
    return event.position, name, event.kind, event.subject, event.ucr, at, actor, body, event.personal_hash


def _runs(events: Iterable[Event]) -> Iterator[rows.Row]:
    """The consequences of the events, each with its place in the queue."""
    return (
        (
            event.position * RUNS_PER_EVENT + line,
            event.position,
            named.name,
            event.subject,
            Run.State.DUE.value,
            bool(named.delay),
            rows.ready(Run, "due_at", event.at + named.delay),
            *("", 0, 0, ""),
        )
        for event in events
        for line, named in enumerate(following(event.kind))
    )


def _kept_apart(personal: Body) -> str:
    """Keep personal particulars where they can be erased, and answer with the hash that the event keeps."""
    salt = secrets.token_hex(32)
    told = json.dumps(dict(personal), cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(f"{salt}{told}".encode()).hexdigest()
    Particulars.objects.create(hash=digest, salt=salt, body=dict(personal))
    return digest
