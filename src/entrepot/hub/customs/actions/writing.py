"""What is in order goes into the book: rows, decisions, charges, and one event for each or one for all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

_NAME = attrgetter("name")

OF_BATCH = ("batch", "first", "last", "covers", "move", "state", "by", "reason", "law", "at")

EXPLAINED = 20
"""Up to so many in a batch the working of the amounts is kept; of a larger one it is derived when asked."""


def write(entries: Sequence[Entry], *, batch: str, by: Actor) -> None:
    """Put each declaration where its lane and its papers lead, and write what became of it."""
    _place(entries)
    for each, number in zip(entries, rows.numbers(Declaration, len(entries)), strict=True):
        each.id = number
    columns = _declarations(entries, batch, by)
    _decisions(entries, batch, by)
    if len(entries) > TOGETHER:
        ledger.post(charging.together(entries, by), by=by)
        _tell_together(entries, columns, batch, by)
    else:
        ledger.post(charging.charges(entries, by), by=by)
        _tell_each(entries, by)


def _place(entries: Sequence[Entry]) -> None:
    papers = queries.papers([each.ucr for each in entries if each.match_required])
    for each in entries:
        if each.match_required:
            each.differences = queries.differences(each.facts, papers.get(each.ucr, {}))
        lane, hits = each.selection.lane, each.selection.hits
        each.placement = placement(lane, map(_NAME, hits), each.differences)


def _declarations(entries: Sequence[Entry], batch: str, by: Actor) -> rows.Columns:
    """Write them, and answer with the columns that were written."""
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
    return columns


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


def _tell_together(entries: Sequence[Entry], columns: rows.Columns, batch: str, by: Actor) -> None:
    """One event for all, found again under every consignment; a second one for a consignment that stands here twice."""
    told, ucrs = _told(entries, columns), _column(columns, "ucr")
    rest: Sequence[int] = range(len(entries))
    while rest:
        first: dict[str, int] = {}
        again = [place for place in rest if first.setdefault(ucrs[place], place) != place]
        here = told if len(first) == len(entries) else {name: _at(first, column) for name, column in told.items()}
        body, parts = _apart(list(first), here)
        events.record_batch(
            "customs.batch.lodged", f"batch:{batch}", by=by, body={**body, "number": len(parts)}, parts=parts
        )
        rest = again


def _column(columns: rows.Columns, name: str) -> Sequence[Any]:
    column = columns[name]
    assert not isinstance(column, rows.Same | rows.Utf8), f"{name} is told for each"
    return column


def _at(places: Mapping[str, int], column: Sequence[Any]) -> list[Any]:
    return [column[place] for place in places.values()]


def _apart(ucrs: Sequence[str], told: Mapping[str, Sequence[Any]]) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What the files of all consignments say alike of their declarations, once; and by UCR the rest each says."""
    alike = {name: column[0] for name, column in told.items() if column.count(column[0]) == len(column)}
    rest = [name for name in told if name not in alike]
    said = list(zip(*(told[name] for name in rest), strict=True)) or [()] * len(ucrs)
    return alike, {ucr: dict(zip(rest, row, strict=True)) for ucr, row in zip(ucrs, said, strict=True)}


def _lane(each: Entry) -> str:
    """The lane that is told: what waits for its papers is on none yet."""
    return "waiting-papers" if each.placement.happened == "waiting" else each.lane


def _told(entries: Sequence[Entry], columns: rows.Columns) -> dict[str, Sequence[Any]]:
    """What `moving.public` says of each, column by column; on which lane it is, and what happened to it."""
    told = {name: _column(columns, of.removesuffix("_id")) for name, of in moving.PUBLIC.items()}
    happened = [each.placement.happened for each in entries]
    return {**told, "lane": list(map(_lane, entries)), "happened": happened}
