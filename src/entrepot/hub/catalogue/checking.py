"""What is wrong with a product as its seller states it: pure, and complete."""

from __future__ import annotations

from collections.abc import Iterator

from entrepot.hub.catalogue.facts import ProductFacts, asked, grams, price_findings
from entrepot.hub.catalogue.facts_of_family import HANDLE, LONGEST_HANDLE
from entrepot.statute import nomenclature
from entrepot.trade import code, traits
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

LARGEST_SIZE_MM = 20_000


def check(facts: ProductFacts) -> list[Finding]:
    """Everything that is wrong with one product."""
    return list(_wrong(facts))


def _wrong(facts: ProductFacts) -> Iterator[Finding]:
    if not facts.sku.strip() or len(facts.sku) > 64:
        yield Finding(
            "sku-missing",
            gettext_noop("The product has no SKU, or one longer than 64 characters."),
            "/sku",
            gettext_noop("Give the stock keeping unit under which you sell it."),
        )
    if not facts.title.strip() or len(facts.title) > 250:
        yield Finding(
            "title-missing",
            gettext_noop("Product {sku} has no title, or one longer than 250 characters."),
            "/title",
            gettext_noop("Say in plain words what the thing is; customs reads it."),
            params={"sku": facts.sku},
        )
    yield from asked(nomenclature.known, facts.hs, "/hs")
    yield from asked(code.country, facts.origin, "/origin")
    if facts.gtin:
        yield from asked(code.gtin, facts.gtin, "/gtin")
    for country, line in facts.codes.items():
        yield from asked(code.country, country, f"/codes/{country}")
        yield from asked(nomenclature.known, line, f"/codes/{country}")
    if grams(facts.net_mass_kg) is None:
        yield Finding(
            "mass-not-positive",
            gettext_noop("“{mass}” is not a net mass in kilograms."),
            "/net_mass_kg",
            gettext_noop("Write the mass of one piece without packing, such as 0.35."),
            params={"mass": facts.net_mass_kg},
        )
    if facts.price:
        yield from price_findings(facts.price, facts.currency, "/price")
    yield from _wrong_variant(facts)


def _wrong_variant(facts: ProductFacts) -> Iterator[Finding]:
    """What is wrong with the facts that a seller may leave out."""
    if facts.family and (not HANDLE.fullmatch(facts.family) or len(facts.family) > LONGEST_HANDLE):
        yield Finding(
            "handle-shape",
            gettext_noop("“{handle}” is no name for an address."),
            "/family",
            gettext_noop("Use small Latin letters, figures and single hyphens, at most {most}."),
            params={"handle": facts.family, "most": str(LONGEST_HANDLE)},
        )
    if any(
        not name.strip() or not choice.strip() or len(choice) > 80 for name, choice in (facts.options or {}).items()
    ):
        yield Finding(
            "option-empty",
            gettext_noop("An option of {sku} has no name or no value, or a value longer than 80 characters."),
            "/options",
            gettext_noop("Say what the variant is, such as colour: blue."),
            params={"sku": facts.sku},
        )
    if len(facts.materials or "") > 250 or len(facts.brand or "") > 80:
        yield Finding(
            "words-too-long",
            gettext_noop("The materials are longer than 250 characters, or the brand than 80."),
            "/materials",
            gettext_noop("Name the materials by share, such as “cotton 80 %, polyester 20 %”."),
        )
    yield from _wrong_measures(facts)
    for word in traits.unknown(facts.traits or ()):
        yield Finding(
            "trait-unknown",
            gettext_noop("“{word}” is no trait of goods that is known here."),
            "/traits",
            gettext_noop("Use the words of the list; what is not on it goes into the description."),
            params={"word": word},
        )


def _wrong_measures(facts: ProductFacts) -> Iterator[Finding]:
    net = grams(facts.net_mass_kg)
    gross = grams(facts.gross_mass_kg) if facts.gross_mass_kg else None
    if facts.gross_mass_kg and gross is None:
        yield Finding(
            "mass-not-positive",
            gettext_noop("“{mass}” is not a gross mass in kilograms."),
            "/gross_mass_kg",
            gettext_noop("Write the mass of one piece with its packing, such as 0.4."),
            params={"mass": facts.gross_mass_kg},
        )
    elif net is not None and gross is not None and gross < net:
        yield Finding(
            "gross-below-net",
            gettext_noop("Gross mass ({gross} kg) is less than net mass ({net} kg)."),
            "/gross_mass_kg",
            gettext_noop("Correct one of the two."),
            params={"gross": facts.gross_mass_kg or "", "net": facts.net_mass_kg},
        )
    if facts.size_mm and (len(facts.size_mm) != 3 or not all(0 < each <= LARGEST_SIZE_MM for each in facts.size_mm)):
        yield Finding(
            "size-not-three",
            gettext_noop("A size is length, width and height in millimetres, each up to {most}."),
            "/size_mm",
            gettext_noop("Measure one piece as it is packed."),
            params={"most": str(LARGEST_SIZE_MM)},
        )
