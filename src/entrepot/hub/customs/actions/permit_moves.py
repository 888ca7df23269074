"""How a permit moves: who gets hold of it, what a decision needs, and what is recorded of it."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.customs import queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, Refused


def moved(permit: Permit, move: str, happened: str, reason: str, by: Actor, law: str) -> Permit:
    """Move a permit that is held, with the reason, and record what happened."""
    free_to_decide(permit, by)
    permit.state = Permit.LIFECYCLE.after(permit.state, move)
    permit.reason, permit.law, permit.decided_at, permit.claimed_by = reason, law, by.at, ""
    permit.save(update_fields=["state", "reason", "law", "decided_at", "claimed_by"])
    record(happened, permit, by, reason=reason, clause=law)
    return permit


def ended(permit: Permit, move: str, state: str, reason: str, by: Actor, law: str) -> Permit:
    """The agency moves a permit to a state; it needs a reason, and moving it there again is harmless."""
    permit = locked(permit, by)
    with_text(reason)
    return permit if permit.state == state else moved(permit, move, state, reason, by, law)


def locked(permit: Permit, by: Actor) -> Permit:
    """The permit as it is now, held until the end; only its agency gets it, and never a peer."""
    parties.require(by, "agency", permit.agency_id)
    if by.kind == "peer":
        raise NotYours(Finding("not-the-agency", gettext_noop("Only the agency itself decides on its permits.")))
    return held(permit)


def locked_by_holder(permit: Permit, by: Actor) -> Permit:
    """The permit as it is now, held until the end; only who applied for it gets it, and never a peer."""
    require_applicant(permit.holder, by)
    return held(permit)


def held(permit: Permit) -> Permit:
    """The permit as it is now, nobody else's until the end."""
    return Permit.objects.select_for_update(of=("self",)).select_related("agency", "holder").get(pk=permit.pk)


def require_applicant(holder: Party, by: Actor) -> None:
    """Raise `NotYours` unless the actor may apply for permits in the name of the holder."""
    if by.kind == "peer":
        raise NotYours(Finding("not-the-applicant", gettext_noop("Only applicants themselves apply for permits.")))
    if not any(parties.may(by, right, holder) for right in queries.APPLICANTS):
        parties.require(by, "declarant", holder)


def desk(by: Actor) -> str:
    """Whose desk it is: the person or key that acts."""
    return f"{by.kind}:{by.ref}"[:80]


def free_to_decide(permit: Permit, by: Actor) -> None:
    """Refuse to reach over to the desk of another officer of the agency."""
    if permit.claimed_by not in ("", desk(by)):
        raise NotAllowedNow(
            Finding(
                "permit-claimed-by-another",
                gettext_noop("Another officer of the agency is at work on {permit}."),
                remedy=gettext_noop("Ask the officer to decide, or to put it back."),
                params={"permit": permit.number},
            )
        )


def still_applied(permit: Permit) -> None:
    """Refuse to work on what is decided."""
    if permit.state != "applied":
        raise NotAllowedNow(
            Finding(
                "permit-decided",
                gettext_noop("Permit {permit} is {state}: there is nothing left to decide."),
                params={"permit": permit.number, "state": permit.state},
            )
        )


def with_text(reason: str) -> None:
    """Refuse a decision without a reason."""
    if not reason.strip():
        raise Refused(
            Finding(
                "reason-missing",
                gettext_noop("Such a decision needs a reason."),
                "/reason",
                gettext_noop("Say what is lacking, so that the applicant can mend it."),
            )
        )


def record(happened: str, permit: Permit, by: Actor, **more: str) -> None:
    """Record what happened to the permit."""
    body = {
        "number": permit.number,
        "kind": permit.kind,
        "agency": permit.agency_id,
        "holder": permit.holder_id,
        "goods": permit.goods,
        "quantity": permit.quantity,
        "unit": permit.unit,
        **({"lot": permit.lot} if permit.lot else {}),
        **more,
    }
    events.record(f"customs.permit.{happened}", f"permit:{permit.number}", by=by, body=body)
