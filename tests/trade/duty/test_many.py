"""Lines of many codes in one batch come out as each of them would alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot import statute
from entrepot.trade.duty.bulk import Parcels
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.law import Law, Regime
from entrepot.trade.duty.many import groups, totals
from entrepot.trade.duty.rates import NO_RATES
from entrepot.trade.money import Money

LAW = statute.load()
DAY = date(2026, 11, 23)
CODES = {
    "MY": ("691200", "190531", "330499", "420222", "610910", "040900", "220421", "240220"),
    "CN": ("691200", "190531", "330499", "420222", "610910", "040900", "220421", "330300"),
    "SG": ("691200", "220421", "610910"),
}
rows = st.lists(
    st.tuples(st.integers(0, 7), st.integers(1, 600_000), st.integers(0, 20_000), st.integers(1, 9)),
    min_size=1,
    max_size=12,
)


def alone(law: Law, regime: Regime, like: Consignment, hs: str, row: tuple[int, int, int, int]) -> int | None:
    """What one line owes by the full reckoning; None where the regime is closed, or nothing can be said."""
    _, cents, freight, pieces = row
    bare = replace(law, regimes=(replace(regime, preference="none"),))
    goods = replace(like.lines[0], hs=hs, value=Money.from_minor(cents, law.currency), quantity=Fraction(pieces))
    parcel = replace(like, lines=(goods,), freight=Money.from_minor(freight, law.currency))
    option = landed_cost([parcel], bare)[0].option(regime.code)
    return None if option is None or option.total is None else option.total.exact.minor


@pytest.mark.parametrize("country", ["MY", "CN", "SG"])
@settings(max_examples=25, deadline=None)
@given(found=rows, registered=st.sampled_from([True, False]), channel=st.sampled_from(["express", "post", "bonded"]))
def test_a_batch_of_many_codes_comes_out_line_by_line(
    country: str, found: list[tuple[int, int, int, int]], registered: bool, channel: str
) -> None:
    law = LAW.law(country, DAY)
    like = Consignment(
        "DE",
        country,
        DAY,
        (Goods("691200", Money.of("1", law.currency), origin="DE"),),
        channel=channel,
        seller_registered=registered,
        consumer=True,
        year_to_date=Money.zero(law.currency),
    )
    codes = [CODES[country][n % len(CODES[country])] for n, *_ in found]
    nothing = [0] * len(found)
    parcels = Parcels([row[1] for row in found], [row[2] for row in found], nothing, [row[3] for row in found])
    for regime in law.regimes:
        together = list(groups(law, regime, like, NO_RATES.on(DAY), codes, parcels))
        assert sorted(place for group in together for place in group.places) == list(range(len(found)))
        unsaid = {place for group in together if group.due is None for place in group.places}
        for place, owed in enumerate(totals(together, len(found))):
            if place not in unsaid:
                assert owed == alone(law, regime, like, codes[place], found[place]), (regime.code, codes[place])


def test_goods_that_a_condition_tells_apart_are_not_reckoned_together() -> None:
    """Wine is excluded from the relief that bowls have."""
    law = LAW.law("MY", DAY)
    regime = next(each for each in law.regimes if each.code == "relief")
    bowl = Goods("691200", Money.of("1", "MYR"), origin="DE")
    like = Consignment("DE", "MY", DAY, (bowl,), channel="express", seller_registered=False)
    parcels = Parcels([10_000, 10_000, 10_000], [0, 0, 0], [0, 0, 0], [1, 1, 1])
    together = list(groups(law, regime, like, NO_RATES.on(DAY), ["691200", "220421", "610910"], parcels))
    assert [list(group.places) for group in together] == [[0, 2], [1]]
    assert totals(together, 3) == [0, None, 0]


def test_an_empty_batch_has_no_groups() -> None:
    law = LAW.law("MY", DAY)
    like = Consignment("DE", "MY", DAY, (Goods("691200", Money.of("1", "MYR")),))
    assert list(groups(law, law.regimes[0], like, NO_RATES.on(DAY), [], Parcels([], [], [], []))) == []
    assert totals([], 0) == []
