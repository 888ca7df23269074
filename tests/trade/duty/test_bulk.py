"""Many parcels at once come out as each of them would alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot import statute
from entrepot.trade.duty.bulk import Bulk, Parcels
from entrepot.trade.duty.column import Column, together
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.law import Law
from entrepot.trade.duty.measure import Tariff
from entrepot.trade.duty.rates import Rates
from entrepot.trade.money import Money, Rounding

from .xanadu import DAY, goods, law, measure, sent

LAW = statute.load()
RATES = Rates.of(
    "USD",
    [
        (date.min, currency, worth)
        for currency, worth in {
            "MYR": "0.24", "CNY": "0.14", "EUR": "1.1", "IDR": "0.00006", "SGD": "0.77", "GBP": "1.3", "AUD": "0.65",
            "THB": "0.03", "VND": "0.00004", "PHP": "0.0175", "JPY": "0.0066", "RWF": "0.0007", "KWD": "3.25",
            "RON": "0.22", "SEK": "0.1",
        }.items()
    ],
)  # fmt: skip
PLACES = ["MY", "CN", "SG", "TH", "ID", "VN", "PH", "US", "BE", "RO", "SE", "GB", "AU", "JP", "RW", "XA", "XB"]
CODES = ["691200", "190531", "330499", "420222", "610910", "69120010", "84145100", "490199", "220421"]
DAYS = {"XA": date(2026, 6, 1), "XB": date(2026, 6, 1)}

numbers = st.lists(
    st.tuples(
        st.integers(min_value=1, max_value=3_000_000),
        st.integers(min_value=0, max_value=50_000),
        st.integers(min_value=0, max_value=5_000),
        st.integers(min_value=1, max_value=12),
    ),
    min_size=1,
    max_size=6,
)
facts = st.fixed_dictionaries(
    {
        "incoterm": st.sampled_from(["DAP", "FOB", "CIF", "CPT"]),
        "channel": st.sampled_from(["", "post", "express", "sea", "hand"]),
        "seller_registered": st.sampled_from([None, True, False]),
        "consumer": st.sampled_from([None, True, False]),
        "year_to_date": st.sampled_from([None, Money.of("100", "USD")]),
    }
)


def held(place: str) -> Law:
    """The law of a place with a rate for everything, so that something can be said."""
    view = LAW.law(place, DAYS.get(place, date(2026, 11, 23)))
    tariff = view.tariff
    if "mfn" in tariff.schedule.types:
        tariff = Tariff(tariff.schedule.with_measures([measure(code[:6], "7.5%") for code in CODES]), view.on)
    return replace(view, tariff=tariff)


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(PLACES), st.sampled_from(CODES), st.sampled_from(["", "USD"]), facts, numbers, st.data())
def test_a_batch_owes_what_each_parcel_owes(
    place: str,
    code: str,
    currency: str,
    known: dict[str, object],
    rows: list[tuple[int, int, int, int]],
    data: st.DataObject,
) -> None:
    view = held(place)
    regime = replace(data.draw(st.sampled_from(view.regimes)), preference="none")
    view = replace(view, regimes=(regime,))
    money = currency or view.currency

    def parcel(value: int, freight: int, insurance: int, pieces: int) -> Consignment:
        carriage = Money.from_minor(freight, money), Money.from_minor(insurance, money)
        line = Goods(code, Money.from_minor(value, money), Fraction(pieces))
        return Consignment("MY", place, view.on, (line,), None, *carriage, **known)  # type: ignore[arg-type]

    columns = Parcels(*(list(column) for column in zip(*rows, strict=True)))
    due = Bulk(view, regime, parcel(*rows[0]), RATES.on(view.on)).due(columns)
    for n, row in enumerate(rows):
        (quote,) = landed_cost([parcel(*row)], view, RATES)
        if due is None:
            continue
        (option,) = (*quote.options, *quote.closed)
        assert due.is_open[n] is option.is_open
        if option.is_open:
            assert not option.unknown
            told = {line.charge: (line.kind, line.amount.exact.minor) for line in option.lines}
            assert {charge: (due.kinds[charge], minor[n]) for charge, minor in due.charges.items()} == told


@pytest.mark.parametrize("place", [place for place in PLACES if place != "XA"])
def test_columns_hold_every_regime_of_every_place(place: str) -> None:
    view = held(place)
    line = Goods("610910", Money.of("10", view.currency))
    like = Consignment("MY", place, view.on, (line,), channel="post", seller_registered=True, consumer=True)
    for regime in view.regimes:
        due = Bulk(view, regime, like, RATES.on(view.on)).due(Parcels([100], [0], [0], [1]))
        assert due is not None, regime.code


@pytest.mark.parametrize(
    "like",
    [
        sent(goods(), goods()),
        sent(goods(), buyer="Ada"),
        sent(goods(currency="USD")),
        sent(goods(hs="701337")),
        sent(goods(hs="190531")),
        sent(goods(hs="6911")),
    ],
    ids=[
        "several lines",
        "a buyer with a memory",
        "no rate of exchange",
        "no rate",
        "by weight",
        "several national lines",
    ],
)
def test_what_columns_cannot_hold_is_left_to_the_full_reckoning(like: Consignment) -> None:
    rates = [measure("6912", "4%"), measure("691110", "5%"), measure("691190", "6%"), measure("1905", "1 EUR/kg")]
    view = law(rates, codes=["691200", "691110", "691190", "190531"])
    assert Bulk(view, view.regimes[0], like, Rates("EUR", {}).on(DAY)).due(Parcels([100], [0], [0], [1])) is None


def test_columns_add_up_over_their_common_denominator() -> None:
    sum_of = together([Column([1, 2], 2), Column([1, 1], 3), Column([5, 6])])
    assert [Fraction(number, sum_of.under) for number in sum_of.numbers] == [Fraction(35, 6), Fraction(44, 6)]


@given(
    st.lists(st.integers(min_value=0, max_value=10**9), min_size=1, max_size=5),
    st.integers(min_value=1, max_value=10**6),
    st.sampled_from(["half-up", "up", "down"]),
    st.sampled_from([1, 5, 100, 1000]),
)
def test_a_column_is_rounded_as_money_is(numbers: list[int], under: int, mode: str, units: int) -> None:
    rounding = Rounding(units, mode)  # type: ignore[arg-type]
    assert Column(numbers, under).rounded(rounding) == [rounding.round(Fraction(number, under)) for number in numbers]
