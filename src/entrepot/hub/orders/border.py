"""An order at the border: its parcel is labelled, its three papers are filed, its goods are declared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.catalogue.freight import PACKING_G
from entrepot.hub.catalogue.queries import kilograms
from entrepot.hub.customs import actions as customs
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import papers, permits, queries
from entrepot.hub.orders.papers import commitments_of, order_of, text_of
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import actions as stock
from entrepot.hub.stock import queries as parcels
from entrepot.hub.stock.models import Parcel
from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.finding import Finding, Refused


@transaction.atomic
def label(ucr: str, *, by: Actor) -> Parcel:
    """Have the parcel labelled: the carrier's number, and what the label says of the goods."""
    consignment = queries.consignment(ucr)
    order = order_of(consignment)
    lines = list(order.lines.all())
    facts = stock.ParcelFacts(
        ucr=ucr,
        carrier=order.carrier_id,
        origin=consignment.origin,
        destination=consignment.destination,
        gross_mass_g=sum(line.net_mass_g * line.quantity for line in lines) + PACKING_G,
        contents=tuple(
            stock.Content(
                description=line.title,
                hs=line.hs,
                origin=line.origin,
                quantity=line.quantity,
                net_mass_kg=kilograms(line.net_mass_g * line.quantity),
                value=text_of(line.value_minor, order),
                currency=order.currency,
            )
            for line in lines
        ),
        commitments=commitments_of(order),
    )
    return stock.label(facts, by=by)


@transaction.atomic
def file_papers(ucr: str, *, by: Actor) -> None:
    """File order, payment and waybill with customs, each as its sender knows it; filing the same again is harmless."""
    consignment = queries.consignment(ucr)
    order = order_of(consignment)
    customs.file_paper("order", ucr, papers.order_paper(consignment, order), sender=order.seller, by=by)
    customs.file_paper(
        "payment", ucr, papers.payment_paper(consignment), sender=_one("payment", order.seller.country), by=by
    )
    parcel = parcels.parcel(ucr)
    customs.file_paper("waybill", ucr, papers.waybill_paper(order, parcel), sender=parcel.carrier, by=by)


@transaction.atomic
def lodge_export(ucr: str, *, by: Actor) -> None:
    """Declare the goods for export, in the name of the seller or of a declarant of its country."""
    consignment = queries.consignment(ucr)
    declarant = declarant_for(order_of(consignment).seller, consignment.origin)
    facts = papers.declaration(consignment, "export", declarant, by)
    held = permits.drawn_on(facts, declarant.code, consignment.seller_code)
    _lodge([replace(facts, permits=held)], declarant, by)


@transaction.atomic
def lodge_import(ucr: str, *, by: Actor) -> None:
    """Declare goods from bonded stock for import, as they are sold."""
    consignment = queries.consignment(ucr)
    declarant = declarant_for(order_of(consignment).seller, consignment.destination)
    facts = papers.declaration(consignment, "import", declarant, by)
    held = permits.drawn_on(facts, declarant.code, consignment.seller_code)
    _lodge([replace(facts, permits=held)], declarant, by)


@transaction.atomic
def lodge_arrival(facts: DeclarationFacts, *, by: Actor) -> None:
    """Declare for import here what a peer declared for export there: the data are entered once.

    The regime is the one that the home hub quoted; the declarant is one of ours.
    """
    consignment = queries.consignment(facts.ucr)
    declarant = declarant_of(consignment.destination)
    ours = papers.arrival(facts, consignment, declarant, by)
    held = permits.drawn_on(ours, declarant.code, consignment.seller_code)
    _lodge([replace(ours, permits=held)], declarant, by)


def _lodge(batch: Sequence[DeclarationFacts], declarant: Party, by: Actor) -> None:
    """Lodge, or refuse with everything that customs found."""
    for judgement in customs.lodge(batch, declarant=declarant, by=by):
        if not judgement.in_order:
            raise Refused(judgement.findings)


def declarant_for(seller: Party, country: str) -> Party:
    """The seller itself where it may declare, else a declarant of the country."""
    if parties.with_right("declarant").filter(pk=seller.pk).exists():
        return seller
    return declarant_of(country)


def declarant_of(country: str) -> Party:
    """Who declares what a peer told of: a declarant of the country."""
    return _one("declarant", country)


def _one(right: str, country: str) -> Party:
    """A party with the right, of the country if there is one; the first by its code."""
    able = list(parties.with_right(right).order_by("code"))
    found = next((each for each in able if each.country == country), next(iter(able), None))
    if found is None:
        raise Refused(
            Finding(
                "party-missing",
                gettext_noop("No party at this hub may act as {right}."),
                remedy=gettext_noop("Register one, or grant the right to one that is registered."),
                params={"right": right},
            )
        )
    return found
