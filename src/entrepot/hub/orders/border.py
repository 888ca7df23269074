"""What an order says at the border: the parcel's label, the three papers, and the declarations, from the same facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from re import findall
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub.catalogue.queries import kilograms
from entrepot.hub.customs import actions as customs
from entrepot.hub.events.actor import Actor
from entrepot.hub.law import statute
from entrepot.hub.orders import buyers, permits, queries
from entrepot.hub.orders.models import Buyer, Consignment, Order, OrderLine
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import actions as stock
from entrepot.hub.stock import queries as parcels
from entrepot.hub.stock.models import Parcel
from entrepot.hub.tariffs import queries as tariffs
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.matching import OrderPaper, PaymentPaper, WaybillPaper
from entrepot.trade.money import Money

PACKING_G = 100  # allowed for the packing of a parcel until a carrier has weighed it


@transaction.atomic
def label(ucr: str, *, by: Actor) -> Parcel:
    """Have the parcel labelled: the carrier's number, and what the label says of the goods."""
    consignment = queries.consignment(ucr)
    order = _order(consignment)
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
                value=_text(line.value_minor, order),
                currency=order.currency,
            )
            for line in lines
        ),
        commitments=_commitments(order),
    )
    return stock.label(facts, by=by)


@transaction.atomic
def file_papers(ucr: str, *, by: Actor) -> None:
    """File order, payment and waybill with customs, each as its sender knows it; filing the same again is harmless."""
    consignment = queries.consignment(ucr)
    order = _order(consignment)
    customs.file_paper("order", ucr, order_paper(consignment, order), sender=order.seller, by=by)
    customs.file_paper("payment", ucr, payment_paper(consignment), sender=_one("payment", order.seller.country), by=by)
    parcel = parcels.parcel(ucr)
    customs.file_paper("waybill", ucr, waybill_paper(order, parcel), sender=parcel.carrier, by=by)


@transaction.atomic
def lodge_export(ucr: str, *, by: Actor) -> None:
    """Declare the goods for export, in the name of the seller or of a declarant of its country."""
    consignment = queries.consignment(ucr)
    declarant = _declarant(_order(consignment).seller, consignment.origin)
    facts = declaration(consignment, "export", declarant, by)
    held = permits.drawn_on(facts, declarant.code, consignment.seller_code)
    _lodge([replace(facts, permits=held)], declarant, by)


@transaction.atomic
def lodge_import(ucr: str, *, by: Actor) -> None:
    """Declare goods from bonded stock for import, as they are sold."""
    consignment = queries.consignment(ucr)
    declarant = _declarant(_order(consignment).seller, consignment.destination)
    facts = declaration(consignment, "import", declarant, by)
    held = permits.drawn_on(facts, declarant.code, consignment.seller_code)
    _lodge([replace(facts, permits=held)], declarant, by)


@transaction.atomic
def lodge_arrival(facts: DeclarationFacts, *, by: Actor) -> None:
    """Declare for import here what a peer declared for export there: the data are entered once.

    The regime is the one that the home hub quoted; the declarant is one of ours.
    """
    consignment = queries.consignment(facts.ucr)
    declarant = _one("declarant", consignment.destination)
    ours = arrival(facts, consignment, declarant, by)
    held = permits.drawn_on(ours, declarant.code, consignment.seller_code)
    _lodge([replace(ours, permits=held)], declarant, by)


def arrival(facts: DeclarationFacts, consignment: Consignment, declarant: Party, by: Actor) -> DeclarationFacts:
    """The import declaration that follows from an export declaration; permits of the other border stay there."""
    return replace(
        facts,
        lrn=f"{facts.transport_document}-IM",
        direction="import",
        country=consignment.destination,
        regime=consignment.import_regime,
        date=by.at.date(),
        declarant=declarant.code,
        permits=(),
    )


def declaration(consignment: Consignment, direction: str, declarant: Party, by: Actor) -> DeclarationFacts:
    """The declaration that the order, its buyer and its parcel add up to."""
    order, parcel = _order(consignment), parcels.parcel(consignment.ucr)
    country = consignment.origin if direction == "export" else consignment.destination
    buyer = buyers.opened(order)
    return DeclarationFacts(
        lrn=f"{parcel.number}-{'EX' if direction == 'export' else 'IM'}",
        ucr=consignment.ucr,
        direction="export" if direction == "export" else "import",
        country=country,
        regime=consignment.regime if direction == "export" else import_procedure(consignment, by),
        date=by.at.date(),
        declarant=declarant.code,
        consignor=Trader(order.seller.name, order.seller.country, order.seller.registration),
        consignee=Trader(buyer.name, consignment.destination, buyer.identity, buyer.address),
        currency=order.currency,
        incoterm=order.incoterm,
        freight=_text(order.freight_minor, order),
        insurance=_text(0, order),
        items=tuple(_items(list(order.lines.all()), order, country)),
        transport_document=parcel.number,
        registration=tariffs.tax_number(order.seller, consignment.destination),
    )


