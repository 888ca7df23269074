"""What is in order goes into the book: rows, decisions, charges, and one event for each or one for all."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from entrepot.hub import events, rows
from entrepot.hub.customs import entry, queries
from entrepot.hub.customs.actions import charging, moving
from entrepot.hub.customs.entry import Entry
from entrepot.hub.customs.models import BatchDecision, Decision, Declaration
from entrepot.hub.customs.models_of_batch import runs
from entrepot.hub.customs.placing import FREE, placement
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger

TOGETHER = 20
"""Of more than so many one event is recorded, one transfer posted and one release decided, for all."""

OF_BATCH = ("batch", "first", "last", "covers", "move", "state", "by", "reason", "law", "at")

EXPLAINED = 20
"""Up to so many in a batch the working of the amounts is kept; of a larger one it is derived when asked."""


def write(entries: Sequence[Entry], *, batch: str, by: Actor) -> None:
    """Put each declaration where its lane and its papers lead, and write what became of it."""
    _place(entries)
    for each, number in zip(entries, rows.numbers(Declaration, len(entries)), strict=True):
        each.id = number
    _declarations(entries, batch, by)
    _decisions(entries, batch, by)
    if len(entries) > TOGETHER:
        ledger.post(charging.together(entries, by), by=by)
        _tell_together(entries, batch, by)
    else:
        ledger.post(charging.charges(entries, by), by=by)
        _tell_each(entries, by)


def _place(entries: Sequence[Entry]) -> None:
    papers = queries.papers([each.ucr for each in entries if each.match_required])
    for each in entries:
        if each.match_required:
            each.differences = queries.differences(each.facts, papers.get(each.ucr, {}))
        hits = each.selection.hits
        each.placement = placement(each.selection.lane, [hit.name for hit in hits], each.differences)


def _declarations(entries: Sequence[Entry], batch: str, by: Actor) -> None:
    days = {day: rows.ready(Declaration, "date", day) for day in dict.fromkeys(each.facts.date for each in entries)}
    columns = entry.columns(
        entries,
        days=days,
        moment=rows.ready(Declaration, "lodged_at", by.at),
        charged_to=charging.answers_for(entries[0].declarant_id, by),
        batch=batch,
        explained=len(entries) <= EXPLAINED,
    )
    rows.fill(Declaration, columns)


def _decisions(entries: Sequence[Entry], batch: str, by: Actor) -> None:
    """A decision for each declaration that was moved; one for all that were released, if they are many."""
    machine = moving.selection(by)
    who, at = entry.written(machine.plain), rows.ready(Decision, "at", by.at)
    free = [each.id for each in entries if each.placement is FREE]
    if len(free) > TOGETHER:
        named = batch, free[0], free[-1], entry.written(runs(free))
        rows.insert(BatchDecision, OF_BATCH, [(*named, FREE.move, FREE.state, who, FREE.reason, "", at)])
    one_by_one = [
        each for each in entries if each.placement.move and (len(free) <= TOGETHER or each.placement is not FREE)
    ]
    decided = [(each.id, each.placement.move, each.state, who, each.placement.reason, "", at) for each in one_by_one]
    rows.insert(Decision, ("declaration", "move", "state", "by", "reason", "law", "at"), decided)


def _tell_each(entries: Sequence[Entry], by: Actor) -> None:
    """One event for each thing that happened to each declaration."""
    machine = moving.selection(by)
    happened = [moving.happening("lodged", each, by=by) for each in entries]
    for each in entries:
        kind = "released" if each.placement.is_released else "selected"
        happened.append(moving.happening(kind, each, by=machine, lane=_lane(each)))
    events.record_each(happened)


def _tell_together(entries: Sequence[Entry], batch: str, by: Actor) -> None:
    """One event for all, found again under every consignment; a second one for a consignment that stands here twice."""
    rest = list(entries)
    while rest:
        first: dict[str, Entry] = {}
        again = [each for each in rest if first.setdefault(each.ucr, each) is not each]
        body, parts = _apart(list(first.values()))
        events.record_batch(
            "customs.batch.lodged", f"batch:{batch}", by=by, body={**body, "number": len(parts)}, parts=parts
        )
        rest = again


def _apart(entries: Sequence[Entry]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What the files of all consignments say alike of their declarations, once; and by UCR the rest each says."""
    columns = _told(entries)
    alike = {name: column[0] for name, column in columns.items() if len(set(column)) == 1}
    rest = [name for name in columns if name not in alike]
    said = list(zip(*(columns[name] for name in rest), strict=True)) or [()] * len(entries)
    return alike, {each.ucr: dict(zip(rest, row, strict=True)) for each, row in zip(entries, said, strict=True)}


def _lane(each: Entry) -> str:
    """The lane that is told: what waits for its papers is on none yet."""
    return "waiting-papers" if each.placement.happened == "waiting" else each.lane


def _told(entries: Sequence[Entry]) -> dict[str, list[Any]]:
    """What `moving.public` says of each, column by column; on which lane it is, and what happened to it."""
    told = {name: list(map(attrgetter(of), entries)) for name, of in moving.PUBLIC.items()}
    happened = [each.placement.happened for each in entries]
    return {**told, "lane": list(map(_lane, entries)), "happened": happened}
