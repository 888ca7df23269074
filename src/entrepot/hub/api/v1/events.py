"""What happened: the file of one consignment, and for operators the whole record and what is stuck."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import StringConstraints

from entrepot.hub.api.caller import actor
from entrepot.hub.events import actions, queries
from entrepot.hub.events.models import Event, Run
from entrepot.hub.parties.queries import require
from entrepot.hub.webhooks import queries as webhooks

router = Router(tags=["events"])


class EventShown(Schema):
    """One event as it was recorded."""

    position: int
    id: str
    kind: str
    subject: str
    ucr: str
    at: datetime
    actor: dict[str, str]
    body: dict[str, Any]


class RunShown(Schema):
    """A consequence that is stuck, and why."""

    place: int
    follower: str
    subject: str
    event: EventShown
    tries: int
    error: str


class Dismissal(Schema):
    """Why a consequence is never to happen."""

    reason: Annotated[str, StringConstraints(min_length=3, max_length=500)]


class Erased(Schema):
    """How many events had particulars that are now gone."""

    number: int


class Page(Schema):
    """Some of the record, and the position from which to read on."""

    events: list[EventShown]
    next: int


class Said(Schema):
    """What happened, to what: only facts that are told outside, nothing personal."""

    position: int
    subject: str
    ucr: str
    facts: dict[str, Any]


class MessageShown(Schema):
    """One event as a party is told of it; the id is the same in every telling."""

    id: str
    type: str
    timestamp: datetime
    data: Said


class Feed(Schema):
    """Messages, and the position from which to read on."""

    messages: list[MessageShown]
    next: int


@router.get("", response=Page, summary="The whole record, oldest first (operator)")
def since(request: HttpRequest, since: int = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 100) -> Page:
    require(actor(request), "operator")
    found = [_shown(event) for event in queries.since(since)[:limit]]
    return Page(events=found, next=found[-1].position if found else since)


@router.get("/of/{ucr}", response=list[EventShown], summary="The file of one consignment in which you take part")
def of(request: HttpRequest, ucr: str) -> list[EventShown]:
    by = actor(request)
    file = list(queries.of(ucr))
    if not any(event.actor.get("party") == by.party for event in file if by.party):
        require(by, "operator")
    return [_shown(event, event.concerning(ucr)) for event in file]


@router.get("/mine", response=Feed, summary="What concerns your party, oldest first")
def mine(request: HttpRequest, since: int = 0) -> Feed:
    """As a webhook tells it. Read on from `next` until it stays the same; a page may be empty before the end."""
    told, reached = webhooks.concerning(actor(request).party, since)
    return Feed(messages=[MessageShown(**each.plain) for each in told], next=reached)


@router.get("/parked", response=list[RunShown], summary="Consequences that failed too often (operator)")
def parked(request: HttpRequest) -> list[RunShown]:
    require(actor(request), "operator")
    return [_run(run) for run in queries.parked()]


@router.post("/parked/{place}/retry", response={204: None}, summary="Try a parked consequence again (operator)")
def retry(request: HttpRequest, place: int) -> Status[None]:
    by = actor(request)
    require(by, "operator")
    actions.retry(get_object_or_404(Run, place=place), by=by)
    return Status(204, None)


@router.post("/parked/{place}/dismiss", response={204: None}, summary="Give a parked consequence up (operator)")
def dismiss(request: HttpRequest, place: int, wanted: Dismissal) -> Status[None]:
    by = actor(request)
    require(by, "operator")
    actions.dismiss(get_object_or_404(Run, place=place), reason=wanted.reason, by=by)
    return Status(204, None)


@router.delete("/of/{ucr}/particulars", response=Erased, summary="Erase the personal particulars of a file (operator)")
def erase(request: HttpRequest, ucr: str) -> Erased:
    by = actor(request)
    require(by, "operator")
    return Erased(number=actions.erase(queries.of(ucr), by=by))


def _shown(event: Event, body: dict[str, Any] | None = None) -> EventShown:
    return EventShown(
        position=event.position,
        id=str(event.id),
        kind=event.kind,
        subject=event.subject,
        ucr=event.ucr,
        at=event.at,
        actor=event.actor,
        body=event.body if body is None else body,
    )


def _run(run: Run) -> RunShown:
    return RunShown(
        place=run.place,
        follower=run.follower,
        subject=run.subject,
        event=_shown(run.event),
        tries=run.tries,
        error=run.error,
    )
