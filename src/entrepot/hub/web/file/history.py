"""The two halves of a file laid together: what this hub recorded, and what two hubs told each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from entrepot.hub.events.models import Event
from entrepot.hub.network.queries import Entry
from entrepot.hub.web.file.tellings import EVENTS, MESSAGES, Telling
from entrepot.hub.web.pieces.file import Side

OTHER: dict[Side, Side] = {"origin": "dest", "dest": "origin"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: on whose side, when, in words; and whether the other hub has signed that it knows.

    `shared` is False for what this hub keeps to itself; `countersigned` is when the other hub had it.
    """

    side: Side
    at: datetime
    kind: str
    telling: Telling
    shared: bool
    countersigned: datetime | None
    body: Mapping[str, Any]
    record: tuple[tuple[str, str], ...]


def of(events: Iterable[Event], entries: Sequence[Entry], ours: Side, host: str) -> tuple[Happening, ...]:
    """Everything in order of time. A message that only passes on an event of ours stands with the event."""
    by_cause = {entry.envelope.cause: entry for entry in entries if entry.sent and entry.envelope.cause}
    recorded = [
        _recorded(event, by_cause.get(str(event.id)), ours, host)
        for event in events
        if event.kind in EVENTS and not _echo(event)
    ]
    theirs = [_told(entry, OTHER[ours]) for entry in entries if not entry.sent and entry.kind in MESSAGES]
    return tuple(sorted((*recorded, *theirs), key=lambda each: each.at))


def _echo(event: Event) -> bool:
    """Whether the event only carries out what a peer told; the peer's own message stands in the file instead."""
    return event.by.kind == "peer" and event.kind.startswith("orders.")


def _recorded(event: Event, entry: Entry | None, ours: Side, host: str) -> Happening:
    at = _moment(event.body, event.at)
    record = [("who", event.by.party or event.by.name or event.by.kind), ("kind", event.kind), ("event", str(event.id))]
    if entry is not None:
        record += _proof(entry, host)
    return Happening(
        ours,
        at,
        event.kind,
        EVENTS[event.kind](event.body),
        entry is not None,
        entry.countersigned if entry else None,
        event.body,
        tuple(record),
    )


def _told(entry: Entry, side: Side) -> Happening:
    body = entry.envelope.data
    record = (("who", entry.hub), ("kind", entry.kind), *_proof(entry, entry.hub))
    at = _moment(body, entry.time)
    return Happening(side, at, entry.kind, MESSAGES[entry.kind](body), True, entry.countersigned or at, body, record)


def _proof(entry: Entry, host: str) -> list[tuple[str, str]]:
    """Where the message stands in which log, and its hash."""
    return [("log", f"{host}/{entry.channel}, {entry.index}"), ("hash", entry.hash.hex())]


def _moment(body: Mapping[str, Any], recorded: datetime) -> datetime:
    """When it happened, if the body says so; else when it was recorded."""
    at = body.get("at")
    try:
        return datetime.fromisoformat(at) if isinstance(at, str) else recorded
    except ValueError:
        return recorded
