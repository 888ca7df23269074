"""The learned score of a declaration: advice to the officer who reads it, and no more than that.

The card comes with the hub, with a file beside it that says what it was trained on. It is asked when somebody looks, so
lodging neither waits for it nor depends on it.
"""

from __future__ import annotations

import csv
import gzip
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from entrepot.trade.declaration import DeclarationFacts
from entrepot.trade.declaration.reading import MILLION, read
from entrepot.trade.risk.scorecard import GoodsSeen, Row, Score, Scorecard

SHIPPED = "kcs-2020"
THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a card is from, and what it may do."""

    code: str
    standing: str
    trained_on: str
    source: str
    licence: str
    why_advisory: str
    worth: dict[str, int]


def advice(facts: DeclarationFacts) -> Score | None:
    """The score of the item that scores highest, or nothing where the card cannot read the goods."""
    return card().highest(_seen(facts))


@cache
def card() -> Scorecard:
    """The card that comes with the hub."""
    rows = csv.reader(gzip.decompress(_shipped(".csv.gz")).decode().splitlines())
    code, currency, one, five, ten = next(rows)
    tables: dict[str, dict[str, Row]] = {}
    for sign, key, points, looked_at, wrong in rows:
        tables.setdefault(sign, {})[key] = Row(int(points), int(looked_at), int(wrong))
    return Scorecard(code, currency, tables, (int(one), int(five), int(ten)))


@cache
def provenance() -> Provenance:
    """Where the card is from."""
    told = tomllib.loads(_shipped(".toml").decode())
    return Provenance(**{name: told[name] for name in Provenance.__slots__})


def _shipped(ending: str) -> bytes:
    return (resources.files("entrepot.hub.customs.scorecards") / f"{SHIPPED}{ending}").read_bytes()


def _seen(facts: DeclarationFacts) -> Iterator[GoodsSeen]:
    """The items whose code, value and mass can be read, in the card's own currency."""
    worth = provenance().worth.get(facts.currency)
    for item in read(facts).items:
        if worth is not None and len(item.commodity) >= 6 and item.value and item.net:
            value = item.value * worth // (MILLION * THOUSAND)
            yield GoodsSeen(
                item.commodity[:6], item.item.origin, facts.consignor.country, value, item.net * THOUSAND // MILLION
            )
