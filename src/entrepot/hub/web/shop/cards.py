"""Things as they stand beside one another: a picture, a name, the price at the door, where from, how long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.offered import Variant, variants
from entrepot.hub.orders import landing
from entrepot.hub.orders.landing import Wanted
from entrepot.hub.web import wording
from entrepot.hub.web.shop import prices, words
from entrepot.hub.web.shop.choices import Choice
from entrepot.hub.web.shop.prices import Tag
from entrepot.hub.web.shop.words import Told


@dataclass(frozen=True, slots=True)
class Card:
    """One thing in a list."""

    href: str
    told: Told
    picture: str
    price: Tag
    several: bool
    origin: str
    seller: str
    days: str
    sold_out: bool
    few: bool
    barred: bool
    unsent: bool
    stars: str


def cards(listings: Sequence[Listing], choice: Choice) -> list[Card]:
    """The listings as cards; what they cost is one question to the law."""
    firsts = [_first(variants(each), choice) for each in listings]
    asked = [Wanted.one(listing, variant) for listing, variant in zip(listings, firsts, strict=True)]
    found = landing.landed(asked, choice.to, choice.on)
    return [
        Card(
            address(listing),
            words.told(listing),
            listing.pictures[0]["digest"] if listing.pictures else "",
            prices.tag(each, choice),
            len({variant.price_in(choice.to) for variant in variants(listing)}) > 1,
            wording.country(listing.country),
            listing.seller_name,
            prices.days(each),
            all(variant.available == "none" for variant in variants(listing)),
            variant.available == "few",
            each.prohibited,
            bool(each.refused),
            stars(listing),
        )
        for listing, variant, each in zip(listings, firsts, found, strict=True)
    ]


def address(listing: Listing) -> str:
    """Where one thing is shown."""
    where = [listing.seller, listing.handle]
    return reverse("shop:product", args=[listing.hub, *where] if listing.hub else where)


def stars(listing: Listing) -> str:
    """The mean of the stars with one decimal, such as 4.6; blank where nobody rated."""
    if not listing.rating_count:
        return ""
    tenths = (20 * listing.rating_sum + listing.rating_count) // (2 * listing.rating_count)
    return f"{tenths // 10}.{tenths % 10}"


def _first(offered: Sequence[Variant], choice: Choice) -> Variant:
    """The variant that a card shows: the cheapest that can be had."""
    there = [each for each in offered if each.available != "none"] or list(offered)
    return min(there, key=lambda each: each.price_in(choice.to)[0])
