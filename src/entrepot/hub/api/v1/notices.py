"""Notices to the caller's party, for its own systems: what was decided, why, by which law, and what is due when."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from entrepot.hub.api.caller import actor
from entrepot.hub.notices import actions, queries, telling
from entrepot.hub.notices.models import Notice

router = Router(tags=["parties"])


class NoticeShown(Schema):
    """A notice in words, in the language that the request asks for, and its facts."""

    id: int
    kind: str
    about: str
    ucr: str
    heading: str
    told: str
    reason: str
    law: str
    do: str
    due: date | None
    link: str
    facts: dict[str, Any]
    written_at: datetime
    read: bool


class NoticesRead(Schema):
    """The numbers of notices that were read."""

    notices: list[int]


@router.get("", response=list[NoticeShown], summary="Notices to your party, the newest first")
def listed(request: HttpRequest, unread: bool = False, limit: int = 100) -> list[NoticeShown]:
    found = queries.visible(actor(request))
    if unread:
        found = found.filter(read_at=None)
    return [_shown(each) for each in found[: max(0, min(limit, 500))]]


@router.post("/read", response=dict[str, int], summary="Note that notices were read")
def read(request: HttpRequest, told: NoticesRead) -> dict[str, int]:
    """Those of other parties are passed over."""
    return {"read": actions.read(told.notices, by=actor(request))}


def _shown(notice: Notice) -> NoticeShown:
    said = telling.told(notice)
    return NoticeShown(
        id=notice.pk,
        kind=notice.kind,
        about=notice.about,
        ucr=notice.ucr,
        heading=said.heading,
        told=said.told,
        reason=said.reason,
        law=said.law,
        do=said.do,
        due=notice.due,
        link=said.link,
        facts=notice.facts,
        written_at=notice.written_at,
        read=notice.read_at is not None,
    )
