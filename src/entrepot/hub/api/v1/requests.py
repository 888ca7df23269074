"""What officers ask of declarants, and what is answered: with a last day, and with documents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.api.v1.enclosures import DocumentHanded, EnclosureShown, handed, shown
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import InformationRequest

router = Router(tags=["customs"])


class RequestWanted(Schema):
    """A question; without `answer_by` the days that the law of the country leaves."""

    declaration: str
    question: str
    wanted: Literal["information", "amendment"] = "information"
    answer_by: date | None = None
    law: str = ""


class AnswerGiven(Schema):
    """What the declarant says, and the files it brings."""

    answer: str = ""
    documents: list[DocumentHanded] = []


class RequestShown(Schema):
    """A question with its answer, if there is one."""

    id: int
    declaration: str
    wanted: str
    question: str
    law: str
    answer_by: date
    overdue: bool
    state: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    documents: list[EnclosureShown]


@router.post("", response={201: RequestShown}, summary="Ask a declarant (officer)")
def ask(request: HttpRequest, wanted: RequestWanted) -> Status[RequestShown]:
    """The goods wait. Asking the same again gives the same request."""
    by = actor(request)
    declaration = queries.seen(wanted.declaration, by=by)
    asked = actions.ask(
        declaration, wanted.question, by=by, wanted=wanted.wanted, answer_by=wanted.answer_by, law=wanted.law
    )
    return Status(201, _shown(asked, by.at.date()))


@router.get("", response=list[RequestShown], summary="What was asked about a declaration")
def listed(request: HttpRequest, declaration: str) -> list[RequestShown]:
    """For the declarant and the officers of the country, oldest first."""
    by = actor(request)
    return [_shown(each, by.at.date()) for each in queries.requests_of(queries.seen(declaration, by=by))]


@router.post("/{int:number}/answer", response=RequestShown, summary="Answer, with documents (declarant)")
def answer(request: HttpRequest, number: int, given: AnswerGiven) -> RequestShown:
    by = actor(request)
    files = handed(given.documents)
    return _shown(actions.reply(queries.request(number, by=by), given.answer, files, by=by), by.at.date())


@router.post("/{int:number}/withdraw", response=RequestShown, summary="Take a question back (officer)")
def withdraw(request: HttpRequest, number: int) -> RequestShown:
    by = actor(request)
    return _shown(actions.withdraw_request(queries.request(number, by=by), by=by), by.at.date())


@router.post("/{int:number}/lapse", response=RequestShown, summary="Note that nobody answered in time (officer)")
def lapse(request: HttpRequest, number: int) -> RequestShown:
    by = actor(request)
    return _shown(actions.lapse_request(queries.request(number, by=by), by=by), by.at.date())


def _shown(asked: InformationRequest, today: date) -> RequestShown:
    return RequestShown(
        id=asked.pk,
        declaration=asked.declaration.mrn,
        wanted=asked.wanted,
        question=asked.question,
        law=asked.law,
        answer_by=asked.answer_by,
        overdue=asked.state == "open" and asked.answer_by < today,
        state=asked.state,
        asked_at=asked.asked_at,
        answer=asked.answer,
        answered_at=asked.closed_at if asked.state == "answered" else None,
        documents=[shown(each) for each in asked.enclosures.all()],
    )
