"""What can be asked of the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_noop

from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.facts_of_family import FamilyFacts, handle_of
from entrepot.hub.catalogue.models import Family, Import, Listing, Price, PriceList, Product
from entrepot.hub.parties.models import Party
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money


def code_of(seller: Party | str) -> str:
    return seller.code if isinstance(seller, Party) else seller


def products(seller: Party | str) -> QuerySet[Product]:
    """Everything a seller keeps in the catalogue, offered or not; what was removed is not there."""
    return Product.objects.filter(seller__code=code_of(seller)).exclude(state="removed")


def ever_stated(seller: Party | str, skus: Iterable[str], *, locked: bool = False) -> dict[str, Product]:
    """The products among these SKUs that a seller ever stated, removed ones too, each with its family."""
    found = Product.objects.filter(seller__code=code_of(seller), sku__in=set(skus)).select_related("family")
    found = found.select_for_update(of=("self",)).order_by("pk") if locked else found
    return {each.sku: each for each in found}


def families(seller: Party | str) -> QuerySet[Family]:
    """What shoppers see of a seller's products, as one thing each."""
    return Family.objects.filter(seller__code=code_of(seller))


def by_handle(seller: Party | str, handles: Iterable[str]) -> dict[str, Family]:
    """The families among these handles that the seller has."""
    return {each.handle: each for each in families(seller).filter(handle__in=set(handles))}


def imports(seller: Party | str) -> QuerySet[Import]:
    """The files of products that a seller brought, newest first; their content comes only when asked for."""
    return Import.objects.filter(seller__code=code_of(seller)).defer("content")


def outcomes(brought: Import) -> dict[str, int]:
    """How many rows of a file became what."""
    return dict(brought.lines.order_by().values_list("outcome").annotate(Count("pk")))


def offered(family: Family) -> QuerySet[Product]:
    """The variants of a family that buyers may have."""
    return family.products.filter(state="offered").order_by("pk")


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
    return {each.sku: facts_of(each) for each in products(seller).select_related("family")}


def facts_of(product: Product) -> ProductFacts:
    """A product as it was stated; what was never stated is None, and so is a family of its own."""
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
        family=None if product.family.handle == handle_of(product.sku) else product.family.handle,
        options=product.options or None,
        brand=product.brand or None,
        materials=product.materials or None,
        gross_mass_kg=kilograms(product.gross_mass_g) if product.gross_mass_g else None,
        size_mm=product.size_mm,
        traits=tuple(product.traits) or None,
    )


def taken_down(seller: Party | str) -> dict[str, str]:
    """The SKUs of a seller that this hub has hidden from its shop, each with why."""
    code = seller.code if isinstance(seller, Party) else seller
    found = Listing.objects.filter(hub="", seller=code, state=Listing.State.HIDDEN).only("variants", "why")
    return {str(each["sku"]): hidden.why for hidden in found for each in hidden.variants}


def listings(keys: Iterable[str]) -> dict[str, Listing]:
    """Listings by key, shown or not any more; one question for all."""
    return {each.key: each for each in Listing.objects.filter(key__in=set(keys))}


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


def price_lists(seller: Party | str) -> QuerySet[PriceList]:
    """A seller's price lists, those that began last first."""
    return PriceList.objects.filter(seller__code=code_of(seller)).order_by("-valid_from", "name")


def price_for(product: Product, destination: str, on: date) -> Money | None:
    """What one piece costs a buyer in a destination on a day, before freight, duty and tax; None if nobody said."""
    return prices_for([product], destination, on)[product.pk]


def prices_for(products: Sequence[Product], destination: str, on: date) -> dict[int, Money | None]:
    """The price of each product by its key, in one question.

    A price list for the destination beats one for all; among several the one that began last counts; without any the
    product's own price does.
    """
    listed = Price.objects.filter(product__in=[each.pk for each in products], price_list__valid_from__lte=on)
    listed = listed.filter(Q(price_list__valid_until__isnull=True) | Q(price_list__valid_until__gte=on))
    listed = listed.filter(price_list__destination__in=("", destination)).select_related("price_list")
    rising = sorted(listed, key=lambda each: (each.price_list.destination, each.price_list.valid_from, each.pk))
    return {each.pk: each.price for each in products} | {each.product_id: each.money for each in rising}


def whole_facts_of(product: Product) -> ProductFacts:
    """A product as it stands, with everything stated: to be put back exactly so."""
    stated = facts_of(product)
    return replace(
        stated,
        family=product.family.handle,
        options=dict(product.options),
        brand=product.brand,
        materials=product.materials,
        gross_mass_kg=stated.gross_mass_kg or "",
        size_mm=product.size_mm or (),
        traits=tuple(product.traits),
    )


def family_facts_of(family: Family) -> FamilyFacts:
    """A family as it stands, with everything stated."""
    return FamilyFacts(
        handle=family.handle,
        title=family.title,
        brand=family.brand,
        options=tuple(family.options),
        texts=family.texts,
    )


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
