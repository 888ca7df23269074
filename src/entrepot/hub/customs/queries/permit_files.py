"""The files of an application, and who may read them: its applicant and its agency, and nobody else."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.customs.models import Permit, PermitEnclosure
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.trade.finding import Finding, NotYours

APPLICANTS = ("declarant", "seller", "warehouse")
"""The rights of which one lets somebody apply for permits in the name of a business."""


def permit_enclosures(permit: Permit, *, of: str = "") -> QuerySet[PermitEnclosure]:
    """The files of an application, oldest first; with `of`, those that this party handed in."""
    found = PermitEnclosure.objects.filter(permit=permit).defer("sealed")
    return found.filter(added_by__party=of) if of else found


def permit_enclosure(number: int, permit: Permit, *, by: Actor) -> PermitEnclosure:
    """One file of an application, for who may open it. Raises if there is none."""
    require_reader(permit, by)
    return PermitEnclosure.objects.select_related("permit").get(pk=number, permit=permit)


def reads_files(permit: Permit, by: Actor) -> bool:
    """Whether somebody may read the files of an application. Officers of customs, peers and the hub may not."""
    if by.party == permit.agency_id:
        return parties.may(by, "agency", by.party)
    return by.party == permit.holder_id and any(parties.may(by, right, by.party) for right in APPLICANTS)


def require_reader(permit: Permit, by: Actor) -> None:
    """Raise `NotYours` unless somebody may read the files of an application."""
    if not reads_files(permit, by):
        raise NotYours(
            Finding(
                "permit-files-not-yours",
                gettext_noop("The files of this application are for its applicant and the agency alone."),
            )
        )
