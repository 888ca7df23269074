"""What can be asked of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.models import Listing, Product
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, Refused


def code_of(seller: Party | str) -> str:
    return seller.code if isinstance(seller, Party) else seller


def products(seller: Party | str) -> QuerySet[Product]:
    """Everything a seller lists."""
    return Product.objects.filter(seller__code=code_of(seller))


def product(seller: Party | str, sku: str) -> Product:
    """One product, or a refusal if the seller lists none under this SKU."""
    found = products(seller).filter(sku=sku).first()
    if found is None:
        raise Refused(unknown(sku))
    return found


def by_sku(seller: Party | str, skus: Iterable[str]) -> dict[str, Product]:
    """The products among these SKUs that the seller lists, in one question."""
    return {each.sku: each for each in products(seller).filter(sku__in=set(skus))}


def facts(seller: Party | str) -> dict[str, ProductFacts]:
    """The catalogue as facts by SKU: what a reader of order files asks for."""
    return {each.sku: facts_of(each) for each in products(seller)}


def facts_of(product: Product) -> ProductFacts:
    """A product as it was stated."""
    return ProductFacts(
        sku=product.sku,
        title=product.title,
        hs=product.hs,
        origin=product.origin,
        net_mass_kg=kilograms(product.net_mass_g),
        gtin=product.gtin,
        price=product.price_text,
        currency=product.currency,
        codes=product.codes,
        texts=product.texts,
    )


def listing(key: str) -> Listing:
    """What the shop shows under a key, or a refusal if it shows nothing there, or shows it no longer."""
    found = Listing.objects.filter(key=key, state=Listing.State.SHOWN).first()
    if found is None:
        raise Refused(
            Finding(
                "listing-not-shown",
                gettext_noop("The shop shows nothing under “{key}”."),
                "/key",
                gettext_noop("Look for it in the shop; its seller may have taken it back."),
                params={"key": key},
            )
        )
    return found


def kilograms(mass_g: int) -> str:
    """Grams as kilograms in decimal text: 350 g is 0.35."""
    whole, rest = divmod(mass_g, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")


def unknown(sku: str, pointer: str = "/sku") -> Finding:
    """No product stands under this SKU."""
    return Finding(
        "sku-unknown",
        gettext_noop("SKU {sku} is not in your catalogue."),
        pointer,
        gettext_noop("List the product with title, HS code, origin and net mass, then send the order again."),
        params={"sku": sku},
    )