def import_procedure(consignment: Consignment, by: Actor) -> str:
    """The name under which the import is declared: bonded stock by its procedure, where the law's regime knows it."""
    law = statute().law(consignment.destination, by.at.date())
    regime = next((each for each in law.regimes if each.code == consignment.import_regime), None)
    known = regime is not None and consignment.regime in findall(r"[A-Z0-9]+", regime.procedure)
    return consignment.regime if known else consignment.import_regime


def order_paper(consignment: Consignment, order: Order) -> OrderPaper:
    """What the seller says was ordered; a discount is taken off the goods already."""
    commitments = _commitments(order)
    return OrderPaper(
        ucr=consignment.ucr,
        order_number=order.number,
        payment_reference=consignment.ucr,
        currency=order.currency,
        goods=_text(order.goods_minor - order.discount_minor, order),
        freight=_text(order.freight_minor, order),
        tax=_text(order.charges_minor, order),
        discount=_text(0, order),
        paid=_text(order.total_minor, order),
        item_count=sum(line.quantity for line in order.lines.all()),
        buyer_key=commitments["key"],
        buyer_name=buyers.name_of(commitments, "name"),
        consignee_name=buyers.name_of(commitments, "name"),
        consignee_address=buyers.name_of(commitments, "address"),
    )


def payment_paper(consignment: Consignment) -> PaymentPaper:
    """What the payment firm says was paid, and by whom."""
    payment = payments.payment(consignment.ucr)
    return PaymentPaper(
        ucr=consignment.ucr,
        order_number=consignment.order_number,
        reference=payment.end_to_end_id,
        currency=payment.currency,
        amount=Money.from_minor(payment.amount_minor, payment.currency).text,
        payer_key=payment.commitments["key"],
        payer_name=buyers.name_of(payment.commitments, "name"),
    )


def waybill_paper(order: Order, parcel: Parcel) -> WaybillPaper:
    """What the carrier says it carries, and to whom."""
    commitments = parcel.consignee_commitments
    return WaybillPaper(
        ucr=parcel.ucr,
        order_number=order.number,
        number=parcel.number,
        item_count=sum(content["quantity"] for content in parcel.contents),
        consignee_key=commitments["key"],
        consignee_name=buyers.name_of(commitments, "name"),
        consignee_address=buyers.name_of(commitments, "address"),
    )


def _items(lines: Sequence[OrderLine], order: Order, country: str) -> list[GoodsItem]:
    """The goods by line; the packing is shared among them by mass, and the last bears what does not divide."""
    masses = [line.net_mass_g * line.quantity for line in lines]
    packing = [PACKING_G * mass // sum(masses) for mass in masses]
    packing[-1] += PACKING_G - sum(packing)
    return [
        GoodsItem(
            number=n,
            description=line.title,
            hs=line.codes.get(country, line.hs),
            origin=line.origin,
            quantity=str(line.quantity),
            unit="H87",
            net_mass_kg=kilograms(mass),
            gross_mass_kg=kilograms(mass + packed),
            value=_text(line.value_minor, order),
            sku=line.sku,
            gtin=line.gtin,
        )
        for n, (line, mass, packed) in enumerate(zip(lines, masses, packing, strict=True), 1)
    ]


def _lodge(batch: Sequence[DeclarationFacts], declarant: Party, by: Actor) -> None:
    """Lodge, or refuse with everything that customs found."""
    for judgement in customs.lodge(batch, declarant=declarant, by=by):
        if not judgement.in_order:
            raise Refused(judgement.findings)


def _declarant(seller: Party, country: str) -> Party:
    """The seller itself where it may declare, else a declarant of the country."""
    if parties.with_right("declarant").filter(pk=seller.pk).exists():
        return seller
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


def _order(consignment: Consignment) -> Order:
    if consignment.order is None:
        raise Refused(
            Finding(
                "order-elsewhere",
                gettext_noop("The order of {ucr} is kept at {peer}."),
                "/ucr",
                gettext_noop("Do it there; this hub only follows the consignment."),
                params={"ucr": consignment.ucr, "peer": consignment.peer},
            )
        )
    return consignment.order


def _commitments(order: Order) -> dict[str, Any]:
    return dict(Buyer.objects.get(order=order).commitments)


def _text(minor: int, order: Order) -> str:
    return Money.from_minor(minor, order.currency).text
