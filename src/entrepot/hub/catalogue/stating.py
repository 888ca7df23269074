"""Products and families are stated by their seller, and stated again when they change; each is answered for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.catalogue import facts_of_family, queries
from entrepot.hub.catalogue.checking import check
from entrepot.hub.catalogue.facts import ProductFacts, grams, minor
from entrepot.hub.catalogue.facts_of_family import LONGEST_HANDLE, FamilyFacts, handle_of
from entrepot.hub.catalogue.models import Family, Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.trade import code
from entrepot.trade.finding import Finding, Refused

KEPT = (
    "title", "hs", "codes", "origin", "net_mass_g", "gtin", "price_minor", "currency", "texts", "family", "options",
    "materials", "gross_mass_g", "length_mm", "width_mm", "height_mm", "traits", "state",
)  # fmt: skip
KEPT_OF_FAMILY = ("title", "texts", "brand", "options")
SIZES = ("length_mm", "width_mm", "height_mm")


@transaction.atomic
def list_products(
    seller: Party | str, batch: Sequence[ProductFacts], *, by: Actor, fresh: Literal["offered", "draft"] = "offered"
) -> list[Product | Refused]:
    """List each product that is in order; answer for every one, in the order given.

    A SKU that is listed already is brought up to date and stays offered or withdrawn as it was; listing it again
    unchanged changes and records nothing. What is listed for the first time is offered, or kept as a draft.
    """
    party = parties.party(queries.code_of(seller))
    parties.require(by, "seller", party)
    known = queries.ever_stated(party, (facts.sku for facts in batch))
    answers: list[Product | Refused] = []
    stated: list[tuple[Product, ProductFacts]] = []
    first: dict[str, int] = {}
    for n, facts in enumerate(batch):
        found = [replace(each, pointer=f"/{n}{each.pointer}") for each in check(facts)]
        if facts.sku in first:
            found.append(_twice(n, facts.sku, first[facts.sku]))
        if found:
            answers.append(Refused(found))
            continue
        first[facts.sku] = n
        product = known.get(facts.sku) or Product(seller=party, sku=facts.sku, state=fresh)
        stated.append((product, facts))
        answers.append(product)
    changed = [
        product
        for (product, facts), family in zip(stated, _families(party, stated, by), strict=True)
        if _put(product, _values(facts) | {"family": family, "state": _next(product, fresh)}, "listed_at", by.at)
    ]
    _keep(changed, by)
    return answers


@transaction.atomic
def name_products(seller: Party | str, batch: Sequence[ProductFacts], *, by: Actor) -> list[Product | Refused]:
    """List products as a file of orders describes them: it says what goods are, not at which price they are listed."""
    known = queries.ever_stated(seller, (each.sku for each in batch))
    there = {sku: queries.facts_of(found) for sku, found in known.items()}
    named = [
        replace(each, price=stood.price, currency=stood.currency, codes=stood.codes, texts=stood.texts)
        if (stood := there.get(each.sku))
        else each
        for each in batch
    ]
    return list_products(seller, named, by=by)


@transaction.atomic
def state_families(seller: Party | str, batch: Sequence[FamilyFacts], *, by: Actor) -> list[Family | Refused]:
    """State what shoppers read of each family that is in order; one that is not there yet is made."""
    party = parties.party(queries.code_of(seller))
    parties.require(by, "seller", party)
    known = queries.by_handle(party, (facts.handle for facts in batch))
    answers: list[Family | Refused] = []
    changed: dict[str, Family] = {}
    for n, facts in enumerate(batch):
        found = [replace(each, pointer=f"/{n}{each.pointer}") for each in facts_of_family.check(facts)]
        if found:
            answers.append(Refused(found))
            continue
        family = known.setdefault(facts.handle, Family(seller=party, handle=facts.handle))
        if _family_changes(family, facts, by.at):
            changed[facts.handle] = family
        answers.append(family)
    _keep_families(list(changed.values()), by)
    return answers


def _family_changes(family: Family, facts: FamilyFacts, at: datetime) -> bool:
    values: dict[str, Any] = {"title": facts.title.strip()}
    if facts.brand is not None:
        values["brand"] = facts.brand.strip()
    if facts.options is not None:
        values["options"] = list(facts.options)
    if facts.texts is not None:
        texts = {language: {key: text for key, text in told.items() if text} for language, told in facts.texts.items()}
        values["texts"] = {language: told for language, told in texts.items() if told}
    return _put(family, values, "changed_at", at)


def _next(product: Product, fresh: str) -> str:
    """Stated anew, what was removed is as if it had never been there; everything else stays as it is."""
    return fresh if product.state == "removed" else product.state


def _put(row: Any, values: Mapping[str, Any], moment: str, at: datetime) -> bool:
    """Put values into a row; whether anything is new, and if so from when."""
    if row.pk and all(getattr(row, field) == value for field, value in values.items()):
        return False
    for field, value in values.items():
        setattr(row, field, value)
    setattr(row, moment, at)
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
        **_further(facts),
    }


def _further(facts: ProductFacts) -> dict[str, Any]:
    """The values of what is stated beyond what every border asks."""
    values: dict[str, Any] = {}
    if facts.options is not None:
        values["options"] = {name.strip(): choice.strip() for name, choice in facts.options.items()}
    if facts.materials is not None:
        values["materials"] = facts.materials.strip()
    if facts.gross_mass_kg is not None:
        values["gross_mass_g"] = grams(facts.gross_mass_kg) if facts.gross_mass_kg else None
    if facts.size_mm is not None:
        values |= zip(SIZES, facts.size_mm or (None, None, None), strict=True)
    if facts.traits is not None:
        values["traits"] = sorted(set(facts.traits))
    return values


def _families(seller: Party, stated: Sequence[tuple[Product, ProductFacts]], by: Actor) -> list[Family]:
    """The family of every product: the one named, the one it has, or one of its own. What is new is written."""
    known = queries.by_handle(seller, (facts.family or handle_of(facts.sku) for _, facts in stated))
    found: list[Family] = []
    changed: dict[str, Family] = {}
    for product, facts in stated:
        family = _family(seller, product, facts, known)
        if _follows(family, product, facts, by.at):
            changed[family.handle] = family
        if product.pk and product.family_id != family.pk:
            changed.setdefault(product.family.handle, product.family)  # it has a variant less
        found.append(family)
    _keep_families(list(changed.values()), by)
    return found


def _family(seller: Party, product: Product, facts: ProductFacts, known: dict[str, Family]) -> Family:
    if facts.family:
        return known.setdefault(facts.family, _new_family(seller, facts.family, facts))
    if product.pk:
        return product.family
    handle = handle_of(facts.sku)
    if handle in known:  # another SKU that is spelt the same in an address
        handle = handle[: LONGEST_HANDLE - 9] + "-" + sha256(facts.sku.encode()).hexdigest()[:8]
    return known.setdefault(handle, _new_family(seller, handle, facts))


def _new_family(seller: Party, handle: str, facts: ProductFacts) -> Family:
    """A family as its first product describes it."""
    texts = {language: {"title": title} for language, title in facts.texts.items()}
    return Family(seller=seller, handle=handle, title=facts.title.strip(), texts=texts)


def _follows(family: Family, product: Product, facts: ProductFacts, at: datetime) -> bool:
    """A family takes its brand from its products, and its title as long as it is called what its product is called."""
    title = facts.title.strip() if product.pk and family.title == product.title else family.title
    brand = family.brand if facts.brand is None else facts.brand.strip()
    options = [*family.options, *(name for name in facts.options or {} if name not in family.options)]
    return _put(family, {"title": title, "brand": brand, "options": options}, "changed_at", at)


def _keep_families(changed: list[Family], by: Actor) -> None:
    Family.objects.bulk_create([family for family in changed if family.pk is None])
    Family.objects.bulk_update([family for family in changed if family.pk], [*KEPT_OF_FAMILY, "changed_at"])
    told = [(family.subject, {"title": family.title}) for family in changed]
    events.record_many("catalogue.family.changed", told, by=by)


def _keep(changed: list[Product], by: Actor) -> None:
    fresh = [product for product in changed if product.pk is None]
    stale = [product for product in changed if product.pk is not None]
    Product.objects.bulk_create(fresh)
    Product.objects.bulk_update(stale, [*KEPT, "listed_at"])
    for kind, offered in (("catalogue.product.listed", True), ("catalogue.product.stated", False)):
        told = [
            (product.subject, {"title": product.title, "hs": product.hs})
            for product in changed
            if product.offered is offered
        ]
        events.record_many(kind, told, by=by)


def _twice(n: int, sku: str, first: int) -> Finding:
    return Finding(
        "sku-twice",
        gettext_noop("SKU {sku} stands already in this list, as number {first}."),
        f"/{n}/sku",
        gettext_noop("Keep one entry for each SKU."),
        params={"sku": sku, "first": str(first + 1)},
    )
