"""`catalogue.item.v1`: a listing as one hub tells it to another, with the limits that make it safe to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta

from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.offered import Offered, Stock, Variant, variants
from entrepot.hub.tariffs import preview, restrictions
from entrepot.trade.currency import MINOR_DIGITS

Country = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
Code = Annotated[str, Meta(pattern="^[0-9]{6,12}$")]
Name = Annotated[str, Meta(pattern="^[a-zA-Z0-9_-]{1,60}$")]
Handle = Annotated[str, Meta(pattern="^[a-zA-Z0-9_-]{1,120}$")]
Language = Annotated[str, Meta(pattern="^[a-z]{2}(-[A-Za-z]{2,4})?$")]
READABLE = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"
Line = Annotated[str, Meta(max_length=250, pattern=READABLE)]
Title = Annotated[str, Meta(min_length=1, max_length=250, pattern=READABLE)]
Words = Annotated[str, Meta(max_length=20_000, pattern=READABLE)]
Minor = Annotated[int, Meta(ge=0, le=10**15)]
Grams = Annotated[int, Meta(gt=0, le=10**8)]
Price = tuple[Minor, Currency]
Digest = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Stars = tuple[Annotated[int, Meta(ge=0, le=10**9)], Annotated[int, Meta(ge=0, le=5 * 10**9)]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemText:
    """Title and description in one language."""

    title: Line = ""
    description: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPicture:
    """A picture by the digest under which it travels, and what it shows, by language."""

    digest: Digest
    alt: Annotated[dict[Language, Line], Meta(max_length=20)] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemVariant:
    """One SKU: the same facts as `catalogue.offered.Variant`."""

    sku: Annotated[str, Meta(min_length=1, max_length=64, pattern=READABLE)]
    title: Title
    price_minor: Minor
    currency: Currency
    hs: Code
    origin: Country
    net_mass_g: Grams
    options: Annotated[dict[Line, Line], Meta(max_length=10)] = field(default_factory=dict)
    prices: Annotated[dict[Country, Price], Meta(max_length=250)] = field(default_factory=dict)
    gross_mass_g: Grams | None = None
    codes: Annotated[dict[Country, Code], Meta(max_length=250)] = field(default_factory=dict)
    gtin: Annotated[str, Meta(pattern="^([0-9]{8}|[0-9]{12,14})?$")] = ""
    traits: Annotated[list[Name], Meta(max_length=30)] = field(default_factory=list)
    bonded: Annotated[list[Country], Meta(max_length=250)] = field(default_factory=list)
    available: Stock = "to-order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One listing whole. The hub that sells it is not named: it is the one that tells it."""

    seller: Name
    seller_name: Annotated[str, Meta(min_length=1, max_length=200, pattern=READABLE)]
    country: Country
    handle: Handle
    title: Title
    state: Literal["shown", "withdrawn"]
    version: Annotated[int, Meta(gt=0, lt=2**53)]
    variants: Annotated[list[ItemVariant], Meta(max_length=1000)]
    texts: Annotated[dict[Language, ItemText], Meta(max_length=20)] = field(default_factory=dict)
    brand: Annotated[str, Meta(max_length=120, pattern=READABLE)] = ""
    pictures: Annotated[list[ItemPicture], Meta(max_length=30)] = field(default_factory=list)
    registrations: Annotated[dict[Country, Line], Meta(max_length=250)] = field(default_factory=dict)
    freight: Annotated[list[dict[str, Any]], Meta(max_length=500)] = field(default_factory=list)
    ratings: Annotated[dict[str, Stars], Meta(max_length=1000)] = field(default_factory=dict)


def unknown_currency(item: Item) -> str:
    """The first currency in it that nobody uses, or nothing."""
    named = [name for each in item.variants for name in (each.currency, *(name for _, name in each.prices.values()))]
    return next((name for name in named if name not in MINOR_DIGITS), "")


def item_of(listing: Listing) -> Item:
    """A listing of ours as it is told; what we hide is no longer offered elsewhere either."""
    return Item(
        seller=listing.seller,
        seller_name=listing.seller_name,
        country=listing.country,
        handle=listing.handle,
        title=listing.title,
        state="shown" if listing.state == Listing.State.SHOWN else "withdrawn",
        version=listing.version,
        variants=[_variant(each) for each in variants(listing)],
        texts={language: ItemText(**texts) for language, texts in listing.texts.items()},
        brand=listing.brand,
        pictures=[ItemPicture(**each) for each in listing.pictures],
        registrations=listing.registrations,
        freight=listing.freight,
        ratings={sku: (count, total) for sku, (count, total) in listing.ratings.items()},
    )


def offered(item: Item, hub: str, on: date) -> Offered:
    """What a peer told as our shop shows it, with what our law says of it."""
    told = tuple(_told(each) for each in item.variants)
    found, barred = restrictions.of_listing(told, item.country, preview.destinations(), on)
    return Offered(
        hub=hub,
        seller=item.seller,
        seller_name=item.seller_name,
        country=item.country,
        handle=item.handle,
        title=item.title,
        texts={language: _text(each) for language, each in item.texts.items()},
        brand=item.brand,
        pictures=tuple({"digest": each.digest, "alt": each.alt} for each in item.pictures),
        variants=told,
        registrations=item.registrations,
        freight=tuple(item.freight),
        ratings=item.ratings,
        restrictions=found,
        barred=barred,
        state=item.state if told else "withdrawn",
        version=item.version,
    )


def _text(text: ItemText) -> Mapping[str, str]:
    return {name: words for name, words in (("title", text.title), ("description", text.description)) if words}


def _variant(each: Variant) -> ItemVariant:
    return ItemVariant(
        sku=each.sku,
        title=each.title,
        price_minor=each.price_minor,
        currency=each.currency,
        hs=each.hs,
        origin=each.origin,
        net_mass_g=each.net_mass_g,
        options=dict(each.options),
        prices=dict(each.prices),
        gross_mass_g=each.gross_mass_g,
        codes=dict(each.codes),
        gtin=each.gtin,
        traits=list(each.traits),
        bonded=list(each.bonded),
        available=each.available,
    )


def _told(each: ItemVariant) -> Variant:
    return Variant(
        sku=each.sku,
        title=each.title,
        price_minor=each.price_minor,
        currency=each.currency,
        hs=each.hs,
        origin=each.origin,
        net_mass_g=each.net_mass_g,
        options=each.options,
        prices=each.prices,
        gross_mass_g=each.gross_mass_g,
        codes=each.codes,
        gtin=each.gtin,
        traits=tuple(each.traits),
        bonded=tuple(each.bonded),
        available=each.available,
    )
