"""Our own goods as the shop shows them: a product, with the seller's stock, numbers and price, becomes a listing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.text import slugify

from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue import showing
from entrepot.hub.catalogue.models import Listing, Product
from entrepot.hub.catalogue.offered import Offered, Stock, Variant
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.parties.models import Party
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Site
from entrepot.hub.tariffs import preview, restrictions
from entrepot.hub.tariffs import queries as tariffs

FEW = 5
"""Pieces below which a shopper is told that few are left."""


def product_changed(event: Event, by: Actor) -> None:
    """A product was listed or changed: the shop shows it as it is now."""
    seller, _, sku = event.subject.removeprefix("product:").partition("/")
    offer(catalogue.products(seller).filter(sku=sku).select_related("seller"), by=by)


def offer(products: Iterable[Product], *, by: Actor) -> list[Listing]:
    """Show these products as they are now; one without a price is not for sale, and is taken from the shop."""
    found = list(products)
    shelves = {seller: Shelves.of(seller, [each.sku for each in found]) for seller in {each.seller for each in found}}
    told = [_offered(each, shelves[each.seller], by) for each in found if each.price]
    unsold = Listing.objects.filter(key__in=[_key(each) for each in found if not each.price])
    return [*showing.withdraw(unsold, "no-price", by=by), *showing.show(told, by=by)]


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


def _offered(product: Product, shelves: Shelves, by: Actor) -> Offered:
    variants = (_variant(product, shelves),)
    told, barred = restrictions.of_listing(variants, product.seller.country, preview.destinations(), by.at.date())
    return Offered(
        seller=product.seller_id,
        seller_name=product.seller.name,
        country=product.seller.country,
        handle=_handle(product),
        title=product.title,
        texts={language: {"title": title} for language, title in product.texts.items()},
        variants=variants,
        registrations=tariffs.tax_numbers(product.seller),
        restrictions=told,
        barred=barred,
    )


def _handle(product: Product) -> str:
    return slugify(product.sku) or f"p{product.pk}"


def _key(product: Product) -> str:
    return f"/{product.seller_id}/{_handle(product)}"


def _variant(product: Product, shelves: Shelves) -> Variant:
    assert product.price_minor is not None
    return Variant(
        sku=product.sku,
        title=product.title,
        price_minor=product.price_minor,
        currency=product.currency,
        hs=product.hs,
        codes=dict(product.codes),
        origin=product.origin,
        net_mass_g=product.net_mass_g,
        gtin=product.gtin,
        bonded=shelves.bonded.get(product.sku, ()),
        available=shelves.available(product.sku),
    )
