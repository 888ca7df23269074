"""Appeals: lodged by the declarant in time, ruled on by an officer who did not decide, withdrawn by who lodged them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import at_hand, enclosing, moving, undoing
from entrepot.hub.customs.models import Appeal, Decision, Declaration
from entrepot.hub.events.actor import Actor
from entrepot.trade import appeal as law
from entrepot.trade.appeal import Ruling
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, refuse_if_any

RULED = {"confirm": "confirmed", "change": "changed", "annul": "annulled"}
UNDONE: dict[str, Callable[[Declaration, Appeal, Ruling, Actor], None]] = {
    "refuse": undoing.fall,
    "seize": undoing.fall,
    "release-part": undoing.rest,
    "release": undoing.charge,
}


@transaction.atomic
def lodge_appeal(decision: Decision, grounds: str, documents: Sequence[Handed] = (), *, by: Actor) -> Appeal:
    """Appeal against a decision, with grounds and files. The same again is harmless; after the last day it is late."""
    declaration = decision.declaration
    queries.require_declarant(declaration, by=by)
    declaration = Declaration.objects.select_for_update().get(pk=declaration.pk)
    standing = Appeal.objects.filter(decision_id=decision.pk).exclude(state="withdrawn").first()
    if standing is not None and standing.state == "lodged" and standing.grounds == grounds.strip():
        return standing
    if standing is not None:
        raise NotAllowedNow(_appealed_already(declaration))
    refuse_if_any([*_no_grounds(grounds), *enclosing.faults(documents)])
    last = queries.appeal_until(decision)
    _appealable(declaration, decision, by)
    if decision.pk is None:  # decided with its batch: a decision that is appealed has a row of its own
        decision.save(force_insert=True)
    appeal = Appeal.objects.create(
        declaration=declaration,
        decision=decision,
        grounds=grounds.strip(),
        last_day=last,
        lodged_by=by.plain,
        lodged_at=by.at,
    )
    enclosing.enclose(declaration, documents, by=by, appeal=appeal)
    moving.record("appealed", [declaration], by=by, appeal=appeal.pk, against=decision.move, documents=len(documents))
    return appeal


@transaction.atomic
def withdraw_appeal(appeal: Appeal, *, by: Actor) -> Appeal:
    """Take an appeal back: the decision stands. Again is harmless."""
    queries.require_declarant(appeal.declaration, by=by)
    declaration = Declaration.objects.select_for_update().get(pk=appeal.declaration_id)
    appeal = Appeal.objects.get(pk=appeal.pk)
    if appeal.state == "withdrawn":
        return appeal
    _close(appeal, "withdraw", by)
    moving.record("appeal_withdrawn", [declaration], by=by, appeal=appeal.pk, against=appeal.decision.move)
    return appeal


@transaction.atomic
def rule(appeal: Appeal, ruling: Ruling, *, by: Actor) -> Appeal:
    """Confirm, change or annul what another officer decided, with all that follows. The same again is harmless."""
    declaration = at_hand.locked(appeal.declaration, by)
    appeal = Appeal.objects.select_related("decision").get(pk=appeal.pk)
    if appeal.state == RULED[ruling.outcome] and appeal.reason == ruling.reason.strip():
        return appeal
    _other_eyes(appeal, by)
    appeal.LIFECYCLE.after(appeal.state, ruling.outcome)
    charged = {"duty_minor": declaration.duty_minor, "tax_minor": declaration.tax_minor}
    refuse_if_any(law.faults(ruling, appeal.decision.move, **charged))
    appeal.reason, appeal.law = ruling.reason.strip(), ruling.law.strip()
    appeal.duty_minor, appeal.tax_minor = ruling.duty_minor, ruling.tax_minor
    _close(appeal, ruling.outcome, by)
    told = {"appeal": appeal.pk, "against": appeal.decision.move, "reason": appeal.reason, "clause": appeal.law}
    moving.record(f"appeal_{RULED[ruling.outcome]}", [declaration], by=by, **told)
    moving.decision(declaration, f"{ruling.outcome}-on-appeal", by=by, reason=appeal.reason, law=appeal.law).save()
    if ruling.outcome != "confirm":
        UNDONE[appeal.decision.move](declaration, appeal, ruling, by)
    return appeal


def _close(appeal: Appeal, move: str, by: Actor) -> None:
    appeal.state = Appeal.LIFECYCLE.after(appeal.state, move)
    appeal.closed_by, appeal.closed_at = by.plain, by.at
    appeal.save(update_fields=["state", "reason", "law", "duty_minor", "tax_minor", "closed_by", "closed_at"])


def _other_eyes(appeal: Appeal, by: Actor) -> None:
    """A ruling belongs to a person, and to another than whoever decided."""
    decided = appeal.decision.by
    if by.kind != "person" or (decided["kind"], decided["ref"]) == (by.kind, by.ref):
        raise NotYours(
            Finding(
                "own-decision",
                gettext_noop("Another officer, in person, rules on an appeal than the one who decided."),
                remedy=gettext_noop("Leave it to a colleague."),
            )
        )


def _appealable(declaration: Declaration, decision: Decision, by: Actor) -> None:
    last = queries.appeal_until(decision)
    if by.at.date() > last:
        raise NotAllowedNow(
            Finding(
                "appeal-too-late",
                gettext_noop("The decision on {mrn} could be appealed until {day}; it stands."),
                params={"mrn": declaration.mrn, "day": last.isoformat()},
            )
        )
    if not queries.appealable(decision):
        raise NotAllowedNow(
            Finding(
                "appeal-not-against-this",
                gettext_noop("This step in the life of {mrn} decides nothing that still stands and can be appealed."),
                remedy=gettext_noop("Appeal against a refusal, a seizure, a partial release or an assessment."),
                params={"mrn": declaration.mrn},
            )
        )


def _appealed_already(declaration: Declaration) -> Finding:
    return Finding(
        "appealed-already",
        gettext_noop("There is an appeal against this decision on {mrn}."),
        remedy=gettext_noop("Withdraw it first if you wish to put it in other words and it is not ruled on."),
        params={"mrn": declaration.mrn},
    )


def _no_grounds(grounds: str) -> list[Finding]:
    if grounds.strip():
        return []
    return [
        Finding(
            "grounds-missing",
            gettext_noop("An appeal needs grounds."),
            "/grounds",
            gettext_noop("Say what is wrong with the decision, and enclose what shows it."),
        )
    ]
