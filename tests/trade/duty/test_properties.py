"""What holds for every consignment, whatever the numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot import statute
from entrepot.statute.book import days_of_change
from entrepot.trade.currency import minor_digits
from entrepot.trade.duty import plain
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.rates import Rates
from entrepot.trade.duty.result import Line, Quote, leaves
from entrepot.trade.money import Money

LAW = statute.load()
DAY = date(2026, 11, 23)
CODES = ["691200", "691110", "190531", "330499", "420222", "610910", "950300", "851830", "711719", "220421"]

amounts = st.integers(min_value=1, max_value=3_000_000).map(lambda minor: Money.from_minor(minor, "MYR"))
lines = st.builds(
    Goods,
    hs=st.sampled_from(CODES),
    value=amounts,
    quantity=st.integers(min_value=1, max_value=20).map(Fraction),
    net_mass_kg=st.integers(min_value=1, max_value=9000).map(lambda grams: Fraction(grams, 1000)),
    origin=st.sampled_from(["CN", "MY", "VN", ""]),
)
consignments = st.builds(
    Consignment,
    dispatch=st.sampled_from(["CN", "MY"]),
    destination=st.sampled_from(["MY", "CN", "SG", "ID", "BE", "GB", "AU"]),
    on=st.just(DAY),
    lines=st.lists(lines, min_size=1, max_size=4).map(tuple),
    freight=st.none() | amounts,
    incoterm=st.sampled_from(["DAP", "DDP", "FOB", "EXW"]),
    channel=st.sampled_from(["", "post", "express", "bonded", "sea"]),
    seller_registered=st.sampled_from([None, True, False]),
    consumer=st.sampled_from([None, True, False]),
)
WORLD = Rates.of(
    "MYR",
    [
        (DAY, currency, worth)
        for currency, worth in {
            "USD": "4.1", "CNY": "0.57", "EUR": "4.8", "IDR": "0.00026", "SGD": "3.2", "GBP": "5.5", "AUD": "2.7",
        }.items()
    ],
)  # fmt: skip


def quoted(consignment: Consignment) -> Quote:
    (quote,) = landed_cost([consignment], LAW, WORLD)
    assert not [finding for finding in quote.findings if finding.level == "error"], quote.findings
    return quote


@settings(max_examples=150, deadline=None)
@given(consignments)
def test_the_leaves_add_up_to_the_total(consignment: Consignment) -> None:
    for option in quoted(consignment).options:
        if option.total is not None:
            assert sum(leaf.amount.exact.amount for leaf in leaves(option.lines)) == option.total.exact.amount
            assert option.duty is not None
            assert option.tax is not None
            assert option.fees is not None
            assert (option.duty + option.tax + option.fees) == option.total


@settings(max_examples=100, deadline=None)
@given(consignments)
def test_options_stand_cheapest_first(consignment: Consignment) -> None:
    totals = [option.total.lowest.amount for option in quoted(consignment).options if option.total is not None]
    assert totals == sorted(totals)


@settings(max_examples=100, deadline=None)
@given(consignments)
def test_every_amount_due_is_whole_and_not_negative(consignment: Consignment) -> None:
    def walk(line: Line) -> None:
        assert line.amount.exact.minor >= 0
        assert line.ground.law or line.ground.note or line.effect
        for part in line.parts:
            walk(part)

    for option in quoted(consignment).options:
        for line in option.lines:
            walk(line)


@settings(max_examples=100, deadline=None)
@given(consignments)
def test_a_way_is_open_or_closed_with_a_reason_and_never_both(consignment: Consignment) -> None:
    quote = quoted(consignment)
    assert all(not option.why_not for option in quote.options)
    assert all(option.why_not and option.total is None for option in quote.closed)
    assert {option.regime for option in quote.options}.isdisjoint(option.regime for option in quote.closed)


@settings(max_examples=100, deadline=None)
@given(consignments)
def test_an_unpriced_way_says_what_is_missing(consignment: Consignment) -> None:
    for option in quoted(consignment).options:
        assert (option.total is None) == bool(option.unknown)


@settings(max_examples=80, deadline=None)
@given(consignments)
def test_an_amount_is_the_exact_one_rounded_once_by_the_rule_it_names(consignment: Consignment) -> None:
    """Levies that are rounded once for the consignment are shared among the lines, and then only their sum is exact."""
    law = LAW.law(consignment.destination, consignment.on)
    rules = {levy.code: levy.rounding for levy in law.levies}
    scale = 10 ** minor_digits(law.currency)
    for option in quoted(consignment).options:
        for line in option.lines:
            rule = rules[line.charge]
            told = line.parts if rule.stage == "line" and line.parts else (line,)
            for each in told:
                assert each.unrounded is not None
                assert each.rounding == rule.code
                if each.effect != "too-little":
                    assert each.amount.exact.minor == rule.rounding.round(each.unrounded.lowest.amount * scale)
            if line.parts:
                assert sum(part.amount.exact.amount for part in line.parts) == line.amount.exact.amount


@settings(max_examples=80, deadline=None)
@given(consignments)
def test_a_way_in_comes_to_the_same_beside_others_as_alone(consignment: Consignment) -> None:
    """What a levy came to in one way is taken up in another; that must change nothing."""
    law = LAW.law(consignment.destination, consignment.on)
    beside = quoted(consignment)
    for regime in law.regimes:
        [alone] = landed_cost([consignment], replace(law, regimes=(regime,)), WORLD)
        assert list(alone.options) == [option for option in beside.options if option.regime == regime.code]
        assert list(alone.closed) == [option for option in beside.closed if option.regime == regime.code]


@settings(max_examples=60, deadline=None)
@given(consignments)
def test_a_stored_question_gives_the_same_answer_again(consignment: Consignment) -> None:
    again = plain.facts(plain.consignment(consignment))
    assert plain.quote(quoted(again)) == plain.quote(quoted(consignment))


@settings(max_examples=40, deadline=None)
@given(consignments, consignments)
def test_a_batch_answers_each_as_if_it_were_alone(one: Consignment, other: Consignment) -> None:
    together = landed_cost([one, other], LAW, WORLD)
    assert together == [quoted(one), quoted(other)]


def test_between_two_days_of_change_the_law_is_the_same() -> None:
    """Only the days named in the files change anything."""
    for code in ("MY", "CN", "US", "BE"):
        jurisdiction = LAW.jurisdiction(code)
        days = [day for day in days_of_change(jurisdiction.folder) if day >= date(2024, 10, 1)]
        for first, second in pairwise(days):
            last = date.fromordinal(second.toordinal() - 1)
            begun, ended = jurisdiction.on(first), jurisdiction.on(last)
            assert begun.values == ended.values
            assert (begun.levies, begun.regimes) == (ended.levies, ended.regimes)
