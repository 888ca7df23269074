"""Quality before lodging: what is allowed, and still likely to be asked about, with the way to mend it.

Nothing here refuses. A score of 100 says that nothing was found; each kind of weakness takes its points once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from entrepot.trade.declaration.facts import DeclarationFacts
from entrepot.trade.declaration.reading import MILLION, Read, ReadItem, decimal_text, read
from entrepot.trade.declaration.vague import telling
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

MeantBy = Callable[[str], str]
"""The chapter (two digits) to which a description clearly belongs, or nothing where it may be several."""

PACKING = 4
"""Times the net mass that packing may bring a parcel to before somebody asks."""
LIGHT, HEAVY = MILLION // 10_000, 200 * MILLION
"""A piece lighter than a tenth of a gram or heavier than 200 kg is rarely what was meant."""
FACTOR = 3
"""How far beyond the usual values by weight one must lie to stand out."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What a kilogram of a subheading is usually worth, in millionths of the currency: most lay between."""

    low: int
    high: int
    seen: int


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the declaration: usual values by subheading, in its currency; and what texts mean."""

    usual: Mapping[str, Usual] = field(default_factory=dict)
    meant: MeantBy | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """The score, from 0 to 100, and every weakness with its remedy."""

    score: int
    findings: tuple[Finding, ...]


WEIGHTS = {"Q01": 30, "Q02": 20, "Q03": 25, "Q04": 5, "Q05": 20}


def quality(facts: DeclarationFacts, known: Known | None = None) -> Quality:
    """How well a declaration is likely to pass, and what to mend first."""
    declaration = read(facts)
    found = tuple(_found(declaration, known or Known()))
    return Quality(max(100 - sum(WEIGHTS[code] for code in {each.code for each in found}), 0), found)


def _found(declaration: Read, known: Known) -> Iterator[Finding]:
    for item in declaration.items:
        yield from _vague(item)
        yield from _unusual(item, declaration, known.usual)
        yield from _not_meant(item, known.meant)
        yield from _weight(item)
    yield from _unnamed(declaration.items)


def _vague(item: ReadItem) -> Iterator[Finding]:
    said = item.item.description
    if len(telling(said)) < 2:
        yield _warning(
            "Q01",
            gettext_noop("“{said}” does not say what the goods are."),
            f"{item.place}/description",
            gettext_noop("Say what it is, what it is made of and what it is for: “Women's T-shirt, knitted, cotton”."),
            said=said,
        )


def _unusual(item: ReadItem, declaration: Read, usual: Mapping[str, Usual]) -> Iterator[Finding]:
    known = usual.get(item.commodity[:6])
    if known is None or not item.value or not item.net:
        return
    value = item.value * MILLION
    if known.low * item.net <= value * FACTOR and value <= known.high * item.net * FACTOR:
        return
    worth = value // item.net
    currency = declaration.facts.currency
    yield _warning(
        "Q02",
        gettext_noop("A kilogram is worth {worth}; of this subheading most were between {low} and {high}."),
        f"{item.place}/value",
        gettext_noop("Check value, currency and mass; keep the invoice at hand if they are right."),
        worth=_money(worth, currency),
        low=_money(known.low, currency),
        high=_money(known.high, currency),
    )


def _not_meant(item: ReadItem, meant: MeantBy | None) -> Iterator[Finding]:
    chapter = meant(item.item.description) if meant is not None and item.commodity else ""
    if chapter and chapter != item.commodity[:2]:
        yield _warning(
            "Q03",
            gettext_noop("The words “{said}” belong to chapter {chapter}, and the code is {code}."),
            f"{item.place}/hs",
            gettext_noop("Look the code up again, or say in the description why it is this one."),
            said=item.item.description,
            chapter=chapter,
            code=item.commodity,
        )


def _weight(item: ReadItem) -> Iterator[Finding]:
    if not item.net or not item.gross:
        return
    if item.gross > item.net * PACKING:
        yield _warning(
            "Q05",
            gettext_noop("With its packing it weighs {gross} kg, and without it {net} kg."),
            f"{item.place}/gross_mass_kg",
            gettext_noop("Weigh it again, or spread the packing over the items."),
            gross=decimal_text(item.gross),
            net=decimal_text(item.net),
        )
    each = item.net * MILLION // item.quantity if item.quantity and item.item.unit == "H87" else None
    if each is not None and not LIGHT <= each <= HEAVY:
        yield _warning(
            "Q05",
            gettext_noop("One piece would weigh {each} kg."),
            f"{item.place}/quantity",
            gettext_noop("Check the number of pieces and the mass."),
            each=decimal_text(each),
        )


def _unnamed(items: Iterable[ReadItem]) -> Iterator[Finding]:
    unnamed = [item for item in items if not item.item.sku and not item.item.gtin]
    if unnamed:
        yield _warning(
            "Q04",
            gettext_noop("Items that name no product, neither by an article number nor by a GTIN: {count}."),
            f"{unnamed[0].place}/sku",
            gettext_noop("Give the seller's article number; it ties the goods to order, stock and photographs."),
            count=str(len(unnamed)),
        )


def _money(millionths: int, currency: str) -> str:
    return f"{currency} {decimal_text(millionths // 10_000 * 10_000)}"


def _warning(code: str, sentence: str, pointer: str, remedy: str, /, **params: str) -> Finding:
    return Finding(code, sentence, pointer, remedy, level="warning", params=params)
