"""A quote page asks one question several times: other days, other ways, other places."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from entrepot.hub.tariffs import comparing
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.money import Money

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def scarf_and_tie() -> Consignment:
    """Two silk scarves and a tie for a buyer in Belgium, the tax paid at sale."""
    scarves = Goods("621410", Money.of("76.00", "EUR"), Fraction(2))
    tie = Goods("621510", Money.of("24.00", "EUR"))
    return Consignment(
        "CN",
        "BE",
        DAY,
        (scarves, tie),
        freight=Money.of("11.40", "EUR"),
        channel="post",
        seller_registered=True,
        consumer=True,
    )


def amounts(answer: comparing.Answered) -> tuple[str, ...]:
    assert answer.chosen is not None
    assert answer.chosen.landed is not None
    return tuple(str(each) for each in (answer.chosen.duty, answer.chosen.tax, answer.chosen.landed))


def test_the_same_parcel_on_other_days() -> None:
    """From 1 July 2026 each subheading bears EUR 3; two scarves count once."""
    days = [date(2026, 6, 30), date(2026, 7, 1), DAY]
    before, after, today = comparing.on_days(scarf_and_tie(), days)
    assert amounts(before) == ("EUR 0.00", "EUR 23.39", "EUR 134.79")
    assert amounts(after) == amounts(today) == ("EUR 6.00", "EUR 23.39", "EUR 140.79")


def test_a_day_that_nobody_can_answer_for_says_why() -> None:
    [answer] = comparing.on_days(scarf_and_tie(), [date(1990, 1, 1)])
    assert answer.chosen is None
    assert [finding.code for finding in answer.reasons] == ["day-before-records"]


def test_the_same_parcel_as_it_could_be_known_earlier() -> None:
    """Known from 26 June 2026 on: who asked before did not see the three euro."""
    earlier, later = comparing.as_known_on(scarf_and_tie(), [date(2025, 1, 1), DAY])
    assert [amounts(each)[0] for each in (earlier, later)] == ["EUR 0.00", "EUR 6.00"]


def test_the_calendar_names_each_day_and_what_changes() -> None:
    found = comparing.calendar(scarf_and_tie(), date(2026, 1, 1), date(2028, 12, 31))
    changed = {day.on: [change.name for change in day.changes] for day in found}
    assert "item_duty" in changed[date(2026, 7, 1)]
    assert "item_duty" in changed[date(2028, 7, 1)]


def test_other_ways_say_what_they_cost_more_or_why_they_have_no_figure() -> None:
    bowls = Goods("691200", Money.of("480", "MYR"))
    parcel = Consignment("CN", "MY", DAY, (bowls,), channel="express", seller_registered=True, consumer=True)
    [answer] = comparing.on_days(parcel, [DAY])
    assert answer.chosen is not None
    assert answer.chosen.regime == "lvg"
    told = {(way.option.regime, way.option.agreements): way for way in comparing.ways(answer)}
    closed = told["relief", ()]
    assert closed.more is None
    assert [finding.code for finding in closed.reasons] == ["my-not-taxed-at-sale"]


def test_the_rules_used_are_told_once_each_with_their_clause() -> None:
    [answer] = comparing.on_days(scarf_and_tie(), [DAY])
    found = answer.rules
    assert len({rule.ground for rule in found}) == len(found)
    assert [rule.says for rule in found if rule.name.startswith("VAT") or "VAT" in rule.name] != []
    assert all(rule.ground.law or rule.ground.note or rule.ground.sources for rule in found)


def test_a_product_is_shown_in_several_destinations_each_in_its_own_currency() -> None:
    tea_set = Goods("691200", Money.of("459.62", "CNY"), origin="CN", net_mass_kg=Fraction("1.84"))
    parcel = Consignment("CN", "MY", DAY, (tea_set,), freight=Money.of("52", "CNY"), channel="express")
    parcel = replace(parcel, seller_registered=True, consumer=True)
    found = comparing.in_places(parcel, ["MY", "SG", "US"])
    assert [each.destination for each in found] == ["MY", "SG", "US"]
    by_place = {each.destination: each for each in found}
    malaysia, singapore = by_place["MY"].chosen, by_place["SG"].chosen
    assert malaysia is not None
    assert singapore is not None
    assert (str(malaysia.goods), str(malaysia.tax)) == ("MYR 287.26", "MYR 28.73")
    assert (str(singapore.goods), str(singapore.tax)) == ("SGD 82.08", "SGD 8.22")
    america = by_place["US"]
    assert america.chosen is None
    assert "rate-missing" in [finding.code for finding in america.reasons]


def test_what_changed_between_two_days_is_told_apart_from_what_does_not_bear_on_the_goods() -> None:
    before, after = comparing.on_days(scarf_and_tie(), [date(2026, 6, 30), date(2026, 11, 23)])
    found = comparing.between(scarf_and_tie(), before, after)
    told = {(change.kind, change.name): (change.before, change.after) for change in found.concerning}
    assert told["value", "item_duty"] == ("", "EUR 3.00")
    assert "identifiers_mandatory" in {change.name for change in found.others}
    assert {change.ground.law[:24] for change in found.concerning if change.name == "item_duty"} == {
        "Regulation (EU) 2026/382"
    }


def test_between_one_day_and_itself_nothing_changed() -> None:
    [answer] = comparing.on_days(scarf_and_tie(), [DAY])
    assert comparing.between(scarf_and_tie(), answer, answer) == comparing.Between((), ())


def test_a_day_without_law_has_no_changes_to_tell() -> None:
    before, after = comparing.on_days(scarf_and_tie(), [date(1990, 1, 1), DAY])
    assert comparing.between(scarf_and_tie(), before, after) == comparing.Between((), ())


def test_a_code_that_is_a_line_leaves_none_open() -> None:
    parcel = replace(scarf_and_tie(), destination="MY", lines=(Goods("691200", Money.of("480", "MYR")),))
    assert comparing.national_lines(parcel, 0, 10) == ([], 0)
