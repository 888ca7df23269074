"""Where a seller may pay the tax at the sale: the schemes that each place knows, read from its law."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from entrepot.hub.law import statute
from entrepot.trade.duty.condition import Condition, Either, Every, FactTest

ASKED = "seller_registered"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A place whose law lets registered sellers in by a way of their own; `says` is the law's sentence for them."""

    place: str
    name: str
    says: str


def schemes(on: date) -> tuple[Scheme, ...]:
    """The places where a seller's number changes how goods come in, on a day; a union stands for its members."""
    law = statute()
    places = sorted({law.jurisdiction(code).folder.code for code in law.codes})
    return tuple(found for place in places for found in _of(place, on))


def _of(place: str, on: date) -> Iterator[Scheme]:
    law = statute().law(place, on)
    for regime in law.regimes:
        for test in _facts(regime.when):
            if test.fact == ASKED and "yes" in test.one_of:
                yield Scheme(place, regime.name, test.sentence)
                return


def _facts(tests: Iterable[Condition]) -> Iterator[FactTest]:
    """Every fact that must hold, however deep it stands; what must not hold is none."""
    for test in tests:
        if isinstance(test, FactTest):
            yield test
        elif isinstance(test, Every | Either):
            yield from _facts(test.tests)
