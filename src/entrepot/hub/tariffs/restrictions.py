"""What borders forbid, or let pass only with a permit, told of one piece before it is sold."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from entrepot.hub.catalogue.offered import Variant
from entrepot.hub.law import statute
from entrepot.trade.declaration import DeclarationFacts, GoodsItem, Trader
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.permit import Control, missing, requirements

Direction = Literal["export", "import"]


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of goods as a border sees it: `codes` holds national lines by country, the mass is in grams."""

    title: str
    hs: str
    origin: str
    net_mass_g: int
    codes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Restriction:
    """What one border says about the piece, as a finding and as the control that it comes from."""

    country: str
    direction: Direction
    control: Control
    finding: Finding

    @property
    def prohibited(self) -> bool:
        return self.control.prohibited


def restrictions(piece: Piece, dispatch: str, destination: str, on: date) -> list[Restriction]:
    """What the border that the piece leaves and the one that it enters say; a law that is not held says nothing.

    Goods that are in the destination already leave no country.
    """
    ways: list[tuple[Direction, str]] = [("import", destination)]
    if dispatch != destination:
        ways.insert(0, ("export", dispatch))
    return [found for direction, country in ways for found in _at(piece, direction, country, dispatch, destination, on)]


def _at(
    piece: Piece, direction: Direction, country: str, dispatch: str, destination: str, on: date
) -> list[Restriction]:
    facts = _declared(piece, direction, country, dispatch, destination, on)
    required = requirements(_controls(country, on), facts)
    told = missing(required, facts)
    return [
        Restriction(country, direction, each.control, finding) for each, finding in zip(required, told, strict=True)
    ]


def _controls(country: str, on: date) -> Sequence[Control]:
    try:
        return statute().jurisdiction(country).controls(on)
    except Refused:  # no law is held; a quote says so
        return ()


def _declared(
    piece: Piece, direction: Direction, country: str, dispatch: str, destination: str, on: date
) -> DeclarationFacts:
    """The piece as it would be declared: what no control asks about is left blank."""
    mass = f"{piece.net_mass_g // 1000}.{piece.net_mass_g % 1000:03d}"
    item = GoodsItem(
        number=1,
        description=piece.title,
        hs=piece.codes.get(country, piece.hs),
        origin=piece.origin,
        quantity="1",
        unit="H87",
        net_mass_kg=mass,
        gross_mass_kg=mass,
        value="0",
    )
    return DeclarationFacts(
        lrn="",
        ucr="",
        direction=direction,
        country=country,
        regime="",
        date=on,
        declarant="",
        consignor=Trader("", dispatch),
        consignee=Trader("", destination),
        currency="XXX",
        incoterm="DDP",
        freight="0",
        insurance="0",
        items=(item,),
    )


Told = dict[str, list[dict[str, Any]]]


def of_listing(
    variants: Sequence[Variant], country: str, places: Sequence[str], on: date
) -> tuple[Told, tuple[str, ...]]:
    """By destination what stands in the way of these variants, each thing once; and where none of them may be sold."""
    told: Told = {}
    barred: list[str] = []
    for place in places:
        found = [restrictions(piece_of(each), country, place, on) for each in variants]
        plain = {json.dumps(each := _plain(one), sort_keys=True): each for ones in found for one in ones}
        if plain:
            told[place] = list(plain.values())
        if found and all(any(one.prohibited for one in ones) for ones in found):
            barred.append(place)
    return told, tuple(barred)


def piece_of(variant: Variant) -> Piece:
    """One piece of a variant as borders see it."""
    return Piece(variant.title, variant.hs, variant.origin, variant.net_mass_g, variant.codes)


def _plain(each: Restriction) -> dict[str, Any]:
    control = each.control
    return {
        "code": control.code,
        "sentence": control.sentence,
        "law": control.law,
        "agency": control.agency,
        "kind": control.kind,
        "country": each.country,
        "prohibited": control.prohibited,
    }
