"""What was drawn from a quota is remembered until the country's own record tells it, and stored with each answer."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from entrepot import statute
from entrepot.hub.events.models import Event
from entrepot.hub.tariffs import actions, drawing, reckoning
from entrepot.hub.tariffs.models import QuotaDraw
from entrepot.statute.doors.rows import Act, QuotaEventRow, QuotaRow, RateRow
from entrepot.statute.shelf import Shelf
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.grammar import parse
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.money import Money
from tests import cast

pytestmark = pytest.mark.django_db

BOWLS, DAY = "09.0001", date(2026, 3, 2)
ROWS = (
    Act("order", "Quota Order", date(2025, 12, 1), date(2026, 1, 1), None, "gazette"),
    RateRow("691200", f"quota:{BOWLS}", parse("1%"), "1%", act="order"),
    QuotaRow(BOWLS, "Bowls", "first-come", Fraction(100), "KGM", date(2026, 1, 1), date(2026, 12, 31), act="order"),
    QuotaEventRow(BOWLS, date(2026, 2, 1), "balance", Fraction(60), "order"),
)


@pytest.fixture(autouse=True)
def quota(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Malaysia with a quota for bowls, of which its own record of 1 February says that 60 kg are left."""
    shelf = Shelf(tmp_path)
    shelf.put(Edition("MY/declared/2026-01-01/a", "MY", "declared", "Order", "gazette"), ROWS, "1")
    law = statute.load(shelf=shelf)
    for module in (drawing, reckoning):
        monkeypatch.setattr(module, "statute", lambda: law)


def draw(amount: int, reference: str, on: date = DAY, code: str = "operator") -> QuotaDraw:
    return drawing.draw("MY", BOWLS, Fraction(amount), reference, on, by=cast.by(code))


def known(on: date = DAY) -> Fraction:
    bowls = Goods("691200", Money.of("600", "MYR"), net_mass_kg=Fraction(20))
    [asked] = drawing.with_draws([Consignment("DE", "MY", on, (bowls,), channel="sea")])
    return asked.drawn.get(BOWLS, Fraction(0))


def test_draws_are_counted_until_the_record_of_the_country_tells_them() -> None:
    draw(25, "before the record", date(2026, 1, 31))
    draw(25, "after it", date(2026, 2, 2))
    assert known() == 25
    assert known(date(2026, 1, 31)) == 25
    assert known(date(2027, 1, 1)) == 0  # another period


def test_no_more_is_drawn_than_is_left_and_a_refusal_changes_nothing() -> None:
    draw(40, "A")
    with pytest.raises(Refused) as refused:
        draw(21, "B")
    [finding] = refused.value.findings
    assert finding.told() == "Only 20 KGM are left of quota 09.0001, and 21 are wanted."
    assert QuotaDraw.objects.count() == 1
    draw(20, "B")


def test_the_same_draw_again_changes_nothing_and_another_under_the_name_is_refused() -> None:
    assert draw(40, "A") == draw(40, "A")
    with pytest.raises(Refused) as refused:
        draw(10, "A")
    assert refused.value.findings[0].code == "quota-drawn-otherwise"
    assert known() == 40
    assert Event.objects.filter(kind="tariffs.quota.drawn").count() == 1


def test_what_is_given_back_is_free_again() -> None:
    draw(60, "A")
    for _ in range(2):
        drawing.give_back("MY", BOWLS, "A", by=cast.by("operator"))
    assert known() == 0
    assert Event.objects.filter(kind="tariffs.quota.given-back").count() == 1
    draw(60, "B")


def test_a_stranger_draws_nothing_and_gives_nothing_back() -> None:
    draw(10, "A")
    with pytest.raises(NotYours):
        draw(10, "B", code="hz-ceramics")
    with pytest.raises(NotYours):
        drawing.give_back("MY", BOWLS, "A", by=cast.by("hz-ceramics"))
    assert known() == 10


def test_a_quota_that_is_not_held_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        drawing.draw("MY", "09.9999", Fraction(1), "A", DAY, by=cast.by("operator"))
    assert refused.value.findings[0].code == "quota-not-held"


def test_what_was_drawn_is_stored_with_the_answer() -> None:
    draw(45, "A")
    bowls = Goods("691200", Money.of("600", "MYR"), net_mass_kg=Fraction(20))
    [stored] = actions.quote([Consignment("DE", "MY", DAY, (bowls,), channel="sea")], by=cast.by("hz-ceramics"))
    assert stored.facts["drawn"] == {BOWLS: "45"}
    closed = [each["why_not"][0]["code"] for each in stored.result["closed"] if each["quotas"]]
    assert closed == ["quota-too-little-left"]
