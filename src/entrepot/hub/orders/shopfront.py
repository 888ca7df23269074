"""Our own goods as the shop shows them: a family, with its prices and the seller's stock and numbers, is a listing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from entrepot.hub.catalogue import freight, showing, words
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Family, Listing, Price, Product
from entrepot.hub.catalogue.offered import Offered, Stock, Variant
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Site
from entrepot.hub.tariffs import preview, restrictions
from entrepot.hub.tariffs import queries as tariffs
from entrepot.trade.money import Money

AT_ONCE = 500
FEW = 5
"""Pieces below which a shopper is told that few are left."""


def product_changed(event: Event, by: Actor) -> None:
    """A product, or its price, changed: its family is shown as it is now, and so is one that it left."""
    seller, _, sku = event.subject.removeprefix("product:").partition("/")
    within = Q(products__sku=sku) | Q(handle__in=_shown_in(seller, sku))
    offer(Family.objects.filter(within, seller__code=seller).distinct(), by=by)


def family_changed(event: Event, by: Actor) -> None:
    """What shoppers read or see of a family changed."""
    seller, _, handle = event.subject.removeprefix("family:").partition("/")
    offer(Family.objects.filter(seller__code=seller, handle=handle), by=by)


def goods_counted(event: Event, by: Actor) -> None:
    """Goods came onto a shelf, or were counted: how much there is of them is told anew."""
    if seller := event.body.get("seller"):
        _offer_skus(seller, [event.body["sku"]], by)


def goods_promised(event: Event, by: Actor) -> None:
    """Goods were promised to an order: how much is left of them is told anew."""
    consignment = Consignment.objects.filter(ucr=event.ucr).first()
    if consignment is not None:
        _offer_skus(consignment.seller_code, event.body["pieces"], by)


def goods_freed(event: Event, by: Actor) -> None:
    """Goods promised to an order are free again, or came back: how much there is of them is told anew."""
    for seller, skus in stock.moved_for(event.ucr).items():
        _offer_skus(seller, skus, by)


def terms_changed(event: Event, by: Actor) -> None:
    """A party stated its carriage or its number at a treasury: what it, or who sends with it, offers is told anew."""
    party = parties.party(event.subject.removeprefix("party:"))
    concerned = Q(seller=party)
    if parties.with_right("carrier").filter(pk=party.pk).exists():
        concerned |= Q(seller__country=party.country)
    offer(Family.objects.filter(concerned), by=by)


def offer_all(*, by: Actor) -> None:
    """Show everything as it is today: price lists begin and end, and laws change, without a word from anybody."""
    keys = list(Family.objects.order_by("pk").values_list("pk", flat=True))
    for n in range(0, len(keys), AT_ONCE):
        offer(Family.objects.filter(pk__in=keys[n : n + AT_ONCE]), by=by)


def _offer_skus(seller: str, skus: Iterable[str], by: Actor) -> None:
    offer(Family.objects.filter(seller__code=seller, products__sku__in=list(skus)).distinct(), by=by)


def offer(families: QuerySet[Family], *, by: Actor) -> list[Listing]:
    """Show these families as they are now; one of which nothing is for sale is taken from the shop."""
    found = list(families.select_related("seller").prefetch_related("pictures"))
    on = by.at.date()
    sold = _sold(found, on)
    prices = _prices([each for each, _ in sold], on)
    terms = {seller: Terms.of(seller) for seller in {family.seller for family in found}}
    shelves = {seller: Shelves.of(seller, [each.sku for each, _ in sold]) for seller in terms}
    told: list[Offered] = []
    unsold: list[str] = []
    for family in found:
        variants = tuple(
            _variant(each, price, prices[each.pk], shelves[family.seller])
            for each, price in sold
            if each.family_id == family.pk
        )
        if variants:
            told.append(_offered(family, variants, terms[family.seller], by))
        else:
            unsold.append(f"/{family.seller_id}/{family.handle}")
    gone = showing.withdraw(Listing.objects.filter(key__in=unsold), "not-offered", by=by)
    return [*gone, *showing.show(told, by=by)]


@dataclass(frozen=True, slots=True)
class Terms:
    """What else of a seller decides the price at the door: its numbers at other treasuries, and its carriage."""

    numbers: Mapping[str, str]
    freight: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, seller: Party) -> Terms:
        return cls(tariffs.tax_numbers(seller), tuple(freight.terms(seller)))


@dataclass(frozen=True, slots=True)
class Shelves:
    """What of a seller's goods can be had, by SKU: in its warehouses, and in bonded stock by country."""

    known: frozenset[str]
    free: Mapping[str, int]
    bonded: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, seller: Party, skus: Iterable[str]) -> Shelves:
        sites = {site.code: site for site in Site.objects.all()}
        lots = list(stock.lots(seller, skus, sites))
        standing = stock.balances(lots)
        free: dict[str, int] = {}
        bonded: dict[str, set[str]] = {}
        for lot in lots:
            site, pieces = sites[lot.site_id], standing[lot.pk].available
            if site.kind == "bonded":
                if pieces > 0:
                    bonded.setdefault(lot.sku, set()).add(site.territory)
            else:
                free[lot.sku] = free.get(lot.sku, 0) + pieces
        return cls(frozenset(free), free, {sku: tuple(sorted(places)) for sku, places in bonded.items()})

    def available(self, sku: str) -> Stock:
        """How much a shopper is told there is; what lies nowhere is made to order."""
        if sku not in self.known:
            return "to-order"
        pieces = self.free[sku]
        return "none" if pieces <= 0 else "few" if pieces < FEW else "many"


