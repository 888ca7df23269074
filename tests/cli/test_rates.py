"""`entrepot rates load` takes in what banks and customs publish, by the date rule of whoever levies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

WIDE = """Date,USD/CNY,EUR/CNY,100JPY/CNY,CNY/MYR
2026-10-20,7.1000,8.2000,4.7000,0.5900
2026-10-21,7.1100,8.2100,4.7100,0.6250
2026-10-22,7.1200,8.2200,N/A,0.5920
"""
TALL = """currency_code,unit,date,buying_rate,selling_rate,middle_rate
USD,1,2026-11-20,4.10,4.20,4.1550
JPY,100,2026-11-20,2.60,2.70,2.6510
"""
UNITS_PER_POUND = """Country/Territories,Currency,Currency Code,Currency Units per £1,Start Date,End Date
China,Yuan,CNY,8,01/11/2026,30/11/2026
Malaysia,Ringgit,MYR,5,01/11/2026,30/11/2026
"""
PLAIN = "# a remark\nfrom,currency,against,rate\n2026-01-01,USD,MYR,4.10\n2026-02-01,USD,MYR,4.20\n"
EURO = "Date,USD,JPY,MYR\n2026-11-20,1.25,160,5\n"


Write = Callable[..., str]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(text: str, name: str = "rates.csv") -> str:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return written


def held(run: Run) -> list[str]:
    return run("rates", "held").out.splitlines()


def test_a_row_for_each_date_and_a_column_for_each_currency(run: Run, write: Write) -> None:
    said = run("rates", "load", write(WIDE), "--source", "bank")
    assert (said.code, said.out) == (0, "rates.csv (wide): 11 rates taken, 0 held already.\n")
    assert held(run) == [
        "1 CNY = 0.592 MYR from 2026-10-22 (bank)",
        "1 EUR = 8.22 CNY from 2026-10-22 (bank)",
        "1 JPY = 0.0471 CNY from 2026-10-21 (bank)",
        "1 USD = 7.12 CNY from 2026-10-22 (bank)",
    ]


def test_china_uses_the_rate_of_the_third_wednesday_throughout_the_next_month(run: Run, write: Write) -> None:
    said = run("rates", "load", write(WIDE), "--for", "CN", "--source", "bank")
    assert said.out == (
        "rates.csv (wide): 4 rates taken, 0 held already, 7 of days that the rule “third-wednesday” does not use.\n"
    )
    assert "1 USD = 7.11 CNY from 2026-11-01 in CN (bank)" in held(run)
    words = ("quote", "--from", "MY", "--to", "CN", "--hs", "090111", "--value", "100", "--currency", "USD", "--json")
    told = run(*words, "--on", "2026-11-05", "--consumer").told
    assert (told["rates"]["set"], told["rates"]["worth"]["USD"]) == ("bank", "711/100")
    assert told["rates"]["worth"]["MYR"] == "8/5"  # published the other way round
    assert run(*words, "--on", "2026-10-31").refused == ["rate-of-exchange-missing"]


def test_a_row_for_each_currency_with_the_units_it_is_for(run: Run, write: Write) -> None:
    said = run("rates", "load", write(TALL), "--for", "MY", "--source", "bank")
    assert said.code == 0
    assert held(run) == [
        "1 JPY = 0.02651 MYR from 2026-11-20 in MY (bank)",
        "1 USD = 4.155 MYR from 2026-11-20 in MY (bank)",
    ]


def test_units_of_a_currency_for_one_pound_are_turned_round(run: Run, write: Write) -> None:
    run("rates", "load", write(UNITS_PER_POUND), "--source", "customs")
    assert held(run) == [
        "1 CNY = 0.125 GBP from 2026-11-01 (customs)",
        "1 MYR = 0.2 GBP from 2026-11-01 (customs)",
    ]


def test_a_list_that_says_what_one_euro_buys_is_turned_round_on_request(run: Run, write: Write) -> None:
    said = run("rates", "load", write(EURO), "--against", "EUR", "--inverse", "--source", "bank")
    assert said.code == 0
    words = ("quote", "--from", "CN", "--to", "MY", "--hs", "691200", "--value", "100", "--currency", "USD")
    assert "rates: 1 USD = 4 MYR (bank)" in run(*words, "--on", "2026-11-23").out  # 5 / 1.25, by way of the euro


def test_a_plain_list_is_used_from_each_day_on(run: Run, write: Write) -> None:
    run("rates", "load", write(PLAIN))
    words = ("quote", "--from", "CN", "--to", "MY", "--hs", "691200", "--value", "100", "--currency", "USD")
    assert "1 USD = 4.1 MYR" in run(*words, "--on", "2026-01-31").out
    assert "1 USD = 4.2 MYR" in run(*words, "--on", "2026-02-01").out


def test_loading_a_list_again_changes_nothing(run: Run, write: Write, tmp_path: Path) -> None:
    run("rates", "load", write(PLAIN))
    kept = tmp_path / ".entrepot" / "rates" / "rates.csv"
    before = kept.read_bytes()
    said = run("rates", "load", "rates.csv")
    assert (said.code, said.out) == (0, "rates.csv (plain): 0 rates taken, 2 held already.\n")
    assert kept.read_bytes() == before


def test_a_rate_that_contradicts_one_held_is_refused_and_the_others_are_taken(run: Run, write: Write) -> None:
    run("rates", "load", write(PLAIN))
    said = run("rates", "load", write(PLAIN.replace("4.20", "4.30") + "2026-03-01,USD,MYR,4.4\n"))
    assert (said.code, said.refused) == (1, ["rate-held-already"])
    assert said.out == "rates.csv (plain): 1 rates taken, 1 held already.\n"
    assert held(run) == ["1 USD = 4.4 MYR from 2026-03-01 (rates.csv)"]


@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        ("2026-03-01,ZZZ,MYR,4", "currency-unknown", "rates.csv:5: “ZZZ” is not a currency in use."),
        ("2026-03-01,USD,MYR,four", "rate-not-positive", "rates.csv:5: “four” is not a rate of exchange."),
        ("2026-03-01,USD,MYR,0", "rate-not-positive", "rates.csv:5: “0” is not a rate of exchange."),
        ("2026-03-01,USD,MYR,-4", "rate-not-positive", "“-4”"),
        ("someday,USD,MYR,4", "day-wrong", "rates.csv:5: “someday” is not a day."),
    ],
)
def test_each_row_that_is_wrong_is_refused_with_its_line(
    run: Run, write: Write, row: str, code: str, says: str
) -> None:
    said = run("rates", "load", write(f"{PLAIN}{row}\n"))
    assert (said.code, said.refused) == (1, [code])
    assert says in said.err
    assert said.out == "rates.csv (plain): 2 rates taken, 0 held already.\n"


def test_a_column_that_is_no_currency_is_refused_and_the_others_are_taken(run: Run, write: Write) -> None:
    said = run("rates", "load", write("Date,USD,XXQ\n2026-01-01,4,5\n"), "--against", "MYR")
    assert (said.code, said.refused) == (1, ["currency-unknown"])
    assert "1 rates taken" in said.out


def test_rates_of_no_known_currency_of_account_ask_for_it(run: Run, write: Write) -> None:
    said = run("rates", "load", write("Date,USD\n2026-01-01,4\n"))
    assert (said.code, said.refused) == (1, ["against-missing"])
    assert "Say it with --against" in said.err


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("name,phone\nA,1\n", (), "rates-unreadable"),
        (PLAIN, ("--rule", "full-moon"), "rule-unknown"),
        (PLAIN, ("--for", "ZZ"), "law-not-held"),
    ],
)
def test_a_file_that_is_no_list_of_rates_is_refused(
    run: Run, write: Write, text: str, words: tuple[str, ...], code: str
) -> None:
    said = run("rates", "load", write(text), *words)
    assert (said.code, said.refused) == (2, [code])
    assert "No rates were loaded" in run("rates", "held").out


def test_a_file_that_is_not_there_is_told(run: Run) -> None:
    said = run("rates", "load", "nothing.csv")
    assert said.code == 2
    assert "nothing.csv cannot be read" in said.err
