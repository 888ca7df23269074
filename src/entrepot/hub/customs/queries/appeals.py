"""What can be asked about appeals: what may be appealed and until when, what waits for a ruling, who may read it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.customs.models import Appeal, Decision, Declaration
from entrepot.hub.customs.queries.controls import appeal_by
from entrepot.hub.customs.queries.decisions import decisions
from entrepot.hub.customs.queries.rights import may_see
from entrepot.hub.events.actor import Actor
from entrepot.trade.appeal import OUTCOMES
from entrepot.trade.finding import Finding, NotYours

STANDS = {
    "refuse": ("refused",),
    "seize": ("seized",),
    "release-part": ("under-control", "held"),
    "release": ("released",),
}
"""In which states of the declaration a decision of a kind still stands."""


def appeal_until(decision: Decision) -> date:
    """The last day for an appeal against a decision."""
    return appeal_by(decision.declaration.country, decision.at.date())


def appealable(decision: Decision) -> bool:
    """Whether a decision is of a kind that can be appealed, and still stands; a release, if anything was charged."""
    declaration = decision.declaration
    if declaration.state not in STANDS.get(decision.move, ()):
        return False
    newest = [each for each in decisions(declaration) if each.move == decision.move][-1]
    charged = bool(declaration.duty_minor or declaration.tax_minor)
    return newest.pk == decision.pk and (decision.move != "release" or charged)


def appealable_now(declaration: Declaration, on: date) -> list[Decision]:
    """The decisions on a declaration that its declarant may appeal on a day, and has not."""
    standing = Appeal.objects.filter(declaration=declaration).exclude(state="withdrawn")
    appealed = set(standing.values_list("decision", flat=True))
    decided = [each for each in decisions(declaration) if each.move in OUTCOMES and each.pk not in appealed]
    return [each for each in decided if on <= appeal_until(each) and appealable(each)]


def decision_of(declaration: Declaration, number: int) -> Decision:
    """A decision by its number; 0 names the release by which a batch was decided, which has none of its own."""
    decided = decisions(declaration)
    found = [each for each in decided if each.pk == number or (not number and each.move == "release")]
    if not found:
        raise Decision.DoesNotExist
    return found[0]


def appeals_of(declaration: Declaration) -> QuerySet[Appeal]:
    """Every appeal in the matter of a declaration, oldest first, with its files."""
    return declaration.appeals.select_related("decision").prefetch_related("enclosures")


def appeals_waiting(country: str) -> QuerySet[Appeal]:
    """Appeals that a country's customs has not ruled on, the oldest first."""
    found = Appeal.objects.filter(state="lodged", declaration__country=country)
    return found.select_related("declaration", "decision").order_by("id")


def appeal(number: int, *, by: Actor) -> Appeal:
    """An appeal that somebody may read: the declarant or an officer of the country. Raises if there is none."""
    found = Appeal.objects.select_related("declaration", "decision").get(pk=number)
    if not may_see(found.declaration, by=by):
        raise NotYours(Finding("not-your-declaration", gettext_noop("This declaration is not yours to see.")))
    return found
