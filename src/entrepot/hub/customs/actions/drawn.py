"""What a declaration took of permits and of people's limits, given back when it falls or says something else."""

from __future__ import annotations

from entrepot.hub.customs.actions import permits
from entrepot.hub.customs.models import Declaration, PersonalUse
from entrepot.hub.events.actor import Actor


def give_back(declaration: Declaration, by: Actor) -> None:
    """Give everything back that the declaration drew."""
    permits.give_back(declaration, by)
    PersonalUse.objects.filter(declaration=declaration, given_back_at=None).update(given_back_at=by.at)
