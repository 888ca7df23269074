"""What follows when a decision does not stand on appeal: goods back, charges returned or due again, draws renewed."""

from __future__ import annotations

from entrepot.hub.customs import snapshot
from entrepot.hub.customs.actions import charging, drawn, moving, versions
from entrepot.hub.customs.models import Appeal, Declaration, Seizure
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import actions as ledger
from entrepot.trade.appeal import Ruling
from entrepot.trade.assessment import Assessment, Charge


def fall(declaration: Declaration, appeal: Appeal, ruling: Ruling, by: Actor) -> None:
    """A refusal or seizure falls: the goods are given back and owe again what they owed; annulled, they are released.

    Changed, an officer looks at them once more.
    """
    Seizure.objects.filter(declaration=declaration, given_back_at=None).update(given_back_at=by.at)
    versions.keep(declaration, by)
    declaration.version += 1  # so that the charge is told in the book from the one that was reversed
    declaration.state = Declaration.LIFECYCLE.after(declaration.state, "reopen")
    declaration.claimed_by, declaration.decided_at = "", None
    declaration.save(update_fields=["version", "state", "claimed_by", "decided_at"])
    drawn.again(declaration, appeal.decision.at, by)
    ledger.post(charging.anew([declaration]), by=by)
    moving.decision(declaration, "reopen", by=by, reason=ruling.reason, law=ruling.law).save()
    if ruling.outcome == "annul":
        _release(declaration, ruling, by)


def rest(declaration: Declaration, appeal: Appeal, ruling: Ruling, by: Actor) -> None:
    """A partial release is annulled: what stayed goes too, unless it was decided on since."""
    if Declaration.LIFECYCLE.allows(declaration.state, "release"):
        _release(declaration, ruling, by)


def charge(declaration: Declaration, appeal: Appeal, ruling: Ruling, by: Actor) -> None:
    """Less is due, or nothing: the old charge is reversed and the new one posted, so the difference is given back."""
    ledger.post(charging.reversals([declaration]), by=by)
    versions.keep(declaration, by)
    before = snapshot.assessment_back(declaration.assessment)
    owes = _less(before, ruling)
    told = {"regime": declaration.regime, "lines": []}
    declaration.assessment = {**declaration.assessment, **told, **snapshot.assessment_kept(owes)}
    declaration.duty_minor, declaration.tax_minor = owes.duty_and_tax
    declaration.version += 1
    declaration.save(update_fields=["assessment", "duty_minor", "tax_minor", "version"])
    ledger.post(charging.anew([declaration]), by=by)


def _less(before: Assessment, ruling: Ruling) -> Assessment:
    """The assessment as the ruling has it: a line for duty and one for tax, by the law that it applied."""
    due = (("duty", ruling.duty_minor or 0), ("tax", ruling.tax_minor or 0))
    charges = tuple(
        Charge(kind, "appeal", minor, before.currency, law=ruling.law.strip())  # type: ignore[arg-type]
        for kind, minor in due
        if minor
    )
    return Assessment(before.currency, before.value_minor, charges, before.law)


def _release(declaration: Declaration, ruling: Ruling, by: Actor) -> None:
    declaration.state = Declaration.LIFECYCLE.after(declaration.state, "release")
    declaration.claimed_by, declaration.decided_at = "", by.at
    declaration.save(update_fields=["state", "claimed_by", "decided_at"])
    declaration.holds.filter(ended_at=None).update(ended_by=by.plain, ended_at=by.at)
    said = {"reason": ruling.reason.strip()}
    moving.decision(declaration, "release", by=by, law=ruling.law.strip(), **said).save()
    moving.record("released", [declaration], by=by, lane=declaration.lane, clause=ruling.law.strip(), **said)
