"""What officers decide: each with a reason and a law, and nobody else."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import charging, moving, permits
from entrepot.hub.customs.models import Declaration, PersonalUse
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.trade.finding import Finding, NotAllowedNow, Refused


@transaction.atomic
def claim(declaration: Declaration, *, by: Actor) -> Declaration:
    """Take a declaration to one's desk, so that no two officers work on it."""
    declaration = _locked(declaration, by)
    if declaration.claimed_by == _ref(by):
        return declaration
    _not_anothers(declaration, by)
    _still_open(declaration)
    declaration.claimed_by = _ref(by)
    declaration.save(update_fields=["claimed_by"])
    moving.decision(declaration, "claim", by=by).save()
    moving.record("claimed", [declaration], by=by)
    return declaration


@transaction.atomic
def unclaim(declaration: Declaration, *, by: Actor) -> Declaration:
    """Put a declaration back into the queue."""
    declaration = _locked(declaration, by)
    _not_anothers(declaration, by)
    if declaration.claimed_by:
        declaration.claimed_by = ""
        declaration.save(update_fields=["claimed_by"])
        moving.decision(declaration, "unclaim", by=by).save()
    return declaration


@transaction.atomic
def release(declaration: Declaration, *, by: Actor, reason: str = "", law: str = "") -> Declaration:
    """Release the goods to the declared procedure; releasing again is harmless."""
    declaration = _locked(declaration, by)
    if declaration.state != "released":
        _move(declaration, "release", "released", by, reason, law)
    return declaration


@transaction.atomic
def refuse(declaration: Declaration, reason: str, *, by: Actor, law: str = "") -> Declaration:
    """Refuse the declaration: nothing is due, and what it drew on permits is given back."""
    return _fall(declaration, "refuse", "refused", reason, by, law)


@transaction.atomic
def invalidate(declaration: Declaration, reason: str, *, by: Actor, law: str = "") -> Declaration:
    """Treat the declaration as never lodged, since the goods did not come or were declared by mistake."""
    return _fall(declaration, "invalidate", "invalidated", reason, by, law)


@transaction.atomic
def take_back(declaration: Declaration, reason: str, *, by: Actor, law: str = "") -> Declaration:
    """Released goods are back: what was due is undone, and what they took of permits and limits is given back."""
    return _fall(declaration, "take-back", "returned", reason, by, law)


@transaction.atomic
def ask_for_documents(declaration: Declaration, asked: str, *, by: Actor, law: str = "") -> Declaration:
    """Ask the declarant for a document; the declaration stays where it is until an officer decides."""
    declaration = _locked(declaration, by)
    _with_reason(asked)
    last = declaration.decisions.last()
    if last is not None and (last.move, last.reason) == ("ask-for-documents", asked):
        return declaration
    _not_anothers(declaration, by)
    _still_open(declaration)
    moving.decision(declaration, "ask-for-documents", by=by, reason=asked, law=law).save()
    moving.record("documents_asked", [declaration], by=by, asked=asked)
    return declaration


def _fall(declaration: Declaration, move: str, happened: str, reason: str, by: Actor, law: str) -> Declaration:
    declaration = _locked(declaration, by)
    _with_reason(reason)
    if declaration.state != happened:
        _move(declaration, move, happened, by, reason, law)
        permits.give_back(declaration, by)
        PersonalUse.objects.filter(declaration=declaration, given_back_at=None).update(given_back_at=by.at)
        ledger.post(charging.reversals([declaration]), by=by)
    return declaration


def _move(declaration: Declaration, move: str, happened: str, by: Actor, reason: str, law: str) -> None:
    """Change the state, write the decision, record it."""
    _not_anothers(declaration, by)
    declaration.state = Declaration.LIFECYCLE.after(declaration.state, move)
    declaration.decided_at = by.at
    declaration.save(update_fields=["state", "decided_at"])
    moving.decision(declaration, move, by=by, reason=reason, law=law).save()
    moving.record(happened, [declaration], by=by, lane=declaration.lane, reason=reason, clause=law)


def _locked(declaration: Declaration, by: Actor) -> Declaration:
    """The declaration as it is now, held until the end; only an officer of its country gets it."""
    queries.require_officer(declaration, by=by)
    return Declaration.objects.select_for_update().get(pk=declaration.pk)


def _ref(by: Actor) -> str:
    return f"{by.kind}:{by.ref}"


def _not_anothers(declaration: Declaration, by: Actor) -> None:
    """Refuse to reach over to the desk of another officer."""
    if declaration.claimed_by not in ("", _ref(by)):
        raise NotAllowedNow(
            Finding(
                "claimed-by-another",
                gettext_noop("Another officer is at work on declaration {mrn}."),
                remedy=gettext_noop("Ask the officer to decide, or to put it back."),
                params={"mrn": declaration.mrn},
            )
        )


def _still_open(declaration: Declaration) -> None:
    """Refuse to begin what is decided."""
    if declaration.state not in queries.OPEN:
        raise NotAllowedNow(
            Finding(
                "declaration-decided",
                gettext_noop("Declaration {mrn} is {state}: there is nothing left to decide."),
                params={"mrn": declaration.mrn, "state": declaration.state},
            )
        )


def _with_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(
            Finding(
                "reason-missing",
                gettext_noop("Such a decision needs a reason."),
                "/reason",
                gettext_noop("Say what is wrong and what the declarant can do; it stays in the file."),
            )
        )
