"""Permits: applied for, decided by the agency, and shown as documents that anybody can check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from entrepot.hub.allowance import Allowance, whence
from entrepot.hub.api.caller import actor
from entrepot.hub.api.v1.enclosures import DocumentHanded, handed
from entrepot.hub.api.v1.permit_shown import (
    PermitKindShown,
    PermitShown,
    PermitStanding,
    kind_shown,
    shown,
    standing_shown,
)
from entrepot.hub.attachment import attachment
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.events import Actor, clock
from entrepot.hub.parties import queries as parties
from entrepot.trade.finding import Finding, NotYours, Refused

router = Router(tags=["permits"])
ASKING = Allowance(burst=40, pause=1)


class ApplicationFacts(Schema):
    """Leave asked of an agency to move so much of some goods; of a kind without a quantity, to show a certificate."""

    kind: str
    agency: str
    goods: str
    quantity: str = ""
    unit: str = ""
    lot: str = ""
    reference: str = ""
    fee: str = ""
    """The fee as `/permits/kinds` states it, such as `EUR 45.00`; nobody is charged without naming it."""
    documents: list[DocumentHanded] = []


class PermitDecision(Schema):
    """What the agency decides. Issuing needs the days between which it holds, what takes away or gives back a reason.

    `claim` and `unclaim` take an application to one's desk and put it back.
    """

    move: Literal["issue", "refuse", "revoke", "suspend", "reinstate", "claim", "unclaim"]
    valid_from: date | None = None
    valid_to: date | None = None
    conditions: list[str] = []
    reason: str = ""
    law: str = ""


class Words(Schema):
    """A question of the agency, or what the applicant says."""

    text: str = ""


class AnswerFacts(Schema):
    """What the applicant answers, and the files it brings."""

    text: str = ""
    documents: list[DocumentHanded] = []


class DocumentFacts(Schema):
    """Files for the agency that decides, or from it."""

    documents: list[DocumentHanded]


class RenewalFacts(Schema):
    """A permit to follow another; as much as that one if no quantity is said."""

    quantity: str = ""
    fee: str = ""


@router.get("", response=list[PermitShown], summary="Your permits, or the applications to your agency")
def listed(request: HttpRequest) -> list[PermitShown]:
    by = actor(request)
    return [shown(permit, by) for permit in queries.permits_visible(by)]


@router.post("", response={201: PermitShown}, summary="Apply for a permit")
def apply(request: HttpRequest, facts: ApplicationFacts) -> Status[PermitShown]:
    by = actor(request)
    permit = actions.apply_for_permit(
        parties.party(by.party),
        kind=facts.kind,
        agency=parties.party(facts.agency),
        goods=facts.goods,
        quantity=facts.quantity,
        unit=facts.unit,
        lot=facts.lot,
        reference=facts.reference,
        fee=facts.fee,
        documents=handed(facts.documents),
        by=by,
    )
    return Status(201, shown(permit, by))


@router.get("/kinds", response=list[PermitKindShown], summary="The kinds of permits of a country, with their fees")
def kinds(request: HttpRequest, country: str) -> list[PermitKindShown]:
    described = queries.permit_kinds(country.upper(), clock.moment_of(request).date())
    return [kind_shown(each) for each in described]


@router.get("/{number}", response=PermitShown, summary="One permit")
def one(request: HttpRequest, number: str) -> PermitShown:
    permit, by = queries.permit(number), actor(request)
    if not queries.permits_visible(by).filter(pk=permit.pk).exists():
        raise NotYours(Finding("not-your-permit", gettext_noop("This permit is not yours to see.")))
    return shown(permit, by)


@router.get("/{number}/standing", response=PermitStanding, auth=None, summary="Whether a permit holds now, for anybody")
def standing(request: HttpRequest, number: str) -> PermitStanding:
    if not ASKING.take(whence(request)):
        raise HttpError(429, "asked too often")
    permit = queries.issued_permit(number)
    return standing_shown(permit, clock.moment_of(request).date())


@router.post("/{number}/question", response=PermitShown, summary="Ask the applicant something (agency)")
def ask(request: HttpRequest, number: str, words: Words) -> PermitShown:
    actions.ask_applicant(queries.permit(number), words.text, by=actor(request))
    return shown(queries.permit(number), actor(request))


@router.post("/{number}/answer", response=PermitShown, summary="Answer what the agency asked")
def answer(request: HttpRequest, number: str, given: AnswerFacts) -> PermitShown:
    by = actor(request)
    actions.answer_agency(queries.permit(number), given.text, handed(given.documents), by=by)
    return shown(queries.permit(number), by)


@router.post(
    "/{number}/documents",
    response=PermitShown,
    summary="Hand files in (applicant) or send some (agency)",
)
def enclose(request: HttpRequest, number: str, given: DocumentFacts) -> PermitShown:
    by, permit = actor(request), queries.permit(number)
    hand = actions.send_documents if by.party == permit.agency_id else actions.enclose_with_permit
    hand(permit, handed(given.documents), by=by)
    return shown(queries.permit(number), by)


@router.get("/{number}/documents/{int:file}", summary="Save a file of an application (applicant and agency)")
def enclosed(request: HttpRequest, number: str, file: int) -> HttpResponse:
    by = actor(request)
    kept = queries.permit_enclosure(file, queries.permit(number), by=by)
    return attachment(kept.name, kept.media_type, actions.open_permit_enclosure(kept, by=by))


@router.post("/{number}/withdrawal", response=PermitShown, summary="Take an application back before it is decided")
def withdraw(request: HttpRequest, number: str, words: Words) -> PermitShown:
    by = actor(request)
    return shown(actions.withdraw_application(queries.permit(number), reason=words.text, by=by), by)


@router.post("/{number}/renewal", response={201: PermitShown}, summary="Apply for a permit to follow this one")
def renew(request: HttpRequest, number: str, facts: RenewalFacts) -> Status[PermitShown]:
    renewal = actions.renew_permit(queries.permit(number), quantity=facts.quantity, fee=facts.fee, by=actor(request))
    return Status(201, shown(renewal, actor(request)))


@router.post("/{number}/fee", response=PermitShown, summary="Ask for the fee again after its payment failed")
def fee_again(request: HttpRequest, number: str) -> PermitShown:
    permit = queries.permit(number)
    by = actor(request)
    actions.ask_fee_again(permit, by=by)
    return shown(permit, by)


@router.post("/{number}/decision", response=PermitShown, summary="Decide on an application or a permit (agency)")
def decide(request: HttpRequest, number: str, wanted: PermitDecision) -> PermitShown:
    by = actor(request)
    return shown(MOVES[wanted.move](queries.permit(number), wanted, by), by)


def _issue(permit: Permit, wanted: PermitDecision, by: Actor) -> Permit:
    if wanted.valid_from is None or wanted.valid_to is None:
        raise Refused(
            Finding(
                "permit-without-days",
                gettext_noop("A permit says from which day to which it holds."),
                "/valid_from",
                gettext_noop("Give both days."),
            )
        )
    return actions.issue_permit(
        permit, valid_from=wanted.valid_from, valid_to=wanted.valid_to, conditions=wanted.conditions, by=by
    )


MOVES: dict[str, Callable[[Permit, PermitDecision, Actor], Permit]] = {
    "issue": _issue,
    "refuse": lambda permit, wanted, by: actions.refuse_permit(permit, wanted.reason, by=by, law=wanted.law),
    "revoke": lambda permit, wanted, by: actions.revoke_permit(permit, wanted.reason, by=by, law=wanted.law),
    "suspend": lambda permit, wanted, by: actions.suspend_permit(permit, wanted.reason, by=by, law=wanted.law),
    "reinstate": lambda permit, wanted, by: actions.reinstate_permit(permit, wanted.reason, by=by, law=wanted.law),
    "claim": lambda permit, wanted, by: actions.claim_permit(permit, by=by),
    "unclaim": lambda permit, wanted, by: actions.unclaim_permit(permit, by=by),
}
