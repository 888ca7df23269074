"""A stored quote names its law, its tariff and its rates, and comes out the same whatever changes later."""

from __future__ import annotations

import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from pytest_django import Settings

from entrepot import statute
from entrepot.hub import law
from entrepot.hub.tariffs import actions, reckoning, repeating
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.statute.doors.rows import Act, RateRow
from entrepot.statute.exchange.held import HeldRate, HeldRates
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression import Expression, pct
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.finding import Refused
from entrepot.trade.money import Money
from tests import cast

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    """A hub with a home of its own, and nothing loaded into it."""
    settings.ENTREPOT_HOME = tmp_path
    repeating._seen.clear()
    return tmp_path


def load(rate: str, since: date = date(2026, 1, 1)) -> Edition:
    """A part of Malaysia's tariff with one rate, loaded while the hub runs."""
    expression: Expression = pct(rate)
    code = f"MY/declared/{since}/{rate:0>12}"
    edition = Edition(code, "MY", "declared", "PDK", "gazette", since, since, None, rate)
    rows = [Act("pdk", "PDK", since, since, None, "gazette"), RateRow("6912", "mfn", expression, f"{rate}%", act="pdk")]
    law.tariffs().put(edition, rows, f"2026-11-23T00:00:{rate:0>2}")
    return edition


def general(by: str = "hz-ceramics") -> StoredQuote:
    """A box of bowls too dear for any relief, from Germany, so that the general rate is due."""
    bowls = Goods("691200", Money.of("2000", "MYR"), origin="DE")
    consignment = Consignment("DE", "MY", DAY, (bowls,), freight=Money.of("0", "MYR"), channel="sea")
    [stored] = actions.quote([consignment], by=cast.by(by))
    return StoredQuote.objects.get(pk=stored.pk)


def duty(told: dict[str, object]) -> str:
    [option] = [each for each in told["options"] if each["regime"] == "general"]  # type: ignore[attr-defined]
    return str(option["duty"])


def test_a_loaded_tariff_prices_quotes_and_is_named_in_them() -> None:
    assert duty(general().result) == "500.00"  # the starter schedule, 25 %
    edition = load("7")
    stored = general()
    assert duty(stored.result) == "140.00"
    assert stored.result["tariff"] == [
        {
            "edition": edition.code,
            "title": "PDK",
            "source": "gazette",
            "published": "2026-01-01",
            "since": "2026-01-01",
            "digest": "7",
        }
    ]


def test_a_quote_comes_out_the_same_after_another_version_of_the_tariff_was_loaded() -> None:
    before, first = general(), load("7")
    second = general()
    load("9", date(2026, 2, 1))
    third = general()
    assert [duty(each.result) for each in (before, second, third)] == ["500.00", "140.00", "180.00"]
    for stored in (before, second, third):
        assert reckoning.again(stored) == stored.result
    assert duty(reckoning.by_law_held_now(second)) == "180.00"
    assert first.code != third.result["tariff"][0]["edition"]


def test_a_quote_comes_out_the_same_after_the_law_was_changed(home: Path, settings: Settings) -> None:
    stored = general()
    changed = home / "changed"
    shutil.copytree(statute.SHIPPED, changed)
    path = changed / "my" / "schedule" / "rates.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("691200,mfn,25%", "691200,mfn,11%"), encoding="utf-8")
    settings.ENTREPOT_LAW = str(changed)
    assert general().law_digest != stored.law_digest
    assert duty(reckoning.by_law_held_now(stored)) == "220.00"
    assert reckoning.again(stored) == stored.result


def test_law_that_was_altered_after_it_was_kept_is_not_taken_for_the_old_one(home: Path, settings: Settings) -> None:
    stored = general()
    changed = home / "changed"
    shutil.copytree(statute.SHIPPED, changed)
    path = changed / "my" / "jurisdiction.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("name: Malaysia", "name: Malaya"), encoding="utf-8")
    settings.ENTREPOT_LAW = str(changed)
    kept = home / "law" / stored.law_digest / "my" / "schedule" / "rates.csv"
    kept.write_text(kept.read_text(encoding="utf-8").replace("25%", "1%"), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        reckoning.again(stored)
    assert [found.code for found in refused.value.findings] == ["law-not-kept"]


def test_a_version_of_the_tariff_that_is_gone_is_refused_by_its_name() -> None:
    edition = load("7")
    stored = general()
    law.tariffs().path(edition.code).unlink()
    with pytest.raises(Refused) as refused:
        reckoning.again(stored)
    assert [(found.code, found.params["code"]) for found in refused.value.findings] == [
        ("tariff-not-held", edition.code)
    ]


def test_rates_loaded_into_the_home_are_used_where_the_hub_holds_none(home: Path) -> None:
    row = HeldRate(date(2026, 3, 1), "USD", "MYR", Fraction("4.4"), date(2026, 3, 1), "bank")
    HeldRates(home / "rates").take([row])
    bowls = Goods("691200", Money.of("1000", "USD"), origin="DE")
    consignment = Consignment("DE", "MY", DAY, (bowls,), freight=Money.of("0", "USD"), channel="sea")
    [stored] = actions.quote([consignment], by=cast.by("hz-ceramics"))
    assert stored.rates == {"set": "bank", "base": "MYR", "on": "2026-03-02", "worth": {"USD": "22/5"}}
    assert duty(stored.result) == "1100.00"


def test_a_quote_of_goods_on_their_way_uses_the_rate_of_the_day_its_law_says(home: Path) -> None:
    """Malaysia converts by the day of arrival: the rate of the day of dispatch is not the one that is kept."""
    held = HeldRates(home / "rates")
    for day, worth in ((date(2026, 2, 1), "4"), (date(2026, 3, 1), "5")):
        held.take([HeldRate(day, "USD", "MYR", Fraction(worth), day, "bank")])
    bowls = Goods("691200", Money.of("1000", "USD"), origin="DE")
    on_its_way = Consignment("DE", "MY", DAY, (bowls,), channel="sea", dispatched=date(2026, 2, 10))
    [stored] = actions.quote([on_its_way], by=cast.by("hz-ceramics"))
    stored = StoredQuote.objects.get(pk=stored.pk)
    assert stored.rates["worth"] == {"USD": "5"}
    assert duty(stored.result) == "1250.00"
    assert reckoning.again(stored) == stored.result
