"""`entrepot quote` answers offline, exactly, and says what it could not answer and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run, Said

BOWLS = ("--from", "CN", "--to", "MY", "--hs", "691200", "--on", "2026-11-23")


def amounts(said: Said) -> list[tuple[Any, ...]]:
    names = ("regime", "duty", "tax", "fees", "total")
    return [tuple(option[name] for name in names) for option in said.told["options"]]


def test_every_lawful_way_is_told_cheapest_first(run: Run) -> None:
    said = run("quote", *BOWLS, "--value", "480", "--currency", "MYR", "--quantity", "4", "--json")
    assert said.code == 0
    assert said.told["currency"] == "MYR"
    assert amounts(said) == [
        ("relief", "0.00", "0.00", "0.00", "0.00"),
        ("lvg", "0.00", "48.00", "0.00", "48.00"),
        ("general", "0.00", "48.00", "0.00", "48.00"),
        ("general", "120.00", "60.00", "0.00", "180.00"),
    ]
    assert [option["agreements"] for option in said.told["options"]] == [[], [], ["agreement:ACFTA"], []]


def test_each_line_says_base_rate_law_source_and_confidence(run: Run) -> None:
    said = run("quote", *BOWLS, "--value", "480", "--currency", "MYR", "--regime", "lvg", "--json")
    [option] = said.told["options"]
    [line] = [line for line in option["lines"] if line["charge"] == "lvg_tax"]
    shown = {name: line[name] for name in ("amount", "base", "rate", "unrounded", "rounding", "collected")}
    assert shown == {
        "amount": "48.00",
        "base": "480.00",
        "rate": "10 %",
        "unrounded": "48",
        "rounding": "sen",
        "collected": "sale",
    }
    assert line["law"]["confidence"] == "sourced"
    assert line["law"]["sources"] == ["reanda-international.com/news/malaysia-sales-tax-on-low-value-goods-lvg"]


def test_the_value_is_that_of_the_line_and_an_item_costs_value_by_quantity(run: Run) -> None:
    """RM 1,200 in one item is above the limit of RM 500; in four items of RM 300 it is not."""
    one = run("quote", *BOWLS, "--value", "1200", "--currency", "MYR", "--json")
    four = run("quote", *BOWLS, "--value", "1200", "--currency", "MYR", "--quantity", "4", "--json")
    assert [way[0] for way in amounts(one)] == ["general", "general"]
    assert amounts(four)[0] == ("lvg", "0.00", "120.00", "0.00", "120.00")


def test_freight_counts_towards_the_border_value(run: Run) -> None:
    said = run(
        "quote", *BOWLS, "--value", "480", "--currency", "MYR", "--freight", "100", "--regime", "general", "--json"
    )
    assert amounts(said)[-1] == ("general", "145.00", "72.50", "0.00", "217.50")


def test_the_day_decides_the_law(run: Run) -> None:
    """Low-value goods are taxed at sale from 1 January 2024 on."""
    words = ("quote", *BOWLS[:6], "--value", "480", "--currency", "MYR", "--json")
    before, after = run(*words, "--on", "2023-12-31"), run(*words, "--on", "2024-01-01")
    assert "lvg" not in [way[0] for way in amounts(before)]
    assert "lvg" in [way[0] for way in amounts(after)]


def test_another_currency_is_converted_by_the_demonstration_rates_and_said_so(run: Run) -> None:
    words = ("quote", *BOWLS, "--value", "106.61", "--currency", "USD", "--quantity", "4")
    said = run(*words, "--json")
    assert amounts(said)[1] == ("lvg", "0.00", "47.97", "0.00", "47.97")  # 10 % of 479.745, rounded once
    assert (said.told["rates"]["set"], said.told["rates"]["worth"]["USD"]) == ("demonstration", "9/2")
    assert "rates: 1 USD = 4.5 MYR (demonstration, which no bank publishes)" in run(*words).out


def test_the_explanation_is_a_tree_down_to_the_source(run: Run) -> None:
    said = run("quote", *BOWLS, "--value", "480", "--currency", "MYR", "--regime", "lvg")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0] == "691200 Ceramic tableware and household articles: MYR 480.00, CN → MY"
    assert "1. lvg: MYR 48.00  Low-value goods, taxed at sale" in lines
    tax = "Sales tax on low-value goods: MYR 480.00 (price) × 10 % = MYR 48.00  at sale, from the buyer"
    assert f"├── {tax}" in lines
    assert "[sourced]" in said.out
    assert "[unverified]" in said.out
    assert "{" not in said.out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("--hs", "12"), "hs-shape", "Give 6 to 12 digits"),
        (("--hs", "999999"), "hs-unknown", "HS 2022 has no subheading 999999"),
        (("--value", "lots"), "not-a-number", "“lots” is not a decimal number"),
        (("--value", "1e99999999"), "not-a-number", "Write digits with a point"),
        (("--value", "0"), "value-not-positive", "is not more than nothing"),
        (("--quantity", "-1"), "quantity-not-positive", "is not more than nothing"),
        (("--currency", "XYZ"), "currency-unknown", "three capital letters of ISO 4217"),
        (("--to", "ZZ"), "law-not-held", "The law of “ZZ” is not held here"),
        (("--from", "ZZZ"), "country-unknown", ""),
        (("--on", "tomorrow"), "day-wrong", "such as 2026-07-01"),
        (("--on", "1999-01-01"), "day-before-records", "is held from"),
        (("--incoterm", "FOO"), "incoterm-unknown", "Incoterms 2020"),
        (("--unit", "HOGSHEAD"), "unit-unknown", "UN/ECE Recommendation 20"),
        (("--regime", "magic"), "regime-unknown", "Use one of relief, lvg, general"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_what_to_do(
    run: Run, words: tuple[str, ...], code: str, says: str
) -> None:
    said = run("quote", *BOWLS, "--value", "480", "--currency", "MYR", *words)
    assert said.code == 2
    assert said.refused == [code]
    assert says in said.err
    assert said.out == ""
    machine = run("quote", *BOWLS, "--value", "480", "--currency", "MYR", *words, "--json")
    assert (machine.code, machine.told["options"]) == (2, [])
    assert [each["code"] for each in machine.told["findings"] if each["level"] == "error"] == [code]
    assert all(each["remedy"] and each["pointer"] for each in machine.told["findings"] if each["level"] == "error")


def test_everything_that_is_wrong_is_told_at_once(run: Run) -> None:
    said = run("quote", *BOWLS, "--value", "x", "--currency", "MYR", "--hs", "1", "--on", "soon")
    assert said.code == 2
    assert sorted(said.refused) == ["day-wrong", "hs-shape", "not-a-number"]


def test_a_currency_without_a_rate_says_which_rate_to_load(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bank.csv").write_text("from,currency,against,rate\n2026-01-01,EUR,MYR,4.9\n")
    assert run("rates", "load", "bank.csv").code == 0
    said = run("quote", *BOWLS, "--value", "480", "--currency", "USD")
    assert (said.code, said.refused) == (2, ["rate-of-exchange-missing"])
    assert "Load rates that name USD, or state the amount in MYR." in said.err


def test_a_day_before_the_first_rate_says_that_no_rate_is_held(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bank.csv").write_text("from,currency,against,rate\n2026-06-01,USD,MYR,4.1\n")
    run("rates", "load", "bank.csv")
    words = ("quote", *BOWLS[:6], "--value", "100", "--currency", "USD", "--regime", "lvg", "--json")
    assert run(*words, "--on", "2026-05-31").refused == ["rate-of-exchange-missing"]
    assert amounts(run(*words, "--on", "2026-06-01")) == [("lvg", "0.00", "41.00", "0.00", "41.00")]


def test_a_way_that_is_closed_says_why(run: Run) -> None:
    said = run("quote", *BOWLS, "--value", "900", "--currency", "MYR", "--regime", "relief", "--json")
    assert said.code == 2
    assert said.told["options"] == []
    assert [each["regime"] for each in said.told["closed"]] == ["relief"]
    assert "The CIF value of the consignment, MYR 900.00, is above MYR 500.00" in said.err


def test_a_rate_that_is_not_held_is_not_taken_for_nothing(run: Run) -> None:
    said = run("quote", "--from", "CN", "--to", "US", "--hs", "691200", "--value", "480", "--currency", "USD", "--json")
    assert said.code == 2
    assert said.told["options"] == []
    assert "rate-missing" in said.refused
    assert "--hs: No rate of Customs duty is held for 691200 in United States" in said.err
    assert "load the tariff of United States" in said.err


def test_a_sale_split_into_parcels_is_told_what_to_do(run: Run) -> None:
    """Until August 2025 the United States let in USD 800 a day for one person, and counted parcels together."""
    words = ("quote", "--from", "MY", "--to", "US", "--hs", "691200", "--value", "500", "--currency", "USD")
    words = (*words, "--on", "2025-06-01", "--regime", "de-minimis", "--json")
    assert run(*words).code == 0
    said = run(*words, "--same-day", "300.01")
    assert (said.code, said.refused) == (2, ["us-within-de-minimis", "split-counted-together"])
    split = said.told["closed"][0]["why_not"][1]
    assert (split["law"], split["remedy"]) == (
        "Tariff Act of 1930, section 321",
        "Declare it as one consignment; splitting a sale into parcels changes nothing.",
    )


def test_the_yearly_limit_of_a_person_in_china_remembers_what_was_bought(run: Run) -> None:
    words = ("quote", "--from", "MY", "--to", "CN", "--hs", "19053100", "--value", "1000", "--currency", "CNY")
    words = (*words, "--on", "2026-11-23", "--consumer", "--regime", "cbec", "--json")
    assert run(*words, "--year-to-date", "25000").code == 0
    said = run(*words, "--year-to-date", "25000.01")
    assert (said.code, said.refused) == (2, ["cn-within-year-limit", "year-limit-used-up"])
