"""Quotas: their state follows from what happened, and a way in that draws on one says what it needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.trade.duty import plain
from entrepot.trade.duty.ground import Ground
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.measure import MeasureType
from entrepot.trade.duty.quota import Definition, Event, EventKind, Quota, Status
from entrepot.trade.duty.result import Quote

from .xanadu import DAY, MFN, PACT, goods, law, measure, sent

YEAR = Definition(date(2026, 1, 1), date(2026, 12, 31), Fraction(1000), Fraction(90), Ground(law="Quota Order"))
BOWLS = Quota("09.0001", "Bowls within the quota", "KGM", definitions=(YEAR,))
WITHIN = MeasureType("quota:09.0001", "Bowls within the quota", "duty", "alternative", None, "Claim", quota="09.0001")


def event(day: int, kind: EventKind, amount: int = 0, known: date | None = None) -> Event:
    return Event(date(2026, 1, day), kind, Fraction(amount), known)


def after(*events: Event) -> Quota:
    return replace(BOWLS, events=events)


@pytest.mark.parametrize(
    ("events", "status", "balance"),
    [
        ((), "open", 1000),
        ((event(5, "drawn", 899),), "open", 101),
        ((event(5, "drawn", 900),), "critical", 100),
        ((event(5, "drawn", 1000),), "exhausted", 0),
        ((event(5, "drawn", 1000), event(6, "transferred", 500)), "open", 500),
        ((event(5, "drawn", 300), event(6, "balance", 950)), "open", 950),
        ((event(5, "drawn", 300), event(6, "balance", 950), event(7, "drawn", 50)), "open", 900),
        ((event(5, "blocked"),), "blocked", 1000),
        ((event(5, "blocked"), event(6, "unblocked")), "open", 1000),
        ((event(5, "drawn", 1000), event(5, "blocked")), "blocked", 0),
        ((event(5, "blocked"), event(5, "suspended")), "suspended", 1000),
        ((event(5, "suspended"), event(6, "unsuspended"), event(6, "drawn", 950)), "critical", 50),
    ],
)
def test_the_state_follows_from_the_events(events: tuple[Event, ...], status: Status, balance: int) -> None:
    state = after(*events).state(DAY)
    assert (state.status, state.balance) == (status, balance)


def test_only_what_happened_by_the_day_and_was_known_by_the_other_counts() -> None:
    quota = after(event(5, "drawn", 400), event(20, "drawn", 600, known=date(2026, 1, 25)))
    assert quota.state(date(2026, 1, 10)).balance == 600
    assert quota.state(DAY).status == "exhausted"
    assert quota.state(DAY, known=date(2026, 1, 24)).balance == 600


def test_each_period_begins_anew_and_between_periods_the_quota_is_closed() -> None:
    summer = replace(YEAR, since=date(2026, 6, 1), last=date(2026, 6, 30), volume=Fraction(50))
    quota = replace(
        BOWLS, definitions=(replace(YEAR, last=date(2026, 3, 31)), summer), events=(event(5, "drawn", 1000),)
    )
    assert [quota.state(day).status for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 6, 1))] == [
        "exhausted",
        "not in a period",
        "open",
    ]
    assert quota.state(date(2026, 6, 30)).balance == 50
    assert quota.state(date(2026, 7, 1)).status == "not in a period"


@given(st.lists(st.integers(min_value=0, max_value=400), max_size=8), st.integers(min_value=0, max_value=400))
def test_the_balance_never_grows_by_drawing_and_is_never_below_nothing(drawn: list[int], more: int) -> None:
    quota = after(*(event(1 + n, "drawn", amount) for n, amount in enumerate(drawn)))
    before, later = quota.state(DAY).balance, quota.state(DAY, drawn=Fraction(more)).balance
    assert 0 <= later <= before == max(1000 - sum(drawn), 0)


def quoted(quota: Quota, **more: Any) -> Quote:
    held = law(
        [measure("69", "20%"), measure("69", "15%", "agreement:PACT"), measure("6912", "5%", "quota:09.0001")],
        types=(MFN, PACT, WITHIN),
        quotas=(quota,),
    )
    (quote,) = landed_cost([sent(goods("100", net_mass_kg=Fraction(100)), **more)], held)
    return quote


def ways(quote: Quote) -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
    return [(option.agreements, option.quotas, str(option.duty)) for option in quote.options]


def test_a_quota_is_a_way_of_its_own_beside_the_preference_and_what_is_outside() -> None:
    quote = quoted(BOWLS)
    assert ways(quote) == [
        ((), ("09.0001",), "EUR 5.00"),
        (("agreement:PACT",), (), "EUR 15.00"),
        ((), (), "EUR 20.00"),
    ]
    assert [(finding.code, finding.told()) for finding in quote.options[0].requires] == [
        ("proof-of-origin", "Proof of origin for Bowls within the quota: Claim."),
        ("quota-balance", "1000 KGM are left of quota 09.0001, which ends on 2026-12-31."),
    ]
    assert plain.option(quote.options[0])["quotas"] == ["09.0001"]


@pytest.mark.parametrize(
    ("quota", "code"),
    [
        (after(event(5, "drawn", 1000)), "quota-exhausted"),
        (after(event(5, "blocked")), "quota-blocked"),
        (after(event(5, "suspended")), "quota-suspended"),
        (replace(BOWLS, definitions=()), "quota-not-in-a-period"),
        (after(event(5, "drawn", 901)), "quota-too-little-left"),
    ],
)
def test_a_quota_that_cannot_be_drawn_on_is_closed_with_the_reason(quota: Quota, code: str) -> None:
    quote = quoted(quota)
    assert ways(quote) == [(("agreement:PACT",), (), "EUR 15.00"), ((), (), "EUR 20.00")]
    [closed] = quote.closed
    assert (closed.quotas, closed.total, [finding.code for finding in closed.why_not]) == (("09.0001",), None, [code])
    assert closed.why_not[0].remedy


def test_a_critical_quota_says_that_security_may_be_asked_for() -> None:
    codes = [finding.code for finding in quoted(after(event(5, "drawn", 900))).options[0].requires]
    assert codes == ["proof-of-origin", "quota-balance", "quota-critical"]


def test_what_is_known_to_be_drawn_counts_as_a_fact_and_is_stored_with_the_question() -> None:
    known = {"09.0001": Fraction(901)}
    assert [finding.code for finding in quoted(BOWLS, drawn=known).closed[0].why_not] == ["quota-too-little-left"]
    question = sent(drawn=known)
    assert plain.facts(plain.consignment(question)) == question


def test_a_quantity_in_another_unit_leaves_open_whether_enough_is_left() -> None:
    held = law([measure("69", "20%"), measure("69", "5%", "quota:09.0001")], types=(MFN, WITHIN), quotas=(BOWLS,))
    (quote,) = landed_cost([sent(goods("100"))], held)
    assert quote.options[0].requires[-1].code == "quota-quantity-missing"


def test_lines_that_draw_on_one_quota_are_counted_together() -> None:
    held = law([measure("69", "20%"), measure("69", "5%", "quota:09.0001")], types=(MFN, WITHIN), quotas=(BOWLS,))
    bowls = goods("100", net_mass_kg=Fraction(501))
    (quote,) = landed_cost([sent(bowls, bowls)], held)
    assert [finding.told() for finding in quote.closed[0].why_not] == [
        "Only 1000 KGM are left of quota 09.0001, and 1002 are wanted."
    ]


def test_a_quota_of_an_agreement_wants_the_proof_of_origin_as_well() -> None:
    within = replace(WITHIN, agreement="agreement:PACT")
    held = law([measure("69", "20%"), measure("69", "5%", "quota:09.0001")], types=(MFN, PACT, within), quotas=(BOWLS,))
    (quote,) = landed_cost([sent(goods("100", net_mass_kg=Fraction(1)))], held)
    best = quote.options[0]
    assert (best.agreements, best.quotas) == (("agreement:PACT",), ("09.0001",))
    assert [finding.told() for finding in best.requires[:2]] == [
        "Proof of origin for Bowls within the quota: Claim.",
        "Proof of origin for The Pact: Form P.",
    ]


def test_nobody_s_word_goes_against_the_state_of_a_quota() -> None:
    rate = measure("69", 'WHEN QUOTA IN "09.0001": FREE; ELSE: 20%')
    said = goods("100", answers={"quota:09.0001": True})
    for quota, duty in ((BOWLS, "EUR 0.00"), (after(event(5, "drawn", 1000)), "EUR 20.00")):
        (quote,) = landed_cost([sent(said)], law([rate], quotas=(quota,)))
        assert str(quote.options[0].duty) == duty
