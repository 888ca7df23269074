"""What buyers would pay for a product, all in, in several places, before it is sold; and what may not go there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.conf import settings

from entrepot.hub.catalogue import freight
from entrepot.hub.catalogue.models import Product
from entrepot.hub.tariffs import comparing, queries
from entrepot.hub.tariffs.comparing import Answered
from entrepot.hub.tariffs.facts import money
from entrepot.hub.tariffs.restrictions import Piece, restrictions
from entrepot.hub.tariffs.sale import carriage
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Previewed:
    """One destination: the answer for one piece, and what its border or ours forbids or asks a permit for.

    `unsent` says why the seller's table of carriage has no price for a parcel there; the answer is then of no use.
    """

    destination: str
    facts: Consignment
    answer: Answered
    restrictions: tuple[Finding, ...]
    prohibited: bool
    unsent: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Sale:
    """How one piece would be sold: its price, its freight, and who carries it.

    Where no freight is named, the seller's table of carriage says what the shop would ask for it.
    """

    price: Money
    freight: Money | None = None
    channel: str = "post"


CHANNELS = ("post", "express")
Carried = Money | tuple[Finding, ...] | None
"""What carriage costs, or why nobody can say; None where it is part of the price of the goods."""


def sale(price: str, currency: str, freight: str = "", channel: str = "") -> Sale:
    """A sale as somebody states it, or a refusal with what is wrong about price and freight."""
    found: list[Finding] = []

    def read(name: str, text: str, least: int) -> Money | None:
        try:
            amount = money(text, currency)
            if amount.amount < 0 or (least and not amount):
                raise Refused(_too_little())
            return amount
        except Refused as refused:
            found.extend(replace(each, pointer=f"/{name}") for each in refused.findings)
            return None

    priced = read("price", price, 1)
    carried = read("freight", freight, 0) if freight else None
    if found or priced is None:
        raise Refused(found)
    return Sale(priced, carried, channel if channel in CHANNELS else CHANNELS[0])


def _too_little() -> Finding:
    return Finding(
        "price-not-positive",
        gettext_noop("A price is more than nothing, and freight is not less than nothing."),
        remedy=gettext_noop("Correct the amount."),
    )


def places() -> tuple[str, ...]:
    """The destinations in which a product is previewed; goods do not travel to the hub's own country from it."""
    own = str(settings.ENTREPOT_COUNTRY)
    listed = [place.strip().upper() for place in settings.ENTREPOT_PREVIEW.split(",") if place.strip()]
    instead = "CN" if own == "MY" else ""
    return tuple(dict.fromkeys(place for each in listed if (place := instead if each == own else each)))


def destinations() -> tuple[str, ...]:
    """Where the shop of this hub sends to: the hub's own country first, then those in which products are previewed."""
    return tuple(dict.fromkeys((str(settings.ENTREPOT_COUNTRY), *places())))


def preview(product: Product, sale: Sale, destinations: Sequence[str], on: date) -> list[Previewed]:
    """One piece of a product sent to a consumer in each destination, in the order given."""
    numbers = queries.tax_numbers(product.seller_id)
    terms = freight.terms(product.seller) if sale.freight is None else []
    carried = [_carriage(product, sale, terms, place, on) for place in destinations]
    batch = [
        _facts(product, replace(sale, freight=cost if isinstance(cost, Money) else None), place, on, numbers)
        for place, cost in zip(destinations, carried, strict=True)
    ]
    found = zip(batch, comparing.answered(batch), carried, strict=True)
    return [_previewed(product, facts, answer, cost) for facts, answer, cost in found]


def _carriage(product: Product, sale: Sale, terms: Sequence[Mapping[str, Any]], place: str, on: date) -> Carried:
    """What a parcel with one piece costs to a place, by the same row and the same rate as in the shop."""
    if sale.freight is not None:
        return sale.freight
    currency = sale.price.currency
    try:
        step = freight.step_for(
            terms, destination=place, channel=sale.channel, mass_g=product.net_mass_g, currency=currency
        )
        if step is None or step.currency == currency:
            return Money.from_minor(step.amount_minor, currency) if step else None
        return carriage(step, currency, queries.rates(queries.currency_of(place, on)), on)
    except Refused as why:
        return tuple(why.findings)


def _previewed(product: Product, facts: Consignment, answer: Answered, carried: Carried) -> Previewed:
    place, on = facts.destination, facts.on
    piece = Piece(product.title, product.hs, product.origin, product.net_mass_g, product.codes)
    found = restrictions(piece, product.seller.country, place, on)
    told = tuple(replace(each.finding, pointer="") for each in found)
    unsent = carried if isinstance(carried, tuple) else ()
    return Previewed(place, facts, answer, told, any(each.prohibited for each in found), unsent)


def _facts(product: Product, sale: Sale, place: str, on: date, numbers: Mapping[str, str]) -> Consignment:
    """The sale as an order of one piece would ask about it; `numbers` are those under which tax is paid at sale."""
    number = numbers.get(place, "")
    goods = Goods(
        product.codes.get(place, product.hs),
        sale.price,
        description=product.title,
        origin=product.origin,
        net_mass_kg=Fraction(product.net_mass_g, 1000),
    )
    return Consignment(
        product.seller.country,
        place,
        on,
        (goods,),
        freight=sale.freight,
        incoterm="DDP",
        channel=sale.channel,
        seller_registered=bool(number),
        registration=number,
        consumer=True,
    )
