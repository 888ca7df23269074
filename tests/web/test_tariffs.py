"""The operator's page of tariffs and rates: what is held, what counts, and what a version changes before it does."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from pytest_django import Settings

from entrepot.hub import law
from entrepot.hub.events import clock
from entrepot.statute.doors.rows import Act, CommodityRow, RateRow
from entrepot.statute.exchange.held import HeldRate, HeldRates
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression import pct
from tests import cast
from tests.web.conftest import SignIn
from tests.web.test_quote import words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.ENTREPOT_HOME = tmp_path
    settings.ENTREPOT_CLOCK = "simulated"
    clock.start(cast.NOON)
    return tmp_path


def load(since: date, rates: dict[str, str], source: str = "gazette") -> str:
    code = f"MY/declared/{since}/{since.year:0>12}"
    edition = Edition(code, "MY", "declared", f"PDK {since.year}", source, since, since)
    rows: list[Act | CommodityRow | RateRow] = [Act("pdk", "PDK", since, since, None, source)]
    for line, rate in rates.items():
        rows += [CommodityRow(line, 1, True, (), {"en": line}), RateRow(line, "mfn", pct(rate), f"{rate}%", act="pdk")]
    law.tariffs().put(edition, rows, f"{since}T00:00:00")
    return code


def told(sign_in: SignIn, address: str) -> str:
    return words(sign_in("operator").get(address).content.decode())


def test_each_version_says_whether_it_counts_and_how_sure_we_are(sign_in: SignIn) -> None:
    load(date(2025, 1, 1), {"69120010": "7"}, source="")
    load(date(2026, 1, 1), {"69120010": "9"})
    load(date(2027, 1, 1), {"69120010": "11"})
    page = told(sign_in, "/operator/tariffs/")
    assert "PDK 2027 MY/declared/2027-01-01/000000002027 MY from 1 Jan 2027" in page
    states = [page.index(state) for state in ("Counts later", "Counts today", "Replaced")]
    assert states == sorted(states)
    assert page.count("Unverified") == 2  # the version without a source, and the demonstration rates


def test_nothing_loaded_says_what_quotes_use_and_what_brings_more(sign_in: SignIn) -> None:
    page = told(sign_in, "/operator/tariffs/")
    assert "No tariff was loaded into this hub" in page
    assert "A demonstration set, which no bank publishes" in page


def test_rates_are_told_by_their_source_and_last_day(home: Path, sign_in: SignIn) -> None:
    for day, worth in ((date(2026, 2, 1), "4"), (date(2026, 3, 1), "5")):
        HeldRates(home / "rates").take([HeldRate(day, "USD", "MYR", Fraction(worth), day, "bank", "MY")])
    assert "bank Malaysia 1 1 Mar 2026 1 Mar 2026 Sourced" in told(sign_in, "/operator/tariffs/")


def test_a_version_shows_on_one_page_what_it_will_change(sign_in: SignIn) -> None:
    load(date(2026, 1, 1), {"69120010": "7", "69120020": "7"})
    later = load(date(2027, 1, 1), {"69120010": "9", "69120030": "5"})
    page = told(sign_in, f"/operator/tariffs/{later}")
    assert "Takes effect on 1 Jan 2027; until then the version before it counts." in page
    assert "Lines 1 new, 1 gone" in page
    assert "New lines 6912.00.30" in page
    assert "Lines that are gone 6912.00.20" in page


def test_a_rate_that_changes_is_told_before_and_after(sign_in: SignIn, home: Path) -> None:
    load(date(2026, 1, 1), {"69120010": "7"})
    later = load(date(2027, 1, 1), {"69120010": "9"})
    assert "6912.00.10 mfn 7% 9%" in told(sign_in, f"/operator/tariffs/{later}")


@pytest.mark.parametrize("code", ["MY/declared/2030-01-01/00", "../x/y/z", "nonsense"])
def test_a_version_that_is_not_there_is_refused(code: str, sign_in: SignIn) -> None:
    answer = sign_in("operator").get(f"/operator/tariffs/{code}")
    assert answer.status_code in (404, 422)


def test_only_an_operator_looks(sign_in: SignIn) -> None:
    assert [sign_in(role).get("/operator/tariffs/").status_code for role in ("seller", "customs")] == [403, 403]
