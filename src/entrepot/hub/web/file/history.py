"""The two halves of a file laid together: what this hub recorded, and what two hubs told each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from entrepot.hub.events.models import Event
from entrepot.hub.network.queries import Entry
from entrepot.hub.web.file.telling import Telling
from entrepot.hub.web.file.tellings import EVENTS, MESSAGES
from entrepot.hub.web.pieces.file import Side

PAPER = "customs.paper.filed"
BATCH = "customs.batch.lodged"
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


def of(
    events: Iterable[Event],
    entries: Sequence[Entry],
    ours: Side,
    host: str,
    senders: Mapping[str, str],
    destination: str,
    ucr: str = "",
    sides: Mapping[str, Side] | None = None,
) -> tuple[Happening, ...]:
    """Everything in order of time. A message that only passes on an event of ours stands with the event.

    Of words that a hub between two passed on only the first are told; `sides` says on which half each hub's stand.
    `senders` names who sent each kind of paper. Of a batch only what concerns this consignment is told.
    """
    by_cause = {entry.envelope.cause: entry for entry in entries if entry.sent and entry.envelope.cause}
    recorded = [
        _recorded(event, _body(event, senders), by_cause.get(str(event.id)), ours, host)
        for each in events
        for event in _one_by_one(each, ucr)
        if event.kind in EVENTS and not _echo(event)
    ]
    recorded = _papers_together(recorded)
    theirs = [
        _told(entry, (sides or {}).get(entry.envelope.source, OTHER[ours]), destination)
        for entry in _first_said(entries)
        if not entry.sent and entry.kind in MESSAGES
    ]
    return tuple(sorted((*recorded, *theirs), key=lambda each: each.at))


def _first_said(entries: Sequence[Entry]) -> Iterator[Entry]:
    """What was said, without what was only passed on, and once where a hub told the same to both its neighbours."""
    known, heard = {entry.envelope.id for entry in entries}, set[str]()
    for entry in entries:
        said = entry.envelope
        words = f"{said.source} {said.kind} {sorted(said.data.items())}"
        if said.cause not in known and words not in heard:
            heard.add(words)
            yield entry


def _one_by_one(event: Event, ucr: str) -> Iterator[Event]:
    """A batch of customs as the two things that happened to one declaration of it; any other event as it is."""
    if event.kind != BATCH:
        yield event
        return
    for mine in (each for each in event.each() if each.ucr == ucr):
        happened = "released" if mine.body["happened"] == "released" else "selected"
        for kind, number in (("lodged", event.id), (happened, mine.id)):  # the peer is told of what happened
            mine.kind, mine.id = f"customs.declaration.{kind}", number
            yield mine


def _papers_together(happenings: Sequence[Happening]) -> list[Happening]:
    """Papers that came one after another stand as one entry."""
    together: list[Happening] = []
    for each in happenings:
        before = together[-1] if together else None
        if before is not None and each.kind == before.kind == PAPER:
            body = {"papers": [*before.body.get("papers", [before.body]), each.body]}
            told = replace(before, body=body, telling=EVENTS[PAPER](body), record=(*before.record, each.record[-1]))
            together[-1] = told
        else:
            together.append(each)
    return together


def _echo(event: Event) -> bool:
    """Whether the event only carries out what a peer told; the peer's own message stands in the file instead."""
    return event.by.kind == "peer" and event.kind.startswith(("orders.", "aftersales."))


def _body(event: Event, senders: Mapping[str, str]) -> Mapping[str, Any]:
    """What the event says, with the sender of a paper by name."""
    body: Mapping[str, Any] = event.body
    return {**body, "sender": senders.get(body["kind"], body["sender"])} if event.kind == PAPER else body


def _recorded(event: Event, body: Mapping[str, Any], entry: Entry | None, ours: Side, host: str) -> Happening:
    at = _moment(body, event.at)
    record = [("who", event.by.party or event.by.name or event.by.kind), ("kind", event.kind), ("event", str(event.id))]
    if entry is not None:
        record += _proof(entry, host)
    return Happening(
        ours,
        at,
        event.kind,
        EVENTS[event.kind](body),
        entry is not None,
        entry.countersigned if entry else None,
        body,
        tuple(record),
    )


def _told(entry: Entry, side: Side, destination: str) -> Happening:
    body = {"country": destination, **entry.envelope.data}
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
