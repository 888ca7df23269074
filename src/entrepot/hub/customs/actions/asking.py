"""Questions to the declarant: asked with a last day, answered with documents, withdrawn, or noted as never answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import at_hand, enclosing, moving
from entrepot.hub.customs.models import Declaration, InformationRequest
from entrepot.hub.events.actor import Actor
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, NotAllowedNow, refuse_if_any

Wanted = Literal["information", "amendment"]
MOVES: dict[Wanted, str] = {"information": "ask-for-documents", "amendment": "ask-to-amend"}


@transaction.atomic
def ask(
    declaration: Declaration,
    question: str,
    *,
    by: Actor,
    wanted: Wanted = "information",
    answer_by: date | None = None,
    law: str = "",
) -> InformationRequest:
    """Ask the declarant for information, or to amend; the goods wait. Asking the same again is harmless.

    Without a last day, the one that the law of the country leaves.
    """
    declaration = at_hand.locked(declaration, by)
    at_hand.with_reason(question)
    question = question.strip()
    known = declaration.requests.filter(state="open", wanted=wanted, question=question).first()
    if known is not None:
        return known
    at_hand.not_anothers(declaration, by)
    at_hand.still_open(declaration)
    last = answer_by or queries.answer_by(declaration, by.at.date())
    refuse_if_any(_past(last, by))
    asked = InformationRequest.objects.create(
        declaration=declaration,
        wanted=wanted,
        question=question,
        law=law,
        answer_by=last,
        asked_by=by.plain,
        asked_at=by.at,
    )
    moving.decision(declaration, MOVES[wanted], by=by, reason=question, law=law).save()
    moving.record("documents_asked", [declaration], by=by, asked=question, clause=law, **_told(asked))
    return asked


@transaction.atomic
def ask_for_documents(declaration: Declaration, asked: str, *, by: Actor, law: str = "") -> Declaration:
    """Ask the declarant for a document, within the days that the law leaves."""
    return ask(declaration, asked, by=by, law=law).declaration


@transaction.atomic
def reply(asked: InformationRequest, answer: str, documents: Sequence[Handed] = (), *, by: Actor) -> InformationRequest:
    """The declarant answers, with documents; the same answer again is harmless. Late is better than never."""
    declaration = asked.declaration
    queries.require_declarant(declaration, by=by)
    declaration = Declaration.objects.select_for_update().get(pk=declaration.pk)
    asked = InformationRequest.objects.get(pk=asked.pk)
    if asked.state == "answered" and asked.answer == answer.strip() and enclosing.are(asked, documents):
        return asked
    refuse_if_any([*_empty(answer, documents), *enclosing.faults(documents)])
    if asked.wanted == "amendment":
        raise NotAllowedNow(_amend_it(declaration))
    asked.answer = answer.strip()
    _close(asked, "answer", by)
    enclosing.enclose(declaration, documents, by=by, request=asked)
    told = _told(asked) | {"documents": len(documents), "late": by.at.date() > asked.answer_by}
    moving.record("answered", [declaration], by=by, **told)
    return asked


@transaction.atomic
def withdraw_request(asked: InformationRequest, *, by: Actor) -> InformationRequest:
    """Take a question back: it needs no answer any more."""
    return _end(asked, "withdraw", "request_withdrawn", by)


@transaction.atomic
def lapse_request(asked: InformationRequest, *, by: Actor) -> InformationRequest:
    """Note that the last day went by without an answer; the officer decides without it."""
    if by.at.date() <= asked.answer_by:
        raise NotAllowedNow(_still_time(asked))
    return _end(asked, "lapse", "unanswered", by)


def close(declaration: Declaration, by: Actor) -> None:
    """What is open when the declaration is decided needs no answer any more."""
    for asked in declaration.requests.filter(state="open"):
        _close(asked, "withdraw", by)


def amended(declaration: Declaration, by: Actor) -> None:
    """An amendment is the answer to whoever asked for one."""
    for asked in declaration.requests.filter(state="open", wanted="amendment"):
        _close(asked, "answer", by)


def _end(asked: InformationRequest, move: str, happened: str, by: Actor) -> InformationRequest:
    declaration = at_hand.locked(asked.declaration, by)
    asked = InformationRequest.objects.get(pk=asked.pk)
    if asked.state == InformationRequest.LIFECYCLE.moves["open", move]:
        return asked
    at_hand.not_anothers(declaration, by)
    _close(asked, move, by)
    moving.record(happened, [declaration], by=by, **_told(asked))
    return asked


def _close(asked: InformationRequest, move: str, by: Actor) -> None:
    asked.state = InformationRequest.LIFECYCLE.after(asked.state, move)
    asked.closed_by, asked.closed_at = by.plain, by.at
    asked.save(update_fields=["state", "answer", "closed_by", "closed_at"])


def _told(asked: InformationRequest) -> dict[str, Any]:
    return {"request": asked.pk, "wanted": asked.wanted, "answer_by": asked.answer_by.isoformat()}


def _past(last: date, by: Actor) -> list[Finding]:
    if last > by.at.date():
        return []
    return [
        Finding(
            "deadline-past",
            gettext_noop("The last day for the answer, {day}, leaves no time for one."),
            "/answer_by",
            gettext_noop("Name a day after today, {next} or later."),
            params={"day": last.isoformat(), "next": (by.at.date() + timedelta(days=1)).isoformat()},
        )
    ]


def _empty(answer: str, documents: Sequence[Handed]) -> list[Finding]:
    if answer.strip() or documents:
        return []
    return [
        Finding(
            "answer-empty",
            gettext_noop("The answer says nothing and brings no document."),
            "/answer",
            gettext_noop("Write the answer, or hand in what was asked for."),
        )
    ]


def _amend_it(declaration: Declaration) -> Finding:
    return Finding(
        "amendment-asked",
        gettext_noop("The officer asks for declaration {mrn} to be amended; an answer in words is not enough."),
        remedy=gettext_noop("Amend the declaration; that answers the request."),
        params={"mrn": declaration.mrn},
    )


def _still_time(asked: InformationRequest) -> Finding:
    return Finding(
        "request-not-overdue",
        gettext_noop("The declarant may still answer until {day}."),
        remedy=gettext_noop("Wait, or withdraw the request if no answer is needed."),
        params={"day": asked.answer_by.isoformat()},
    )
