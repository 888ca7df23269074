"""What officers decide: each with a reason and a law, and nobody else."""

from __future__ import annotations

from django.db import transaction

from entrepot.hub.customs.actions import asking, at_hand, charging, drawn, moving
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger


@transaction.atomic
def claim(declaration: Declaration, *, by: Actor) -> Declaration:
    """Take a declaration to one's desk, so that no two officers work on it."""
    declaration = at_hand.locked(declaration, by)
    if declaration.claimed_by == at_hand.ref(by):
        return declaration
    at_hand.not_anothers(declaration, by)
    at_hand.still_open(declaration)
    declaration.claimed_by = at_hand.ref(by)
    declaration.save(update_fields=["claimed_by"])
    moving.decision(declaration, "claim", by=by).save()
    moving.record("claimed", [declaration], by=by)
    return declaration


@transaction.atomic
def unclaim(declaration: Declaration, *, by: Actor) -> Declaration:
    """Put a declaration back into the queue."""
    declaration = at_hand.locked(declaration, by)
    at_hand.not_anothers(declaration, by)
    if declaration.claimed_by:
        declaration.claimed_by = ""
        declaration.save(update_fields=["claimed_by"])
        moving.decision(declaration, "unclaim", by=by).save()
    return declaration


@transaction.atomic
def release(declaration: Declaration, *, by: Actor, reason: str = "", law: str = "") -> Declaration:
    """Release the goods to the declared procedure; releasing again is harmless."""
    declaration = at_hand.locked(declaration, by)
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


def fall(declaration: Declaration, move: str, happened: str, reason: str, by: Actor, law: str = "") -> Declaration:
    """End a declaration that is held until the end: nothing is due, and what it drew is given back."""
    _move(declaration, move, happened, by, reason, law)
    drawn.give_back(declaration, by)
    ledger.post(charging.reversals([declaration]), by=by)
    return declaration


def _fall(declaration: Declaration, move: str, happened: str, reason: str, by: Actor, law: str) -> Declaration:
    declaration = at_hand.locked(declaration, by)
    at_hand.with_reason(reason)
    if declaration.state == happened:
        return declaration
    return fall(declaration, move, happened, reason, by, law)


def _move(declaration: Declaration, move: str, happened: str, by: Actor, reason: str, law: str) -> None:
    """Change the state, write the decision, record it."""
    at_hand.not_anothers(declaration, by)
    at_hand.not_inspected_now(declaration)
    declaration.state = Declaration.LIFECYCLE.after(declaration.state, move)
    declaration.decided_at = by.at
    declaration.save(update_fields=["state", "decided_at"])
    asking.close(declaration, by)
    declaration.holds.filter(ended_at=None).update(ended_by=by.plain, ended_at=by.at)
    moving.decision(declaration, move, by=by, reason=reason, law=law).save()
    moving.record(happened, [declaration], by=by, lane=declaration.lane, reason=reason, clause=law)
