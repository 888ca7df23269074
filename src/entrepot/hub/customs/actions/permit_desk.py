"""Between application and decision, and while a permit runs: claimed, asked about, suspended, renewed, remembered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs.actions import permit_enclosing, permit_fees, permit_moves
from entrepot.hub.customs.actions.permits import apply_for_permit
from entrepot.hub.customs.models import Permit, PermitQuestion
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, NotAllowedNow, Refused, refuse_if_any

REMINDED_BEFORE = timedelta(days=30)
"""How long before its last day the holder of a permit is reminded to renew it. The hub's own choice, not law."""

RENEWABLE = ("issued", "suspended", "exhausted", "expired")


@transaction.atomic
def claim_permit(permit: Permit, *, by: Actor) -> Permit:
    """Take an application to one's desk, so that no two officers of the agency decide it."""
    permit = permit_moves.locked(permit, by)
    permit_moves.free_to_decide(permit, by)
    permit_moves.still_applied(permit)
    if not permit.claimed_by:
        permit.claimed_by = permit_moves.desk(by)
        permit.save(update_fields=["claimed_by"])
        permit_moves.record("claimed", permit, by)
    return permit


@transaction.atomic
def unclaim_permit(permit: Permit, *, by: Actor) -> Permit:
    """Put an application back into the agency's queue."""
    permit = permit_moves.locked(permit, by)
    permit_moves.free_to_decide(permit, by)
    if permit.claimed_by:
        permit.claimed_by = ""
        permit.save(update_fields=["claimed_by"])
        permit_moves.record("unclaimed", permit, by)
    return permit


@transaction.atomic
def ask_applicant(permit: Permit, question: str, *, by: Actor) -> PermitQuestion:
    """Ask the applicant something; the application waits for the answer. The same question again is one question."""
    permit = permit_moves.locked(permit, by)
    permit_moves.with_text(question)
    permit_moves.free_to_decide(permit, by)
    permit_moves.still_applied(permit)
    waits = permit.questions.filter(answered_at=None).first()
    if waits is not None and waits.question == question:
        return waits
    if waits is not None:
        raise NotAllowedNow(
            Finding(
                "question-open",
                gettext_noop("Your last question on {permit} is not answered yet."),
                "/reason",
                gettext_noop("Wait for the answer, or decide on what is there."),
                params={"permit": permit.number},
            )
        )
    asked = PermitQuestion.objects.create(permit=permit, question=question, asked_at=by.at)
    permit_moves.record("asked", permit, by, question=question)
    return asked


@transaction.atomic
def answer_agency(permit: Permit, answer: str, files: Sequence[Handed] = (), *, by: Actor) -> PermitQuestion:
    """Answer what the agency asked, with documents; giving the last answer again is harmless."""
    permit = permit_moves.locked_by_holder(permit, by)
    permit_moves.with_text(answer)
    refuse_if_any(permit_enclosing.faults(permit, files))
    last = permit.questions.order_by("-pk").first()
    if last is not None and last.answered_at is not None and last.answer == answer:
        return last
    if last is None or last.answered_at is not None:
        raise NotAllowedNow(
            Finding(
                "no-question-open",
                gettext_noop("The agency has asked nothing of {permit} that is not answered."),
                params={"permit": permit.number},
            )
        )
    permit_moves.still_applied(permit)
    last.answer, last.answered_at = answer, by.at
    last.save(update_fields=["answer", "answered_at"])
    permit_enclosing.keep(permit, files, by, last)
    permit_moves.record("answered", permit, by, answer=answer)
    return last


@transaction.atomic
def withdraw_application(permit: Permit, *, by: Actor, reason: str = "") -> Permit:
    """Take an application back before it is decided; taking it back again is harmless."""
    permit = permit_moves.locked_by_holder(permit, by)
    if permit.state == "withdrawn":
        return permit
    permit.state = Permit.LIFECYCLE.after(permit.state, "withdraw")
    permit.reason, permit.claimed_by = reason, ""
    permit.save(update_fields=["state", "reason", "claimed_by"])
    permit_moves.record("withdrawn", permit, by, reason=reason)
    permit_fees.settle(permit, "withdrawn", reason, by)
    return permit


@transaction.atomic
def suspend_permit(permit: Permit, reason: str, *, by: Actor, law: str = "") -> Permit:
    """Suspend a permit: nothing is drawn on it until it is reinstated; what was drawn stays drawn."""
    return permit_moves.ended(permit, "suspend", "suspended", reason, by, law)


@transaction.atomic
def reinstate_permit(permit: Permit, reason: str, *, by: Actor, law: str = "") -> Permit:
    """Let a suspended permit bear goods again, with the balance that it had."""
    permit = permit_moves.locked(permit, by)
    permit_moves.with_text(reason)
    if permit.state == "issued" and permit.reason == reason:
        return permit
    return permit_moves.moved(permit, "resume", "reinstated", reason, by, law)


@transaction.atomic
def renew_permit(permit: Permit, *, by: Actor, quantity: str = "", fee: str = "") -> Permit:
    """Apply for a permit to follow this one, of the same kind, agency and goods; asking again gives the same one.

    Once a renewal was refused or withdrawn another may be applied for. The old permit runs to its own end.
    """
    permit = permit_moves.locked_by_holder(permit, by)
    if permit.state not in RENEWABLE:
        raise NotAllowedNow(
            Finding(
                "permit-not-renewable",
                gettext_noop("Permit {permit} is {state} and cannot be renewed."),
                remedy=gettext_noop("Apply for a new permit."),
                params={"permit": permit.number, "state": permit.state},
            )
        )
    follows = permit.renewals.exclude(state__in=("refused", "withdrawn")).first()
    if follows is not None and quantity in ("", follows.quantity):
        return follows
    if follows is not None:
        raise Refused(
            Finding(
                "renewal-exists",
                gettext_noop("Permit {permit} has a renewal already: {renewal}."),
                "/quantity",
                gettext_noop("Withdraw that application first."),
                params={"permit": permit.number, "renewal": follows.number},
            )
        )
    return apply_for_permit(
        permit.holder,
        kind=permit.kind,
        agency=permit.agency,
        goods=permit.goods,
        quantity=quantity or permit.quantity,
        unit=permit.unit,
        by=by,
        reference=f"{permit.number}/{permit.renewals.count() + 1}",
        lot=permit.lot,
        fee=fee,
        renews=permit,
    )


@transaction.atomic
def remind_holders(on: date, *, by: Actor) -> list[Permit]:
    """Remind the holder of every permit that ends soon and has no renewal; each permit is told of once."""
    parties.require(by, "operator")
    soon = Permit.objects.filter(
        state__in=("issued", "exhausted"), reminded_at=None, valid_to__gte=on, valid_to__lte=on + REMINDED_BEFORE
    )
    ending = [each for each in soon.select_for_update().order_by("pk") if not _is_renewed(each)]
    for permit in ending:
        permit.reminded_at = by.at
        permit_moves.record("ending", permit, by, valid_to=str(permit.valid_to))
    Permit.objects.bulk_update(ending, ["reminded_at"])
    return ending


def _is_renewed(permit: Permit) -> bool:
    return permit.renewals.exclude(state__in=("refused", "withdrawn")).exists()
