"""Who may see a declaration, and who decides on it."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.customs.models import Declaration
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, NotYours

OF_OFFICERS = ("select", "claim", "unclaim", "inspect")
"""Moves that say what is looked for and who is at work: told to officers alone."""


def declares_for(declarant: str, *, by: Actor) -> bool:
    """Whether the actor speaks for a declarant: as its declarant, or in person as the seller that declares its own."""
    if parties.may(by, "declarant", declarant):
        return True
    in_person = by.kind == "person" and parties.may(by, "seller", declarant)
    return in_person and parties.with_right("declarant").filter(code=declarant).exists()


def require_to_declare(declarant: str, *, by: Actor) -> None:
    """Raise `NotYours` unless the actor may lodge for this declarant."""
    if not declares_for(declarant, by=by):
        parties.require(by, "declarant", declarant)


def require_declarant(declaration: Declaration, *, by: Actor) -> None:
    """Raise `NotYours` unless the actor speaks for who lodged the declaration."""
    require_to_declare(declaration.declarant_id, by=by)


def may_see(declaration: Declaration, *, by: Actor) -> bool:
    """Whether somebody may read a declaration: its declarant, an officer of its country, the hub itself."""
    return declares_for(declaration.declarant_id, by=by) or officer_of(declaration.country, by=by)


def visible(by: Actor) -> QuerySet[Declaration]:
    """What somebody may read, newest first: a declarant its own, an officer those of the country, the hub all."""
    own = Q(declarant__code=by.party) if parties.may(by, "declarant") else Q(pk__in=[])
    if by.kind != "peer" and parties.may(by, "customs"):
        country = Party.objects.filter(code=by.party).values("country")
        own |= Q(country__in=country) if by.party else ~Q(pk=None)
    return Declaration.objects.filter(own).order_by("-id")


def officer_of(country: str, *, by: Actor) -> bool:
    """Whether the actor decides for the customs of the country. A peer never does."""
    if by.kind == "peer" or not parties.may(by, "customs"):
        return False
    return not by.party or Party.objects.filter(code=by.party, country=country).exists()


def require_officer(declaration: Declaration, *, by: Actor) -> None:
    """Raise `NotYours` unless the actor decides for the customs of the declaration's country."""
    if not officer_of(declaration.country, by=by):
        raise NotYours(
            Finding(
                "not-an-officer",
                gettext_noop("Only the customs of {country} decides on declaration {mrn}."),
                params={"country": declaration.country, "mrn": declaration.mrn},
            )
        )
