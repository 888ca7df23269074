"""The agency's decision as a form says it: what may be chosen now, what was chosen, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.hub.customs import actions
from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Permit
from entrepot.hub.events import Actor
from entrepot.hub.web.inquiries import handed
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

YEAR = 365
"""Days that stand in the form where the law says nothing of the kind; the agency writes others."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision that may be taken in the present state, and the key that chooses it."""

    value: str
    key: str
    name: str | Promise
    told: str | Promise


CHOICES: dict[str, tuple[Choice, ...]] = {
    "applied": (
        Choice("issue", "g", gettext_lazy("Grant"), gettext_lazy("For the days and under the conditions below")),
        Choice("ask", "a", gettext_lazy("Ask the applicant"), gettext_lazy("Your question stands in the reason below")),
        Choice("refuse", "x", gettext_lazy("Refuse"), gettext_lazy("Needs a reason")),
    ),
    "issued": (
        Choice("suspend", "s", gettext_lazy("Suspend"), gettext_lazy("Nothing is drawn on it until you reinstate it")),
        Choice("revoke", "x", gettext_lazy("Revoke"), gettext_lazy("Nothing can be drawn on it any more")),
    ),
    "suspended": (
        Choice("reinstate", "g", gettext_lazy("Reinstate"), gettext_lazy("With the balance that it had")),
        Choice("revoke", "x", gettext_lazy("Revoke"), gettext_lazy("Nothing can be drawn on it any more")),
    ),
    "exhausted": (Choice("revoke", "x", gettext_lazy("Revoke"), gettext_lazy("Nothing can be drawn on it any more")),),
}


def choices(permit: Permit) -> tuple[Choice, ...]:
    """What may be decided now; nothing once the permit has ended."""
    return CHOICES.get(permit.state, ())


def decide(request: HttpRequest, permit: Permit, by: Actor) -> str:
    """Carry the decision out; answers with the sentence that reports it."""
    choice = request.POST.get("decision", "")
    if choice not in DECISIONS:
        raise Refused(
            Finding(
                "decision-missing",
                gettext_noop("No decision was chosen."),
                "/decision",
                gettext_noop("Choose one of the decisions, then record it."),
            )
        )
    return DECISIONS[choice](request, permit, by).format(number=permit.number)


def terms(request: HttpRequest, permit: Permit, today: date) -> dict[str, str]:
    """The days and conditions that stand in the form: as sent, else of the permit it renews, else those of the kind."""
    begins, conditions = today, ""
    if permit.renews and permit.renews.valid_to:
        begins = max(today, permit.renews.valid_to + timedelta(days=1))
        conditions = "\n".join(str(each) for each in permit.renews.conditions)
    days = customs.permit_kind(permit.country, permit.kind, today).days or YEAR
    ends = begins + timedelta(days=days - 1)
    proposed = {"valid_from": begins.isoformat(), "valid_to": ends.isoformat(), "conditions": conditions}
    return {name: request.POST.get(name, value) for name, value in proposed.items()}


def _issue(request: HttpRequest, permit: Permit, by: Actor) -> str:
    conditions = [line.strip() for line in request.POST.get("conditions", "").splitlines() if line.strip()]
    begins, ends = _day(request, "valid_from"), _day(request, "valid_to")
    actions.issue_permit(permit, valid_from=begins, valid_to=ends, by=by, conditions=conditions)
    return _("Permit {number} is issued and signed.")


def _ask(request: HttpRequest, permit: Permit, by: Actor) -> str:
    actions.ask_applicant(permit, _reason(request), by=by)
    return _("The applicant is asked; application {number} waits for the answer.")


def _refuse(request: HttpRequest, permit: Permit, by: Actor) -> str:
    actions.refuse_permit(permit, _reason(request), by=by)
    return _("Application {number} is refused; the applicant is told the reason.")


def _revoke(request: HttpRequest, permit: Permit, by: Actor) -> str:
    actions.revoke_permit(permit, _reason(request), by=by)
    return _("Permit {number} is revoked; nothing can be drawn on it any more.")


def _suspend(request: HttpRequest, permit: Permit, by: Actor) -> str:
    actions.suspend_permit(permit, _reason(request), by=by)
    return _("Permit {number} is suspended; nothing is drawn on it until you reinstate it.")


def _reinstate(request: HttpRequest, permit: Permit, by: Actor) -> str:
    actions.reinstate_permit(permit, _reason(request), by=by)
    return _("Permit {number} is in use again.")


def _claim(request: HttpRequest, permit: Permit, by: Actor) -> str:
    actions.claim_permit(permit, by=by)
    return _("Application {number} is on your desk.")


def _unclaim(request: HttpRequest, permit: Permit, by: Actor) -> str:
    actions.unclaim_permit(permit, by=by)
    return _("Application {number} is back in the queue.")


def _send(request: HttpRequest, permit: Permit, by: Actor) -> str:
    actions.send_documents(permit, handed(request), by=by)
    return _("The applicant has your files.")


DECISIONS: dict[str, Callable[[HttpRequest, Permit, Actor], str]] = {
    "issue": _issue,
    "ask": _ask,
    "refuse": _refuse,
    "revoke": _revoke,
    "suspend": _suspend,
    "reinstate": _reinstate,
    "claim": _claim,
    "unclaim": _unclaim,
    "send": _send,
}


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()


def _day(request: HttpRequest, name: str) -> date:
    """A day of the form, or a refusal."""
    text = request.POST.get(name, "")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            Finding(
                "not-a-day",
                gettext_noop("“{text}” is not a day."),
                f"/{name}",
                gettext_noop("Write year, month and day, such as 2026-11-23."),
                params={"text": text},
            )
        ) from None