def _sold(families: Sequence[Family], on: date) -> list[tuple[Product, Money]]:
    """What of these families buyers may have, each with its price for everybody; what nobody priced is not for sale."""
    products = list(Product.objects.filter(family__in=families, state="offered").order_by("pk"))
    everywhere = catalogue.prices_for(products, "", on)
    return [(each, price) for each in products if (price := everywhere[each.pk]) is not None]


def _prices(products: Sequence[Product], on: date) -> dict[int, dict[str, tuple[int, str]]]:
    """Prices that hold for one destination only, by product and destination."""
    found: dict[int, dict[str, tuple[int, str]]] = {each.pk: {} for each in products}
    lists = Price.objects.filter(product__in=products).exclude(price_list__destination="")
    for place in set(lists.values_list("price_list__destination", flat=True)):
        for key, price in catalogue.prices_for(products, place, on).items():
            if price is not None:
                found[key][place] = (price.minor, price.currency)
    return found


def _shown_in(seller: str, sku: str) -> list[str]:
    """The handles under which the shop shows a SKU now."""
    named = Listing.objects.filter(
        hub="", seller=seller, words__word=words.squeezed(sku).encode(), words__weight=words.NAMED
    )
    return list(named.values_list("handle", flat=True))


def _offered(family: Family, variants: tuple[Variant, ...], terms: Terms, by: Actor) -> Offered:
    told, barred = restrictions.of_listing(variants, family.seller.country, preview.destinations(), by.at.date())
    return Offered(
        seller=family.seller_id,
        seller_name=family.seller.name,
        country=family.seller.country,
        handle=family.handle,
        title=family.title,
        texts=family.texts,
        brand=family.brand,
        pictures=tuple({"digest": each.digest, "alt": each.alt} for each in family.pictures.all()),
        variants=variants,
        registrations=terms.numbers,
        freight=terms.freight,
        restrictions=told,
        barred=barred,
    )


def _variant(product: Product, price: Money, prices: Mapping[str, tuple[int, str]], shelves: Shelves) -> Variant:
    return Variant(
        sku=product.sku,
        title=product.title,
        options=product.options,
        price_minor=price.minor,
        currency=price.currency,
        prices={place: each for place, each in prices.items() if each != (price.minor, price.currency)},
        hs=product.hs,
        codes=dict(product.codes),
        origin=product.origin,
        net_mass_g=product.net_mass_g,
        gross_mass_g=product.gross_mass_g,
        gtin=product.gtin,
        traits=tuple(product.traits),
        bonded=shelves.bonded.get(product.sku, ()),
        available=shelves.available(product.sku),
    )
