"""A running hub takes up what is loaded into its home: tariffs and rates, in every process, without a restart."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from pytest_django import Settings
from typer.testing import CliRunner

from entrepot.cli import app
from entrepot.hub import law
from entrepot.hub.customs import law as customs
from entrepot.hub.tariffs import queries
from entrepot.statute.doors.rows import Act, RateRow
from entrepot.statute.exchange.held import HeldRate, HeldRates
from entrepot.statute.shelf import Shelf
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression import pct
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.money import Money

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.ENTREPOT_HOME = tmp_path
    return tmp_path


def put(home: Path, rate: str, since: date = date(2026, 1, 1)) -> None:
    """A part of Malaysia's tariff with one rate, laid on the shelf as another process would."""
    edition = Edition(f"MY/declared/{since}/{rate:0>12}", "MY", "declared", "PDK", "gazette", since, since, None, rate)
    rows = [Act("pdk", "PDK", since, since, None, "gazette"), RateRow("6912", "mfn", pct(rate), f"{rate}%", act="pdk")]
    Shelf(home / "tariffs").put(edition, rows, f"2026-11-23T00:00:{rate:0>2}")


def duty() -> str:
    bowls = Goods("691200", Money.of("2000", "MYR"), origin="DE")
    [quote] = landed_cost([Consignment("DE", "MY", DAY, (bowls,), channel="sea")], law.statute())
    option = quote.option("general")
    assert option is not None
    return str(option.duty)


def test_a_tariff_loaded_by_another_process_counts_from_the_next_answer(home: Path) -> None:
    told = [duty()]
    for rate in ("7", "9"):
        put(home, rate)
        told.append(duty())
    assert told == ["MYR 500.00", "MYR 140.00", "MYR 180.00"]


def test_a_version_for_later_days_leaves_the_answer_of_today_as_it_is(home: Path) -> None:
    put(home, "7")
    put(home, "9", date(2026, 4, 1))
    assert duty() == "MYR 140.00"


def test_the_law_is_read_once_however_often_tariffs_are_loaded(home: Path) -> None:
    before = law.statute()
    folder = before.jurisdiction("MY").folder
    put(home, "7")
    after = law.statute()
    assert after is not before
    assert after is law.statute()
    assert after.jurisdiction("MY").folder is folder


def test_an_answer_under_way_ends_with_the_tariff_with_which_it_began(home: Path) -> None:
    put(home, "7")
    under_way = law.statute()
    under_way.law("MY", DAY)
    put(home, "9")
    [volume] = under_way.law("MY", DAY).tariff.schedule.editions
    assert volume.digest == "7"


def test_half_of_a_version_is_no_version(home: Path) -> None:
    (home / "tariffs" / "my").mkdir(parents=True)
    (home / "tariffs" / "my" / "declared.2026-01-01.abc.4711").write_text("half", encoding="utf-8")
    assert law.tariffs().names == ()
    assert duty() == "MYR 500.00"


@pytest.mark.django_db
def test_the_border_takes_up_the_tariff_too(home: Path) -> None:
    before = customs.law_of("MY", DAY)
    assert customs.law_of("MY", DAY).statute is before.statute
    put(home, "7")
    after = customs.law_of("MY", DAY)
    assert [edition.digest for edition in after.statute.law("MY", DAY).tariff.schedule.editions] == ["7"]


@pytest.mark.django_db
def test_rates_loaded_by_another_process_count_from_the_next_answer(home: Path) -> None:
    held = HeldRates(home / "rates")
    assert queries.rates("MYR", "MY").name == "demonstration"
    held.take([HeldRate(date(2026, 1, 1), "USD", "MYR", Fraction("4.4"), date(2026, 1, 1), "bank")])
    first = queries.rates("MYR", "MY")
    assert (first.name, first.on(DAY).worth["USD"]) == ("bank", Fraction("4.4"))
    assert queries.rates("MYR", "MY") is first
    held.take([HeldRate(date(2026, 3, 1), "USD", "MYR", Fraction("4.5"), date(2026, 3, 1), "bank")])
    assert queries.rates("MYR", "MY").on(DAY).worth["USD"] == Fraction("4.5")


RUNNING = """
import sys, django
django.setup()
from tests.hub.tariffs.test_taking_up import duty
for line in sys.stdin:
    print(duty(), flush=True)
"""
DECLARED = {
    "act.csv": "act_id,title,published,valid_from,valid_to,url\npdk,PDK,2026-01-01,2026-01-01,,gazette\n",
    "lines.csv": "code,indent,declarable,unit1,unit2,text_en,text_local\n6912,0,0,,,Tableware,\n"
    "69120000,1,1,KGM,,Ceramic tableware,\n",
    "rates.csv": "code,column,expression,valid_from,valid_to,act_id,remark\n69120000,mfn,7%,2026-01-01,,pdk,\n",
    "controls.csv": "code,movement,document,authority,text,act_id\n",
}


@pytest.fixture
def running(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process of this hub, which says on every line it is sent what the duty is."""
    environment = os.environ | {"ENTREPOT_HOME": str(home)}
    process = subprocess.Popen(
        [sys.executable, "-c", RUNNING],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[3],
    )
    with process:
        yield process
        process.kill()


def test_two_processes_one_loads_and_the_other_answers_by_it(home: Path, running: subprocess.Popen[str]) -> None:
    def asked() -> str:
        assert running.stdin is not None
        assert running.stdout is not None
        running.stdin.write("\n")
        running.stdin.flush()
        return running.stdout.readline().strip()

    assert asked() == "MYR 500.00"
    declared = home / "pdk"
    declared.mkdir()
    for name, text in DECLARED.items():
        (declared / name).write_text(text, encoding="utf-8")
    told = CliRunner().invoke(
        app, ["tariff", "load", "declared", str(declared), "--country", "MY", "--home", str(home), "--yes"]
    )
    assert told.exit_code == 0, told.output
    assert "takes it up with its next answer" in told.output
    assert asked() == "MYR 140.00"
