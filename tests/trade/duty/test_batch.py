"""A batch of consignments of several lines comes out as each of them would alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.trade.duty.batch import Lines, Owed, owed
from entrepot.trade.duty.batch.rated import Rates as TariffRates
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.law import Law, Regime
from entrepot.trade.duty.measure import Tariff
from entrepot.trade.duty.result import Option, leaves
from entrepot.trade.money import Money

from .test_bulk import DAYS, LAW, PLACES, RATES, facts
from .xanadu import ENTRY, goods, law, measure, sent

MILLION = 1_000_000
CODES = {
    "691200": "7.5%",
    "690490": "0%",
    "610910": "12%",
    "420222": "3.6%",
    "330499": "8% + 1.5 {} / 1 KGM",
    "220421": "2 {} / 1 KGM",
    "190531": "5% MIN 3 {} / 1 KGM",
    "841451": "5% MAX 4 {} / 1 H87",
}


def held(place: str) -> Law:
    """The law of a place with a rate for everything, some of them by quantity."""
    view = LAW.law(place, DAYS.get(place) or DAYS["XA"].replace(month=11, day=23))
    tariff = view.tariff
    if "mfn" in tariff.schedule.types:
        rates = [measure(code, rate.format(view.currency)) for code, rate in CODES.items()]
        tariff = Tariff(tariff.schedule.with_measures(rates), view.on)
    return replace(view, tariff=tariff)


def columns(consignments: list[Consignment]) -> Lines:
    """The consignments as a batch has them."""
    lines = Lines()
    for each in consignments:
        begin = len(lines.codes)
        for item in each.lines:
            lines.codes.append(item.hs)
            lines.origins.append(item.origin or each.dispatch)
            lines.values.append(int(item.value.amount * MILLION))
            lines.quantities.append(int(item.quantity * MILLION))
            lines.units.append(item.unit)
            lines.masses.append(int((item.net_mass_kg or 0) * MILLION))
        lines.spans.append((begin, len(lines.codes)))
        lines.freights.append(int(each.freight.amount * MILLION) if each.freight else 0)
        lines.insurances.append(int(each.insurance.amount * MILLION) if each.insurance else 0)
    return lines


def told(option: Option) -> Counter[tuple[str, int | None, str]]:
    """What an option makes due, in minor units: by levy, line and ground."""
    found: Counter[tuple[str, int | None, str]] = Counter()
    for part in leaves(option.lines):
        found[part.charge, part.item, part.ground.law] += part.amount.exact.minor
    return +found


def charged(answer: Owed, n: int, lines: Lines) -> Counter[tuple[str, int | None, str]]:
    found: Counter[tuple[str, int | None, str]] = Counter()
    begin, end = lines.spans[n]
    for levy in answer.charges:
        for row in [n] if levy.whole else range(begin, end):
            clause = levy.law if isinstance(levy.law, str) else levy.law[row]
            found[levy.code, None if levy.whole else row - begin, clause] += levy.minors[row]
    return +found


def both(view: Law, regime: Regime, consignments: list[Consignment]) -> Owed | None:
    """The batch worked out, after every consignment in it was found to come out as it would alone."""
    view = replace(view, regimes=(regime,))
    first, lines = consignments[0], columns(consignments)
    answer = owed(TariffRates.of(view), regime, first, RATES.on(view.on), lines)
    if answer is None:
        return None
    for n, each in enumerate(consignments):
        if n in answer.declined:
            continue
        (quote,) = landed_cost([each], view, RATES)
        (option,) = (*quote.options, *quote.closed)
        assert answer.is_open[n] is option.is_open
        if option.is_open:
            assert not option.unknown
            assert option.goods is not None
            assert option.carriage is not None
            assert answer.values[n] == (option.goods + option.carriage).minor
            assert charged(answer, n, lines) == told(option)
    return answer


line = st.tuples(
    st.sampled_from(sorted(CODES)),
    st.sampled_from(["", "CN", "XA", "SG"]),
    st.integers(min_value=1, max_value=300_000),
    st.integers(min_value=1, max_value=12),
    st.sampled_from(["H87", "H87", "PR", "DZN", "KGM", "LTR"]),
    st.integers(min_value=1, max_value=40_000),
)
parcel = st.tuples(
    st.lists(line, min_size=1, max_size=4),
    st.integers(min_value=0, max_value=50_000),
    st.integers(min_value=0, max_value=5_000),
)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(PLACES), st.sampled_from(["", "USD"]), facts, st.lists(parcel, min_size=1, max_size=4), st.data()
)
def test_a_batch_owes_what_each_consignment_owes(
    place: str,
    currency: str,
    known: dict[str, object],
    parcels: list[tuple[list[tuple[str, str, int, int, str, int]], int, int]],
    data: st.DataObject,
) -> None:
    view = held(place)
    regime = replace(data.draw(st.sampled_from(view.regimes)), preference="none")
    money = currency or view.currency
    known = {**known, "year_to_date": None}

    def consignment(rows: list[tuple[str, str, int, int, str, int]], freight: int, insurance: int) -> Consignment:
        lines = tuple(
            Goods(code, Money.from_minor(value, money), Fraction(count), unit, "", origin, Fraction(grams, 1000))
            for code, origin, value, count, unit, grams in rows
        )
        carriage = Money.from_minor(freight, money), Money.from_minor(insurance, money)
        return Consignment("MY", place, view.on, lines, None, *carriage, **known)  # type: ignore[arg-type]

    both(view, regime, [consignment(*each) for each in parcels])


@pytest.mark.parametrize("place", [place for place in PLACES if place != "XA"])
def test_columns_hold_every_regime_of_every_place(place: str) -> None:
    view = held(place)
    lines = tuple(
        Goods(code, Money.of("10", view.currency), unit="H87", net_mass_kg=Fraction(1)) for code in ("610910", "691200")
    )
    like = Consignment("MY", place, view.on, lines, channel="post", seller_registered=True, consumer=True)
    for regime in view.regimes:
        answer = both(view, replace(regime, preference="none"), [like])
        assert answer is not None, regime.code
        assert not answer.declined, regime.code


def test_what_the_tariff_does_not_say_declines_one_consignment_and_no_other() -> None:
    view = law([measure("691200", "10%")])
    answer = both(view, ENTRY, [sent(goods()), sent(goods(), goods(hs="999999")), sent(goods(), goods("30.00"))])
    assert answer is not None
    assert answer.declined == {1}
    assert [list(each.minors) for each in answer.charges] == [[1000, 1000, 0, 1000, 300], [2200, 2200, 2000, 2200, 660]]


def test_a_code_of_several_lines_is_declined_where_their_rates_differ() -> None:
    codes = ("6912000010", "6912000020")
    alike = law([measure("691200", "10%")], codes=codes)
    unlike = law([measure("6912000010", "10%"), measure("6912000020", "5%")], codes=codes)
    assert not both(alike, ENTRY, [sent(goods())]).declined  # type: ignore[union-attr]
    assert both(unlike, ENTRY, [sent(goods())]).declined == {0}  # type: ignore[union-attr]


def test_a_consignment_whose_carriage_is_more_than_its_price_is_declined() -> None:
    view = law([measure("691200", "10%")])
    cheap = sent(goods("1.00"), incoterm="CIF", freight=Money.of("2", "EUR"))
    dear = sent(goods("100.00"), incoterm="CIF", freight=Money.of("2", "EUR"))
    lines = columns([dear, cheap])
    answer = owed(TariffRates.of(view), ENTRY, dear, RATES.on(view.on), lines)
    assert answer is not None
    assert answer.declined == {1}


def test_freight_is_shared_among_lines_to_the_cent() -> None:
    view = law([measure("691200", "10%")])
    three = sent(goods("10.00"), goods("10.00"), goods("10.00"), freight=Money.of("0.05", "EUR"))
    answer = both(view, ENTRY, [three])
    assert answer is not None
    assert list(answer.values) == [3005]
    assert list(answer.charges[0].minors) == [100, 100, 100]


def test_a_preference_that_is_required_is_left_to_the_full_reckoning() -> None:
    view = law([measure("691200", "10%")])
    required = replace(ENTRY, preference="required")
    assert owed(TariffRates.of(view), required, sent(), RATES.on(view.on), columns([sent()])) is None
