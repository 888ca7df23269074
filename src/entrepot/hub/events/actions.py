"""Every write: an event enters together with the change it tells of, and its consequences with it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

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

    def as_written(self, position: int, name: UUID, personal_hash: str = "") -> Event:
        """The event as the table has it now."""
        told = {"kind": self.kind, "subject": self.subject, "ucr": self.ucr, "personal_hash": personal_hash}
        event = Event(position=position, id=name, at=self.by.at, actor=self.by.plain, body=dict(self.body), **told)
        event._state.adding = False
        return event


def record(
    kind: str, subject: str, *, by: Actor, ucr: str = "", body: Body | None = None, personal: Body | None = None
) -> Event:
    """Record one event and queue its consequences, in the transaction of the change itself."""
    happening = Happening(kind, subject, by, ucr, body or {})
    personal_hash = _kept_apart(personal) if personal else ""
    [(position, name)] = _write([happening], personal_hash)
    return happening.as_written(position, name, personal_hash)


def record_many(
    kind: str, happenings: Iterable[tuple[str, Body]], *, by: Actor, ucrs: Sequence[str] | None = None
) -> list[int]:
    """Record one event each for many subjects, in one write; `ucrs`, if given, has one for each. Their positions."""
    listed = list(happenings)
    concerning = [""] * len(listed) if ucrs is None else ucrs
    told = zip(listed, concerning, strict=True)
    return record_each(Happening(kind, subject, by, ucr, body) for (subject, body), ucr in told)


def record_each(happenings: Iterable[Happening]) -> list[int]:
    """Record whatever happened at one moment, of several kinds and by several actors, in one write; the positions."""
    listed = list(happenings)
    return [position for position, _ in _write(listed)] if listed else []


def record_batch(kind: str, subject: str, *, by: Actor, parts: Mapping[str, Body], body: Body | None = None) -> Event:
    """Record one event for a whole batch; `parts` says by UCR what it is for each consignment.

    It is found again under every UCR, and whoever reads one consignment's file is told that part and no other.
    """
    happening = Happening(kind, subject, by, "", {**(body or {}), "parts": parts})
    [(position, name)] = _write([happening])
    rows.insert(Mention, ("event", "ucr"), [(position, ucr) for ucr in parts])
    return happening.as_written(position, name)


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


Place = tuple[int, UUID]
"""Where an event stands in the record, and the name by which others know it."""


def _write(happenings: Sequence[Happening], personal_hash: str = "") -> list[Place]:
    """Write the events and queue what follows from them."""
    assert connection.in_atomic_block, "an event is recorded in the transaction of the change it tells of"
    places = [(position, uuid4()) for position in horizon.positions(len(happenings))]
    placed = list(zip(places, happenings, strict=True))
    rows.insert(Event, WHOLE, [_row(*place, happening, personal_hash) for place, happening in placed])
    rows.insert(Run, WAITING, _runs(placed))
    return places


def _row(position: int, name: UUID, happening: Happening, personal_hash: str) -> rows.Row:
    by, body = happening.by, happening.body
    told = _JSON.encode(body).decode() if "parts" in body else written(dict(body))
    named, at = rows.ready(Event, "id", name), rows.ready(Event, "at", by.at)
    actor = _JSON.encode(by.plain).decode()
    return position, named, happening.kind, happening.subject, happening.ucr, at, actor, told, personal_hash


def _runs(events: Iterable[tuple[Place, Happening]]) -> Iterator[rows.Row]:
    """The consequences of the events, each with its place in the queue."""
    return (
        (
            position * RUNS_PER_EVENT + line,
            position,
            named.name,
            happening.subject,
            Run.State.DUE.value,
            bool(named.delay),
            rows.ready(Run, "due_at", happening.by.at + named.delay),
            *("", 0, 0, ""),
        )
        for (position, _), happening in events
        for line, named in enumerate(following(happening.kind))
    )


def _kept_apart(personal: Body) -> str:
    """Keep personal particulars where they can be erased, and answer with the hash that the event keeps."""
    salt = secrets.token_hex(32)
    told = json.dumps(dict(personal), cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(f"{salt}{told}".encode()).hexdigest()
    Particulars.objects.create(hash=digest, salt=salt, body=dict(personal))
    return digest
