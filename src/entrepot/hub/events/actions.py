"""Every write: an event enters together with the change it tells of, and its consequences with it."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from entrepot.hub.events.actor import Actor
from entrepot.hub.events.follower import following
from entrepot.hub.events.models import RUNS_PER_EVENT, Event, Mention, Particulars, Run

Body = Mapping[str, Any]


def record(
    kind: str, subject: str, *, by: Actor, ucr: str = "", body: Body | None = None, personal: Body | None = None
) -> Event:
    """Record one event and queue its consequences, in the transaction of the change itself."""
    event = _event(kind, subject, by, ucr, body)
    if personal:
        event.personal_hash = _kept_apart(personal)
    _assert_in_transaction()
    event.save(force_insert=True)
    Run.objects.bulk_create(_runs([event]))
    return event


def record_many(
    kind: str, happenings: Iterable[tuple[str, Body]], *, by: Actor, ucrs: Sequence[str] | None = None
) -> list[Event]:
    """Record one event each for many subjects, in one write; `ucrs`, if given, has one for each."""
    listed = list(happenings)
    concerning = [""] * len(listed) if ucrs is None else ucrs
    events = [_event(kind, subject, by, ucr, body) for (subject, body), ucr in zip(listed, concerning, strict=True)]
    _assert_in_transaction()
    Event.objects.bulk_create(events)
    Run.objects.bulk_create(_runs(events))
    return events


def record_batch(kind: str, subject: str, *, by: Actor, ucrs: Iterable[str], body: Body | None = None) -> Event:
    """Record one event for a whole batch; it is found again under every UCR that the batch concerns."""
    event = record(kind, subject, by=by, body=body)
    Mention.objects.bulk_create([Mention(event=event, ucr=ucr) for ucr in dict.fromkeys(ucrs)])
    return event


def _event(kind: str, subject: str, by: Actor, ucr: str, body: Body | None) -> Event:
    return Event(kind=kind, subject=subject, ucr=ucr, at=by.at, actor=by.plain, body=dict(body or {}))


def _runs(events: Iterable[Event]) -> list[Run]:
    """The consequences of the events, each with its place in the queue."""
    return [
        Run(
            place=event.position * RUNS_PER_EVENT + line,
            event=event,
            follower=named.name,
            subject=event.subject,
            delayed=bool(named.delay),
            due_at=event.at + named.delay,
        )
        for event in events
        for line, named in enumerate(following(event.kind))
    ]


def _kept_apart(personal: Body) -> str:
    """Keep personal particulars where they can be erased, and answer with the hash that the event keeps."""
    salt = secrets.token_hex(32)
    told = json.dumps(dict(personal), cls=DjangoJSONEncoder, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    digest = hashlib.sha256(f"{salt}{told}".encode()).hexdigest()
    Particulars.objects.create(hash=digest, salt=salt, body=dict(personal))
    return digest


def _assert_in_transaction() -> None:
    assert connection.in_atomic_block, "an event is recorded in the transaction of the change it tells of"
