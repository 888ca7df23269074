"""A listing as it is told: whole, and the same whether it was made from our own products or came from a peer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from entrepot.hub.catalogue.models import Listing

Stock = Literal["none", "few", "many", "to-order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What is put into a basket: one SKU with its price in minor units, mass of one piece in grams, and codes.

    `prices` holds other prices by destination as (minor units, currency), `bonded` the destinations where pieces lie in
    bonded stock, `codes` national lines by country. `available` is told roughly: the exact number is the seller's.
    """

    sku: str
    title: str
    price_minor: int
    currency: str
    hs: str
    origin: str
    net_mass_g: int
    options: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    gross_mass_g: int | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    gtin: str = ""
    traits: tuple[str, ...] = ()
    bonded: tuple[str, ...] = ()
    available: Stock = "to-order"

    def price_in(self, destination: str) -> tuple[int, str]:
        """What one piece costs a buyer there, in minor units, and the currency."""
        return self.prices.get(destination, (self.price_minor, self.currency))

    def code_in(self, country: str) -> str:
        """The national line of a country if the seller knows it, else the subheading."""
        return self.codes.get(country, self.hs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A thing as a shopper sees it, with everything that a shop on the other side needs to sell it.

    `hub` is the host of the hub that sells it, blank for ours. `texts` holds title and description by language.
    `pictures` are digests with their words by language: {"digest": …, "alt": {"en": …}}. `version` is nought for ours,
    which are numbered when they are shown. `ratings` are the number of ratings and the sum of their stars by SKU; those
    of ours are kept with the listing (`showing.rated`), and not told here.
    """

    seller: str
    seller_name: str
    country: str
    handle: str
    title: str
    variants: tuple[Variant, ...]
    hub: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    brand: str = ""
    pictures: tuple[Mapping[str, Any], ...] = ()
    registrations: Mapping[str, str] = field(default_factory=dict)
    restrictions: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    barred: tuple[str, ...] = ()
    freight: tuple[Mapping[str, Any], ...] = ()
    ratings: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    state: str = Listing.State.SHOWN.value
    why: str = ""
    version: int = 0

    @property
    def key(self) -> str:
        """`<hub or nothing>/<seller>/<handle>`: its name at every hub, with ours left out at home."""
        return f"{self.hub}/{self.seller}/{self.handle}"


def values(told: Offered) -> dict[str, Any]:
    """A listing as the columns of its row, but for version and time."""
    cheapest = min(told.variants, key=lambda each: each.price_minor, default=None)
    first = next(iter(told.variants), None)
    return {
        "hub": told.hub,
        "seller": told.seller,
        "seller_name": told.seller_name,
        "country": told.country,
        "handle": told.handle,
        "title": told.title,
        "texts": {language: dict(texts) for language, texts in told.texts.items()},
        "brand": told.brand,
        "hs": first.hs if first else "",
        "origin": first.origin if first else "",
        "pictures": [dict(each) for each in told.pictures],
        "variants": [_plain(each) for each in told.variants],
        "price_minor": cheapest.price_minor if cheapest else None,
        "currency": cheapest.currency if cheapest else "",
        "registrations": dict(told.registrations),
        "restrictions": {place: list(found) for place, found in told.restrictions.items()},
        "barred": joined(told.barred),
        "freight": [dict(each) for each in told.freight],
        **rated(told.ratings),
        "told": told.state,
        "state": told.state,
        "why": told.why,
    }


def rated(ratings: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Ratings by SKU as the columns of a listing, with the count and the sum over all of them."""
    return {
        "ratings": {sku: list(each) for sku, each in ratings.items()},
        "rating_count": sum(count for count, _ in ratings.values()),
        "rating_sum": sum(total for _, total in ratings.values()),
    }


def joined(places: Sequence[str]) -> str:
    """Destinations as a column keeps them, each between commas."""
    return f",{','.join(places)}," if places else ""


def variants(listing: Listing) -> list[Variant]:
    """The variants of a listing as facts, in the seller's order."""
    return [variant(plain) for plain in listing.variants]


def variant(plain: Mapping[str, Any]) -> Variant:
    """A variant as it stands in a listing."""
    prices = {place: (minor, currency) for place, (minor, currency) in plain.get("prices", {}).items()}
    lists = {name: tuple(plain.get(name, ())) for name in ("traits", "bonded")}
    return Variant(**{**plain, "prices": prices, **lists})


def _plain(each: Variant) -> dict[str, Any]:
    """A variant as JSON keeps it: tuples as lists."""
    told = asdict(each)
    return {
        **told,
        "prices": {place: list(price) for place, price in each.prices.items()},
        "traits": list(each.traits),
        "bonded": list(each.bonded),
    }
