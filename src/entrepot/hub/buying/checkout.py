"""A checkout: what lies in the cart is priced to the door, and the price is held for a day."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import sealing
from entrepot.hub.buying import carts, mailing
from entrepot.hub.buying.models import Cart, Purchase, PurchaseOrder
from entrepot.hub.buying.offers import Offer, offers
from entrepot.hub.events.actor import Actor
from entrepot.hub.orders import buyers
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.facts import BuyerFacts
from entrepot.hub.orders.quoting import not_exact
from entrepot.hub.parties.models import Person
from entrepot.hub.tariffs import actions as tariffs
from entrepot.hub.tariffs import comparing, reckoning
from entrepot.hub.tariffs import queries as rates
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.hub.tariffs.sale import question
from entrepot.trade.duty import plain
from entrepot.trade.finding import Finding, Refused, refuse_if_any
from entrepot.trade.money import Money

HELD = timedelta(hours=24)


@transaction.atomic
def check_out(
    cart: Cart,
    destination: str,
    buyer: BuyerFacts,
    *,
    by: Actor,
    person: Person | None = None,
    language: str = "",
    email: str = "",
) -> Purchase:
    """Price the cart for this buyer, each seller's goods as one order, and hold the price for a day.

    What changed in the cart since its owner looked is refused, to be looked at first. An earlier checkout of the same
    cart that was not placed is forgotten. Letters about it go to `email`; none are written where it is blank.
    """
    found = carts.items(cart, destination)
    _refuse_unless_ready(found)
    refuse_if_any(mailing.of_address(email))
    on = by.at.date()
    made = offers(found, destination, rates.rates(rates.currency_of(destination, on)), on)
    quotes = _quoted(made, destination, buyer, by)
    Purchase.objects.filter(cart=cart, placed_at=None).delete()
    purchase = Purchase(
        person=person,
        cart=cart,
        destination=destination,
        language=language,
        mask=sealing.mask(buyer.name),
        made_at=by.at,
        held_until=by.at + HELD,
    )
    purchase.sealed = sealing.seal(asdict(buyer), about=_about(purchase.pk))
    purchase.mail = mailing.sealed(purchase.pk, email)
    purchase.save(force_insert=True)
    rows = [_order(purchase, n, offer, quote) for n, (offer, quote) in enumerate(zip(made, quotes, strict=True), 1)]
    for row, offer in zip(rows, made, strict=True):
        row.ways = _compared(offer, row, on)
    PurchaseOrder.objects.bulk_create(rows)
    return purchase


def buyer_of(purchase: Purchase) -> BuyerFacts:
    """Who buys, in clear: for the buyer's own pages and for whoever sends the parcel."""
    told = sealing.unseal(bytes(purchase.sealed), about=_about(purchase.pk))
    return BuyerFacts(**told) if told else BuyerFacts()


def _about(number: UUID) -> str:
    return f"purchase:{number}"


def _quoted(made: Sequence[Offer], destination: str, buyer: BuyerFacts, by: Actor) -> list[StoredQuote]:
    """The law's answer to each order on the way that it will go; without exact charges there is no checkout."""
    on, person = by.at.date(), buyers.person("", "", buyer)
    currency = rates.currency_of(destination, on)
    counted = orders.bought_this_year([person], destination, on) if buyer.identity and currency else None
    used = None if counted is None else Money.from_minor(counted.get(person, 0), currency)
    asked = [question(offer.asked(offer.ways[0], destination, on, person, used)) for offer in made]
    quotes = tariffs.quote(asked, by=by)
    found = [not_exact(quote) for quote in quotes if not quote.is_exact]
    if found:
        raise Refused(found)
    return quotes


def _compared(offer: Offer, row: PurchaseOrder, on: date) -> list[dict[str, Any]]:
    """What the goods would come to by the other ways, in minor units of the order; null if nobody can say."""
    asked = plain.facts(row.quote.facts)
    others = offer.ways[1:]
    questions = [question(offer.asked(way, asked.destination, on, asked.buyer, asked.year_to_date)) for way in others]
    compared = []
    for way, answer in zip(others, comparing.answered(questions), strict=True):
        total = None
        if answer.chosen is not None:
            due = reckoning.duty_minor(answer.chosen) + reckoning.tax_minor(answer.chosen)
            charges = reckoning.converted(row.quote, due, offer.currency).minor
            total = offer.goods_minor + way.freight.minor + charges
        compared.append({"channel": way.channel, "dispatch": way.dispatch, "total_minor": total})
    return compared


def _order(purchase: Purchase, n: int, offer: Offer, quote: StoredQuote) -> PurchaseOrder:
    assert quote.duty_minor is not None
    assert quote.tax_minor is not None
    way = offer.ways[0]
    charges = reckoning.converted(quote, quote.duty_minor + quote.tax_minor, offer.currency).minor
    return PurchaseOrder(
        purchase=purchase,
        number=f"{base64.b32encode(purchase.pk.bytes).decode()[:10]}-{n}",
        hub=offer.listing.hub,
        seller=offer.listing.seller,
        seller_name=offer.listing.seller_name,
        seller_country=offer.listing.country,
        dispatch=way.dispatch,
        channel=way.channel,
        currency=offer.currency,
        goods_minor=offer.goods_minor,
        freight_minor=way.freight.minor,
        charges_minor=charges,
        total_minor=offer.goods_minor + way.freight.minor + charges,
        tax_currency=quote.currency,
        duty_minor=quote.duty_minor,
        tax_minor=quote.tax_minor,
        regime=quote.regime,
        quote=quote,
        lines=[asdict(line) for line in offer.lines],
        days_least=way.step.days_least if way.step else None,
        days_most=way.step.days_most if way.step else None,
    )


def _refuse_unless_ready(found: Sequence[carts.Item]) -> None:
    if not found:
        raise Refused(
            Finding(
                "cart-empty",
                gettext_noop("The cart is empty."),
                "/cart",
                gettext_noop("Put something into it first."),
            )
        )
    changed = carts.news(found)
    if changed:
        raise Refused(changed)
