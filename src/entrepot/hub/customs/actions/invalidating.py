"""A declarant takes a declaration back: at once while nobody has chosen to look, later if an officer agrees."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.customs import queries
from entrepot.hub.customs.actions import at_hand, deciding, moving
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.trade.finding import Finding, NotAllowedNow

BEFORE_CONTROL = ("lodged", "accepted")
ASKED = "ask-to-invalidate"


@transaction.atomic
def ask_to_invalidate(declaration: Declaration, reason: str, *, by: Actor) -> Declaration:
    """Have the declaration treated as never lodged, since the goods do not come or were declared by mistake.

    What customs has chosen to look at stays until an officer decides: goods are not taken out of control by their
    declarant. Asking again is harmless.
    """
    queries.require_declarant(declaration, by=by)
    queries.hold([declaration.ucr])  # before the declaration itself, as whoever files a paper does
    declaration = Declaration.objects.select_for_update().get(pk=declaration.pk)
    at_hand.with_reason(reason)
    if declaration.state == "invalidated" or queries.asked_to_invalidate(declaration):
        return declaration
    if declaration.state in BEFORE_CONTROL and not declaration.claimed_by:
        return deciding.fall(declaration, "invalidate", "invalidated", reason, by)
    if not Declaration.LIFECYCLE.allows(declaration.state, "invalidate"):
        raise NotAllowedNow(_too_late(declaration))
    moving.decision(declaration, ASKED, by=by, reason=reason).save()
    moving.record("invalidation_asked", [declaration], by=by, reason=reason)
    return declaration


def _too_late(declaration: Declaration) -> Finding:
    return Finding(
        "invalidation-too-late",
        gettext_noop("Declaration {mrn} is decided: it can no longer be taken back."),
        remedy=gettext_noop("Goods that come back are applied for as a return; against a decision there is an appeal."),
        params={"mrn": declaration.mrn},
    )
