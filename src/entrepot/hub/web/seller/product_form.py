"""A product as a form: what its fields hold, and what a filled form states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.catalogue.facts_of_family import LANGUAGES, FamilyFacts
from entrepot.hub.catalogue.models import Product
from entrepot.trade.traits import TRAITS

PLAIN = ("title", "hs", "origin", "net_mass_kg", "gtin", "price", "currency", "gross_mass_kg", "materials", "brand")
SIZES = ("length", "width", "height")


@dataclass(frozen=True, slots=True)
class Text:
    """What shoppers read in one language."""

    language: str
    tag: str
    name: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One trait that goods may have."""

    word: str
    name: str
    ticked: bool
    un: str


@dataclass(frozen=True, slots=True)
class Filled:
    """The form as it stands: plain fields by name, texts by language, traits, and options by name."""

    fields: Mapping[str, str]
    texts: tuple[Text, ...]
    traits: tuple[Tick, ...]
    options: tuple[tuple[str, str], ...]


def filled(product: Product) -> Filled:
    """The form with what is known of the product."""
    facts = catalogue.facts_of(product)
    fields = {name: str(getattr(facts, name) or "") for name in PLAIN}
    fields |= dict(zip(SIZES, (str(each) for each in product.size_mm or ("", "", "")), strict=True))
    fields["codes"] = ", ".join(f"{country} {line}" for country, line in sorted(product.codes.items()))
    texts = {language: dict(told) for language, told in product.family.texts.items()}
    texts.setdefault("en", {}).setdefault("title", product.family.title)
    options = tuple((name, product.options.get(name, "")) for name in product.family.options)
    return Filled(fields, _texts(texts), _ticks(product.traits), options)


def stated(product: Product, given: QueryDict) -> tuple[FamilyFacts, ProductFacts]:
    """What a filled form states of a product and of its family."""

    def told(name: str) -> str:
        return given.get(name, "").strip()

    texts = {
        language: {"title": told(f"name_{language}"), "description": told(f"text_{language}")} for language in LANGUAGES
    }
    named = next((text["title"] for text in texts.values() if text["title"]), "")
    sizes = [told(name) for name in SIZES]
    options = {name: choice for name in product.family.options if (choice := told(f"option_{name}"))}
    plain = {name: told(name) for name in PLAIN}
    plain["currency"] = plain["currency"].upper()
    facts = ProductFacts(
        **plain,
        sku=product.sku,
        codes=dict(_codes(told("codes"))),
        texts=product.texts,
        family=product.family.handle,
        options=options,
        size_mm=tuple(_whole(each) for each in sizes) if any(sizes) else (),
        traits=tuple(given.getlist("traits")),
    )
    return FamilyFacts(handle=product.family.handle, title=named, brand=plain["brand"], texts=texts), facts


def given_again(product: Product, given: QueryDict) -> Filled:
    """The form as somebody filled it in, to be corrected."""
    fields = {name: given.get(name, "") for name in (*PLAIN, *SIZES, "codes")}
    texts = {
        language: {"title": given.get(f"name_{language}", ""), "description": given.get(f"text_{language}", "")}
        for language in LANGUAGES
    }
    options = tuple((name, given.get(f"option_{name}", "")) for name in product.family.options)
    return Filled(fields, _texts(texts), _ticks(given.getlist("traits")), options)


def _texts(told: Mapping[str, Mapping[str, str]]) -> tuple[Text, ...]:
    names = {"en": _("Name, English"), "zh": _("Name, Chinese"), "ms": _("Name, Malay")}
    tags = {"en": "en", "zh": "zh-Hans", "ms": "ms"}
    return tuple(
        Text(
            each,
            tags[each],
            names[each],
            told.get(each, {}).get("title", ""),
            told.get(each, {}).get("description", ""),
        )
        for each in LANGUAGES
    )


def _ticks(traits: list[str]) -> tuple[Tick, ...]:
    return tuple(Tick(each.word, _(each.name), each.word in traits, each.un) for each in TRAITS.values())


def _codes(text: str) -> list[tuple[str, str]]:
    """National lines as they are written: a country and its line, one after another."""
    found = []
    for part in re.split(r"[,;\n]+", text):
        country, _space, line = part.strip().partition(" ")
        if country:
            found.append((country.upper(), line.strip()))
    return found


def _whole(text: str) -> int:
    """Whole millimetres; nought, which is refused, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
