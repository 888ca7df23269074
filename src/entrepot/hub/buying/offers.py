"""What a cart asks of each seller: its goods as one order, by which ways they can come, at which carriage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.hub.buying.carts import Item
from entrepot.hub.catalogue import freight
from entrepot.hub.catalogue.freight import Step
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.offered import Variant
from entrepot.hub.orders.routing import Roads
from entrepot.hub.parties import queries as parties
from entrepot.hub.tariffs import sale
from entrepot.hub.tariffs.sale import Sale, Sold
from entrepot.trade.duty.rates import Rates
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One line of an order as the checkout shows and keeps it; mass in grams of one piece."""

    key: str
    sku: str
    title: str
    quantity: int
    unit_minor: int
    hs: str
    code: str
    origin: str
    net_mass_g: int

    @property
    def value_minor(self) -> int:
        return self.unit_minor * self.quantity


@dataclass(frozen=True, slots=True)
class Way:
    """How the goods can come, and the carriage: by post from the seller's country, or from bonded stock in the buyer's.

    Bonded goods, too, are dispatched from the seller's country as the law sees it: they have not been imported yet.
    """

    channel: str
    dispatch: str
    step: Step | None
    freight: Money


@dataclass(frozen=True, slots=True)
class Offer:
    """One order to be: the goods of one seller at one hub in one currency, and the ways, the one it will go first."""

    listing: Listing
    currency: str
    lines: tuple[Wanted, ...]
    ways: tuple[Way, ...]

    @property
    def goods_minor(self) -> int:
        return sum(line.value_minor for line in self.lines)

    def asked(self, way: Way, destination: str, on: date, buyer: str, used: Money | None) -> Sale:
        """What the law is asked about these goods on this way."""
        return Sale(
            dispatch=way.dispatch,
            destination=destination,
            on=on,
            lines=tuple(self._sold(line) for line in self.lines),
            freight=way.freight,
            channel=way.channel,
            registration=self.listing.registrations.get(destination, ""),
            buyer=buyer,
            year_to_date=used,
        )

    def _sold(self, line: Wanted) -> Sold:
        return Sold(
            title=line.title,
            hs=line.code,
            origin=line.origin,
            quantity=line.quantity,
            net_mass_g=line.net_mass_g * line.quantity,
            value=Money.from_minor(line.value_minor, self.currency),
        )


def offers(items: Sequence[Item], destination: str, held: Rates, on: date) -> list[Offer]:
    """The orders that a cart comes to, sellers in a fixed order; or a refusal with every reason why one cannot be."""
    together: dict[tuple[str, str, str], list[Item]] = {}
    for item in items:
        assert item.listing is not None
        assert item.price is not None
        together.setdefault((item.listing.hub, item.listing.seller, item.price[1]), []).append(item)
    made: list[Offer] = []
    found: list[Finding] = []
    for (_, _, currency), theirs in sorted(together.items(), key=lambda each: each[0]):
        try:
            made.append(_offer(theirs, currency, destination, held, on))
        except Refused as refused:
            found += refused.findings
    if found:
        raise Refused(found)
    return made


def _offer(items: Sequence[Item], currency: str, destination: str, held: Rates, on: date) -> Offer:
    lines = tuple(_wanted(item, destination) for item in items)
    listing = items[0].listing
    assert listing is not None
    mass_g = sum(line.net_mass_g * line.quantity for line in lines)
    ways = []
    for channel, dispatch in _channels(listing, items, destination):
        step = freight.step_for(
            listing.freight, destination=destination, channel=channel, mass_g=mass_g, currency=currency
        )
        ways.append(Way(channel, dispatch, step, sale.carriage(step, currency, held, on)))
    return Offer(listing, currency, lines, tuple(ways))


def _channels(listing: Listing, items: Sequence[Item], destination: str) -> list[tuple[str, str]]:
    """The ways that are open to the goods, first the one that they will go.

    Where our own hub keeps the goods it is known from where they will be served; of another hub's it is what it told.
    """
    post = [("post", listing.country)] if listing.country != destination else []
    bonded = [("bonded", listing.country)] if all(destination in _variant(item).bonded for item in items) else []
    if listing.hub:
        if post and not parties.with_right("declarant").exists():
            if not bonded:
                raise Refused(_nobody_declares(destination))
            post = []
        if destination != settings.ENTREPOT_COUNTRY:
            raise Refused(_elsewhere(listing, destination))
        found = bonded + post
    else:
        wanted = Counter[str]()
        for item in items:
            wanted[item.line.sku] += item.line.quantity
        route = Roads.of(parties.party(listing.seller), wanted).route(destination, wanted)
        taken = [(route.channel, route.dispatch)]
        found = taken + [each for each in bonded + post if each not in taken]
    if not found:
        raise Refused(_elsewhere(listing, destination))
    return found


def _wanted(item: Item, destination: str) -> Wanted:
    variant = _variant(item)
    assert item.price is not None
    return Wanted(
        key=item.line.key,
        sku=variant.sku,
        title=variant.title,
        quantity=item.line.quantity,
        unit_minor=item.price[0],
        hs=variant.hs,
        code=variant.code_in(destination),
        origin=variant.origin,
        net_mass_g=variant.net_mass_g,
    )


def wanted(plain: Iterable[dict[str, Any]]) -> list[Wanted]:
    """The lines as a purchase keeps them."""
    return [Wanted(**each) for each in plain]


def _variant(item: Item) -> Variant:
    assert item.variant is not None
    return item.variant


def _nobody_declares(destination: str) -> Finding:
    return Finding(
        "nobody-declares",
        gettext_noop("Nobody at this hub may declare goods for import into {country}, so they would not get in."),
        "/destination",
        gettext_noop("Buy what lies in bonded stock here, or try again when the hub has a declarant."),
        params={"country": destination},
    )


def _elsewhere(listing: Listing, destination: str) -> Finding:
    return Finding(
        "not-delivered-there",
        gettext_noop("{seller} does not deliver to {country} through this shop."),
        "/destination",
        gettext_noop("Choose another destination, or buy in the shop of a hub in that country."),
        params={"seller": listing.seller_name, "country": destination},
    )
