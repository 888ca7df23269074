"""Incoterms® 2020: who pays for what, where the risk passes, and what a price therefore contains.

From the invoice price under any term the table derives the price at another point of the way, such as the FOB or the
CIF value that customs asks for: parts of the cost that the price lacks are added, parts beyond the point are taken off.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from entrepot.trade.code.writing import narrow, refusal
from entrepot.trade.money import Money
from entrepot.trade.wording import gettext_noop

Side = Literal["seller", "buyer"]
Part = Literal["pre_carriage", "loading", "freight", "insurance", "on_carriage", "unloading", "duties"]
Point = Literal["ex-works", "fob", "cif", "delivered", "duty-paid"]

PARTS: tuple[Part, ...] = (
    "pre_carriage",  # from where the seller makes the goods available to the place of export, with export clearance
    "loading",  # on board the main carriage
    "freight",  # main carriage to the place of import
    "insurance",
    "on_carriage",  # from the place of import to the buyer
    "unloading",  # at the buyer's
    "duties",  # import clearance, duty and taxes
)

POINTS: dict[Point, frozenset[Part]] = {
    "ex-works": frozenset(),
    "fob": frozenset({"pre_carriage", "loading"}),
    "cif": frozenset({"pre_carriage", "loading", "freight", "insurance"}),
    "delivered": frozenset({"pre_carriage", "loading", "freight", "insurance", "on_carriage"}),
    "duty-paid": frozenset({"pre_carriage", "loading", "freight", "insurance", "on_carriage", "duties"}),
}


@dataclass(frozen=True, slots=True)
class Incoterm:
    """One delivery term of the International Chamber of Commerce."""

    code: str
    name: str
    by_water_only: bool
    delivery: str
    main_carriage: Side
    insurance: Side | None
    export_clearance: Side
    import_clearance: Side
    price_includes: frozenset[Part]

    def bears_border(self, direction: Literal["export", "import"]) -> Side:
        """Who bears it when customs does not let the goods through: whoever is to clear them there.

        Under every term that leaves import clearance to the buyer, goods lost for want of it are at the buyer's risk,
        wherever the risk passes otherwise (clauses A7 and B7 with B3).
        """
        return self.export_clearance if direction == "export" else self.import_clearance

    @property
    def duty(self) -> Side:
        """Who pays duty and taxes at import: whoever clears the goods."""
        return self.import_clearance


def _term(
    code: str,
    name: str,
    delivery: str,
    includes: str,
    *,
    insures: Side | None = None,
    by_water_only: bool = False,
) -> Incoterm:
    parts = frozenset(part for part in PARTS if part in includes.split())
    return Incoterm(
        code,
        name,
        by_water_only,
        delivery,
        main_carriage="seller" if "freight" in parts else "buyer",
        insurance=insures,
        export_clearance="buyer" if code == "EXW" else "seller",
        import_clearance="seller" if "duties" in parts else "buyer",
        price_includes=parts,
    )


_TERMS = (
    _term("EXW", "Ex Works", gettext_noop("at the seller's premises, not loaded"), ""),
    _term("FCA", "Free Carrier", gettext_noop("handed to the buyer's carrier at the named place"), ""),
    _term(
        "FAS",
        "Free Alongside Ship",
        gettext_noop("alongside the ship at the port of shipment"),
        "pre_carriage",
        by_water_only=True,
    ),
    _term(
        "FOB",
        "Free On Board",
        gettext_noop("on board the ship at the port of shipment"),
        "pre_carriage loading",
        by_water_only=True,
    ),
    _term(
        "CFR",
        "Cost and Freight",
        gettext_noop("on board the ship at the port of shipment"),
        "pre_carriage loading freight",
        by_water_only=True,
    ),
    _term(
        "CIF",
        "Cost, Insurance and Freight",
        gettext_noop("on board the ship at the port of shipment"),
        "pre_carriage loading freight insurance",
        insures="seller",
        by_water_only=True,
    ),
    _term(
        "CPT",
        "Carriage Paid To",
        gettext_noop("handed to the first carrier"),
        "pre_carriage loading freight on_carriage",
    ),
    _term(
        "CIP",
        "Carriage and Insurance Paid To",
        gettext_noop("handed to the first carrier"),
        "pre_carriage loading freight insurance on_carriage",
        insures="seller",
    ),
    _term(
        "DAP",
        "Delivered at Place",
        gettext_noop("at the named place, ready for unloading"),
        "pre_carriage loading freight insurance on_carriage",
    ),
    _term(
        "DPU",
        "Delivered at Place Unloaded",
        gettext_noop("at the named place, unloaded"),
        "pre_carriage loading freight insurance on_carriage unloading",
    ),
    _term(
        "DDP",
        "Delivered Duty Paid",
        gettext_noop("at the named place, cleared for import, ready for unloading"),
        "pre_carriage loading freight insurance on_carriage duties",
    ),
)

INCOTERMS: dict[str, Incoterm] = {term.code: term for term in _TERMS}


def incoterm(text: str) -> Incoterm:
    """The term of that code, or a refusal that names the eleven."""
    code = narrow(text).upper()
    if code not in INCOTERMS:
        raise refusal(
            "incoterm-unknown",
            gettext_noop("“{text}” is not one of the Incoterms 2020."),
            gettext_noop("Use one of {known}."),
            law="Incoterms 2020",
            text=text,
            known=", ".join(INCOTERMS),
        )
    return INCOTERMS[code]


@dataclass(frozen=True, slots=True)
class Costs:
    """What each part of the way costs. A part that is not stated costs nothing.

    Carriage begins and ends where the named place of the term says: what a price contains already is not stated again.
    """

    pre_carriage: Money | None = None
    loading: Money | None = None
    freight: Money | None = None
    insurance: Money | None = None
    on_carriage: Money | None = None
    unloading: Money | None = None
    duties: Money | None = None

    def of(self, part: Part, currency: str) -> Money:
        stated: Money | None = getattr(self, part)
        return Money.zero(currency) if stated is None else stated


def value_at(point: Point, term: Incoterm, price: Money, costs: Costs) -> Money:
    """What the goods cost at a point of the way, from their price under a term."""
    lacking, beyond = difference(point, term)
    value = price
    for part in lacking:
        value += costs.of(part, price.currency)
    for part in beyond:
        value -= costs.of(part, price.currency)
    return value


def difference(point: Point, term: Incoterm) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts that the price under the term lacks at the point, and those that lie beyond it."""
    wanted, included = POINTS[point], term.price_includes
    return _in_order(wanted - included), _in_order(included - wanted)


def _in_order(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=PARTS.index))
