"""What can be asked of storefronts and of what came of their orders."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.models import Party, Role
from entrepot.hub.parties.queries import require
from entrepot.hub.storefronts.models import Intake, Storefront

NEED_THE_SELLER = ("refused", "changed", "late")


def storefront(number: uuid.UUID, *, by: Actor) -> Storefront:
    """A storefront that the caller may see: its seller's, or anybody's for the operator."""
    found = Storefront.objects.select_related("party").get(pk=number)
    if found.party_id != by.party:
        require(by, Role.OPERATOR)
    return found


def storefronts(party: Party | str) -> QuerySet[Storefront]:
    """The storefronts of a seller, each with how many of its orders were placed and how many need somebody."""
    found = Storefront.objects.filter(party__code=party.code if isinstance(party, Party) else party)
    trouble = Q(intakes__state__in=NEED_THE_SELLER) | Q(intakes__telling=Intake.Telling.PARKED)
    placed = Count("intakes", filter=Q(intakes__state="placed"))
    return found.annotate(placed=placed, in_trouble=Count("intakes", filter=trouble))


def intakes(storefront: Storefront, states: Iterable[str] = ()) -> QuerySet[Intake]:
    """The orders of a storefront, the latest change first."""
    found = Intake.objects.filter(storefront=storefront)
    wanted = list(states)
    return found.filter(state__in=wanted) if wanted else found


def troubled(party: str) -> QuerySet[Intake]:
    """Orders of a seller's storefronts that need the seller: refused, changed or called off there, or not told."""
    trouble = Q(state__in=NEED_THE_SELLER) | Q(telling=Intake.Telling.PARKED)
    return Intake.objects.filter(trouble, storefront__party__code=party).select_related("storefront")


def stopped(party: str) -> QuerySet[Storefront]:
    """Storefronts of a seller that no longer let us in."""
    return Storefront.objects.filter(party__code=party, state=Storefront.State.STOPPED)


def of(ucr: str) -> QuerySet[Intake]:
    """The order elsewhere from which a consignment came, if it came from one."""
    return Intake.objects.filter(ucr=ucr)
