"""Goods held for a time, let back into the officer's hand, or seized with an inventory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import asking, at_hand, charging, drawn, moving
from entrepot.hub.customs.models import Declaration, Hold, Seizure
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.trade import seizure
from entrepot.trade.finding import Finding, refuse_if_any
from entrepot.trade.seizure import Seized


@transaction.atomic
def hold(declaration: Declaration, reason: str, *, until: date | None, by: Actor, law: str = "") -> Hold:
    """Hold the goods until a day, or until another if they are held already. The same again is harmless."""
    declaration = at_hand.locked(declaration, by)
    at_hand.with_reason(reason)
    standing = declaration.holds.filter(ended_at=None).first()
    if standing is not None and (standing.reason, standing.until) == (reason.strip(), until):
        return standing
    at_hand.not_anothers(declaration, by)
    refuse_if_any(_of_day(until, by))
    assert until is not None
    _move(declaration, "hold")
    _end(declaration, by)
    held = Hold.objects.create(
        declaration=declaration, reason=reason.strip(), law=law, until=until, placed_by=by.plain, placed_at=by.at
    )
    moving.decision(declaration, "hold", by=by, reason=held.reason, law=law).save()
    moving.record("held", [declaration], by=by, reason=held.reason, clause=law, until=held.until.isoformat())
    return held


@transaction.atomic
def lift(declaration: Declaration, reason: str, *, by: Actor, law: str = "") -> Declaration:
    """End the hold: the goods are under control as before. Lifting again is harmless."""
    declaration = at_hand.locked(declaration, by)
    at_hand.with_reason(reason)
    if declaration.state == "under-control" and declaration.holds.exists():
        return declaration
    at_hand.not_anothers(declaration, by)
    _move(declaration, "lift")
    _end(declaration, by)
    moving.decision(declaration, "lift", by=by, reason=reason, law=law).save()
    moving.record("hold_lifted", [declaration], by=by, reason=reason, clause=law)
    return declaration


@transaction.atomic
def seize(
    declaration: Declaration, reason: str, inventory: Sequence[Seized], *, place: str, law: str, by: Actor
) -> Seizure:
    """Take the goods away from whoever declared them; nothing is due any more. The same again is harmless."""
    declaration = at_hand.locked(declaration, by)
    plain = [msgspec.to_builtins(line) for line in inventory]
    known = Seizure.objects.filter(declaration=declaration, given_back_at=None).first()
    if known is not None and (known.inventory, known.place, known.reason) == (plain, place.strip(), reason.strip()):
        return known
    at_hand.not_anothers(declaration, by)
    at_hand.not_inspected_now(declaration)
    state = Declaration.LIFECYCLE.after(declaration.state, "seize")
    facts = queries.masked_facts(declaration)
    refuse_if_any(seizure.faults(inventory, facts, reason=reason, law=law, place=place))
    declaration.state, declaration.decided_at = state, by.at
    declaration.save(update_fields=["state", "decided_at"])
    _end(declaration, by)
    asking.close(declaration, by)
    drawn.give_back(declaration, by)
    ledger.post(charging.reversals([declaration]), by=by)
    seized = Seizure.objects.create(
        declaration=declaration,
        reason=reason.strip(),
        law=law.strip(),
        place=place.strip(),
        inventory=plain,
        seized_by=by.plain,
        seized_at=by.at,
    )
    moving.decision(declaration, "seize", by=by, reason=seized.reason, law=seized.law).save()
    moving.record("seized", [declaration], by=by, lane=declaration.lane, reason=seized.reason, clause=seized.law)
    return seized


def _move(declaration: Declaration, move: str) -> None:
    declaration.state = Declaration.LIFECYCLE.after(declaration.state, move)
    declaration.save(update_fields=["state"])


def _end(declaration: Declaration, by: Actor) -> None:
    """What stood of a hold ends now."""
    declaration.holds.filter(ended_at=None).update(ended_by=by.plain, ended_at=by.at)


def _of_day(until: date | None, by: Actor) -> Iterator[Finding]:
    if until is None or until <= by.at.date():
        yield Finding(
            "hold-without-end",
            gettext_noop("A hold names the day until which it lasts, after today."),
            "/until",
            gettext_noop("Name a day; a hold can be renewed with its reason."),
        )
