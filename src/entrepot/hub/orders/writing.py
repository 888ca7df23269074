"""Orders that are taken are written in few statements, with their lines, their sealed buyers and their consignments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from entrepot.hub import events
from entrepot.hub.catalogue.models import Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import buyers
from entrepot.hub.orders.draft import Draft
from entrepot.hub.orders.facts import ConsignmentFacts, ItemFacts
from entrepot.hub.orders.models import Buyer, Consignment, Order, OrderLine
from entrepot.hub.parties.models import Party
from entrepot.hub.tariffs import reckoning


def write(drafts: Sequence[Draft], seller: Party, products: Mapping[str, Product], by: Actor) -> dict[str, Consignment]:
    """Write the orders and record that they were placed; answers with the consignments by UCR."""
    if not drafts:
        return {}
    orders = Order.objects.bulk_create([_order(draft, seller, by) for draft in drafts])
    pairs = list(zip(drafts, orders, strict=True))
    OrderLine.objects.bulk_create(line for draft, order in pairs for line in _lines(draft, order, products))
    Buyer.objects.bulk_create(buyers.sealed(order, draft.facts.buyer) for draft, order in pairs)
    told = [_facts(draft, order, seller, products) for draft, order in pairs]
    rows = [_consignment(facts, order, draft, by) for facts, (draft, order) in zip(told, pairs, strict=True)]
    Consignment.objects.bulk_create(rows)
    happened = [(facts.ucr, asdict(facts)) for facts in told]
    events.record_many("orders.order.placed", happened, by=by, ucrs=[facts.ucr for facts in told])
    return {row.ucr: row for row in rows}


def _order(draft: Draft, seller: Party, by: Actor) -> Order:
    amounts, charges = draft.checked, _charges(draft)
    return Order(
        seller=seller,
        number=draft.number,
        ordered_on=draft.facts.ordered_on,
        currency=draft.facts.currency,
        goods_minor=amounts.goods,
        freight_minor=amounts.freight,
        discount_minor=amounts.discount,
        charges_minor=charges,
        total_minor=amounts.before_charges + charges,
        carrier=draft.routed.carrier,
        site=draft.routed.site,
        content=draft.content,
        placed_at=by.at,
    )


def _charges(draft: Draft) -> int:
    """Duty and tax in the currency of the order, at the rate of its quote: what the buyer pays once for all."""
    quote = draft.quoted
    assert quote.duty_minor is not None
    assert quote.tax_minor is not None
    return reckoning.converted(quote, quote.duty_minor + quote.tax_minor, draft.facts.currency).minor


def _lines(draft: Draft, order: Order, products: Mapping[str, Product]) -> list[OrderLine]:
    amounts = draft.checked
    return [
        OrderLine(
            order=order,
            number=n,
            sku=line.sku,
            title=products[line.sku].title,
            hs=products[line.sku].hs,
            codes=products[line.sku].codes,
            gtin=products[line.sku].gtin,
            origin=products[line.sku].origin,
            quantity=line.quantity,
            unit_price_minor=price,
            value_minor=value,
            net_mass_g=products[line.sku].net_mass_g,
        )
        for n, (line, price, value) in enumerate(zip(draft.facts.lines, amounts.prices, amounts.values, strict=True), 1)
    ]


def _facts(draft: Draft, order: Order, seller: Party, products: Mapping[str, Product]) -> ConsignmentFacts:
    """What both hubs know of the consignment, and what the event tells."""
    quote, amounts = draft.quoted, draft.checked
    return ConsignmentFacts(
        ucr=draft.ucr,
        order_number=order.number,
        seller_code=seller.code,
        seller_name=seller.name,
        seller_country=seller.country,
        origin=draft.routed.dispatch,
        destination=draft.facts.destination,
        regime=draft.routed.regime,
        import_regime=quote.regime,
        currency=order.currency,
        goods_minor=amounts.goods - amounts.discount,
        freight_minor=amounts.freight,
        total_minor=order.total_minor,
        tax_currency=quote.currency,
        duty_minor=quote.duty_minor or 0,
        tax_minor=quote.tax_minor or 0,
        items=tuple(
            ItemFacts(
                sku=line.sku,
                description=products[line.sku].title,
                hs=products[line.sku].hs,
                origin=products[line.sku].origin,
                quantity=line.quantity,
                value_minor=value,
                net_mass_g=products[line.sku].net_mass_g * line.quantity,
            )
            for line, value in zip(draft.facts.lines, amounts.values, strict=True)
        ),
    )


def _consignment(facts: ConsignmentFacts, order: Order, draft: Draft, by: Actor) -> Consignment:
    told = asdict(facts)
    return Consignment(
        **{**told, "items": list(told["items"])}, home=True, order=order, quote=draft.quote, placed_at=by.at
    )
