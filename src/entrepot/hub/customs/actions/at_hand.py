"""A declaration in an officer's hand: held until the end, on nobody else's desk, not yet decided, with a reason."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.trade.finding import Finding, NotAllowedNow, Refused


def locked(declaration: Declaration, by: Actor) -> Declaration:
    """The declaration as it is now, held until the end; only an officer of its country gets it."""
    queries.require_officer(declaration, by=by)
    return Declaration.objects.select_for_update().get(pk=declaration.pk)


def ref(by: Actor) -> str:
    """Who it is, in a word that two moments can compare."""
    return f"{by.kind}:{by.ref}"


def not_anothers(declaration: Declaration, by: Actor) -> None:
    """Refuse to reach over to the desk of another officer."""
    if declaration.claimed_by not in ("", ref(by)):
        raise NotAllowedNow(
            Finding(
                "claimed-by-another",
                gettext_noop("Another officer is at work on declaration {mrn}."),
                remedy=gettext_noop("Ask the officer to decide, or to put it back."),
                params={"mrn": declaration.mrn},
            )
        )


def still_open(declaration: Declaration) -> None:
    """Refuse to begin what is decided."""
    if declaration.state not in queries.OPEN:
        raise NotAllowedNow(
            Finding(
                "declaration-decided",
                gettext_noop("Declaration {mrn} is {state}: there is nothing left to decide."),
                params={"mrn": declaration.mrn, "state": declaration.state},
            )
        )


def with_reason(reason: str, at: str = "/reason") -> None:
    """Refuse a decision that says nothing."""
    if not reason.strip():
        raise Refused(
            Finding(
                "reason-missing",
                gettext_noop("Such a decision needs a reason."),
                at,
                gettext_noop("Say what is wrong and what the declarant can do; it stays in the file."),
            )
        )


def not_inspected_now(declaration: Declaration) -> None:
    """Refuse to decide while somebody is to look at the goods or the papers."""
    if queries.inspecting(declaration):
        raise NotAllowedNow(
            Finding(
                "inspection-open",
                gettext_noop("An inspection of declaration {mrn} is ordered and not concluded."),
                remedy=gettext_noop("Conclude the inspection, or cancel it."),
                params={"mrn": declaration.mrn},
            )
        )
