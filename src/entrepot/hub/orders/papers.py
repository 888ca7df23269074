"""What an order says on paper: order, payment and waybill, and the declarations, all from the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from re import findall
from typing import Any

from django.utils.translation import gettext_noop

from entrepot.hub.catalogue.freight import PACKING_G
from entrepot.hub.catalogue.queries import kilograms
from entrepot.hub.events.actor import Actor
from entrepot.hub.law import statute
from entrepot.hub.orders import buyers
from entrepot.hub.orders.models import Buyer, Consignment, Order, OrderLine
from entrepot.hub.parties.models import Party
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import queries as parcels
from entrepot.hub.stock.models import Parcel
from entrepot.hub.tariffs import queries as tariffs
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.matching import OrderPaper, PaymentPaper, WaybillPaper
from entrepot.trade.money import Money


def order_paper(consignment: Consignment, order: Order) -> OrderPaper:
    """What the seller says was ordered; a discount is taken off the goods already."""
    commitments = commitments_of(order)
    return OrderPaper(
        ucr=consignment.ucr,
        order_number=order.number,
        payment_reference=consignment.ucr,
        currency=order.currency,
        goods=text_of(order.goods_minor - order.discount_minor, order),
        freight=text_of(order.freight_minor, order),
        tax=text_of(order.charges_minor, order),
        discount=text_of(0, order),
        paid=text_of(order.total_minor, order),
        item_count=sum(line.quantity for line in order.lines.all()),
        buyer_key=commitments["key"],
        buyer_name=buyers.name_of(commitments, "name"),
        consignee_key=commitments["key"],
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


def declaration(consignment: Consignment, direction: str, declarant: Party, by: Actor) -> DeclarationFacts:
    """The declaration that the order, its buyer and its parcel add up to."""
    order, parcel = order_of(consignment), parcels.parcel(consignment.ucr)
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
        freight=text_of(order.freight_minor, order),
        insurance=text_of(0, order),
        items=tuple(_items(list(order.lines.all()), order, country)),
        transport_document=parcel.number,
        registration=tariffs.tax_number(order.seller, consignment.destination),
    )


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


def import_procedure(consignment: Consignment, by: Actor) -> str:
    """The name under which the import is declared: bonded stock by its procedure, where the law's regime knows it."""
    law = statute().law(consignment.destination, by.at.date())
    regime = next((each for each in law.regimes if each.code == consignment.import_regime), None)
    known = regime is not None and consignment.regime in findall(r"[A-Z0-9]+", regime.procedure)
    return consignment.regime if known else consignment.import_regime


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
            value=text_of(line.value_minor, order),
            sku=line.sku,
            gtin=line.gtin,
        )
        for n, (line, mass, packed) in enumerate(zip(lines, masses, packing, strict=True), 1)
    ]


def order_of(consignment: Consignment) -> Order:
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


def commitments_of(order: Order) -> dict[str, Any]:
    return dict(Buyer.objects.get(order=order).commitments)


def text_of(minor: int, order: Order) -> str:
    return Money.from_minor(minor, order.currency).text
