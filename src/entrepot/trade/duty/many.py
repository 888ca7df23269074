"""Many lines of many codes at once: those that the law sees alike go together, and each is answered in its place.

Goods of different codes are alike where no condition of the regime tells them apart and every levy has a rate by value
for them, whichever it is. A shop sells thousands of codes, and few groups remain.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

from entrepot.trade.duty.bulk import Bulk, Due, Parcels
from entrepot.trade.duty.condition import Condition, Either, Every, GoodsTest, Otherwise
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.law import ByTariff, Law, Regime
from entrepot.trade.duty.rates import Day


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that are alike: where they stand in the batch, and what each owes; None if the full reckoning is needed."""

    places: Sequence[int]
    due: Due | None


def groups(
    law: Law, regime: Regime, like: Consignment, day: Day, codes: Sequence[str], parcels: Parcels
) -> Iterator[Group]:
    """What every line of a batch owes in a regime; `like` is any of them: they differ in code and numbers alone."""
    seen = _Eye(law, regime, like.lines[0].origin or like.dispatch).of
    signs: dict[str, object] = {}
    alike: dict[object, list[int]] = {}
    firsts: dict[object, str] = {}
    for code in dict.fromkeys(codes):
        signs[code] = sign = seen(code)
        alike.setdefault(sign, [])
        firsts.setdefault(sign, code)
    heaps = {code: alike[sign].append for code, sign in signs.items()}
    for place, code in enumerate(codes):
        heaps[code](place)
    for sign, places in alike.items():
        goods = replace(like.lines[0], hs=firsts[sign])
        some, theirs = (parcels, codes) if len(places) == len(codes) else _taken(parcels, codes, places)
        yield Group(places, Bulk(law, regime, replace(like, lines=(goods,)), day, theirs).due(some))


def totals(found: Iterable[Group], count: int) -> list[int | None]:
    """What each line owes in all, in the order of the batch; None where the regime is closed or nothing can be said."""
    owed: list[int | None] = [None] * count
    for group in found:
        if group.due is None:
            continue
        sums: Iterable[int] = map(sum, zip(*group.due.charges.values(), strict=True))
        if not group.due.charges:
            sums = repeat(0)
        for place, is_open, amount in zip(group.places, group.due.is_open, sums, strict=False):
            if is_open:
                owed[place] = amount
    return owed


class _Eye:
    """How the law sees a code: whether its rates go by value, the lines under it, the answer to each test of goods."""

    def __init__(self, law: Law, regime: Regime, origin: str) -> None:
        self.law, self.origin = law, origin
        self.levies = [levy.code for levy in law.levies if isinstance(levy.pricing, ByTariff)]
        conditions = [
            *regime.when,
            *(test for terms in regime.terms.values() for effect in terms.effects for test in effect.when),
        ]
        self.tests = list(dict.fromkeys(test.prefixes for each in conditions for test in _goods_tests(each)))

    def of(self, code: str) -> object:
        tariff = self.law.tariff
        rates = [tariff.choice(levy, code, self.origin).normal for levy in self.levies]
        by_value = all(rate is None or rate.share is not None for rate in rates)
        silent = tuple(rate is None for rate in rates)
        goods = tuple(
            True if code.startswith(prefixes) else None if any(each.startswith(code) for each in prefixes) else False
            for prefixes in self.tests
        )
        return by_value, silent, len(tariff.lines(code)) == 1, goods


def _goods_tests(condition: Condition) -> Iterator[GoodsTest]:
    match condition:
        case GoodsTest():
            yield condition
        case Every(tests=tests) | Either(tests=tests):
            for test in tests:
                yield from _goods_tests(test)
        case Otherwise(test=test):
            yield from _goods_tests(test)


def _taken(parcels: Parcels, codes: Sequence[str], places: Sequence[int]) -> tuple[Parcels, Sequence[str]]:
    columns = (parcels.values, parcels.freights, parcels.insurances, parcels.pieces)
    taken = [[column[place] for place in places] for column in columns]
    return Parcels(*taken), [codes[place] for place in places]
