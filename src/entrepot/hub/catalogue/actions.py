"""Every write to the catalogue: products are listed, and listed again when they change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.facts import ProductFacts, check, grams, minor
from entrepot.hub.catalogue.models import Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade import code
from entrepot.trade.finding import Finding, Refused

KEPT = ("title", "hs", "codes", "origin", "net_mass_g", "gtin", "price_minor", "currency", "texts")


@transaction.atomic
def list_products(seller: Party | str, batch: Sequence[ProductFacts], *, by: Actor) -> list[Product | Refused]:
    """List each product that is in order; answer for every one, in the order given.

    A SKU that is listed already is brought up to date; listing it again unchanged changes and records nothing.
    """
    party = parties.party(queries.code_of(seller))
    parties.require(by, "seller", party)
    known = queries.by_sku(party, (facts.sku for facts in batch))
    answers: list[Product | Refused] = []
    changed: dict[str, Product] = {}
    first: dict[str, int] = {}
    for n, facts in enumerate(batch):
        found = [replace(each, pointer=f"/{n}{each.pointer}") for each in check(facts)]
        if facts.sku in first:
            found.append(_twice(n, facts.sku, first[facts.sku]))
        if found:
            answers.append(Refused(found))
            continue
        first[facts.sku] = n
        product = known.get(facts.sku) or Product(seller=party, sku=facts.sku)
        if _stated(product, facts, by.at):
            changed[facts.sku] = product
        answers.append(product)
    _keep(list(changed.values()), by)
    return answers


def _stated(product: Product, facts: ProductFacts, at: datetime) -> bool:
    """Put the facts into the row; whether anything is new."""
    values = _values(facts)
    if product.pk and all(getattr(product, field) == value for field, value in values.items()):
        return False
    for field, value in values.items():
        setattr(product, field, value)
    product.listed_at = at
    return True


def _values(facts: ProductFacts) -> dict[str, Any]:
    return {
        "title": facts.title.strip(),
        "hs": code.hs_code(facts.hs),
        "codes": {code.country(country): code.hs_code(line) for country, line in facts.codes.items()},
        "origin": code.country(facts.origin),
        "net_mass_g": grams(facts.net_mass_kg),
        "gtin": code.gtin(facts.gtin) if facts.gtin else "",
        "price_minor": minor(facts.price, facts.currency) if facts.price else None,
        "currency": facts.currency if facts.price else "",
        "texts": dict(facts.texts),
    }


def _keep(changed: list[Product], by: Actor) -> None:
    fresh = [product for product in changed if product.pk is None]
    stale = [product for product in changed if product.pk is not None]
    Product.objects.bulk_create(fresh)
    Product.objects.bulk_update(stale, [*KEPT, "listed_at"])
    events.record_many(
        "catalogue.product.listed",
        [
            (f"product:{product.seller_id}/{product.sku}", {"title": product.title, "hs": product.hs})
            for product in changed
        ],
        by=by,
    )


def _twice(n: int, sku: str, first: int) -> Finding:
    return Finding(
        "sku-twice",
        gettext_noop("SKU {sku} stands already in this list, as number {first}."),
        f"/{n}/sku",
        gettext_noop("Keep one entry for each SKU."),
        params={"sku": sku, "first": str(first + 1)},
    )
