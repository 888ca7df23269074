"""Statistics of a border: how long release took, what looking was worth, what is open; and of no other border."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from entrepot.hub.customs import actions
from entrepot.hub.customs.models import Declaration
from entrepot.hub.insight.looks import Rate, deadlines, looks
from entrepot.hub.insight.releases import SQLITE, releases
from entrepot.hub.insight.spread import Spread
from entrepot.trade.inspection import Checked, Report
from tests import cast
from tests.hub.customs import goods
from tests.hub.customs.controlling import lodged, officer

pytestmark = pytest.mark.django_db

DAY = cast.NOON.date()


@pytest.fixture
def morning() -> None:
    """Three released at once, one after 75 minutes, one that still waits."""
    for code in ("kl-batik", "my-customs", "cn-customs"):
        cast.party(code)
    for n in range(3):
        lodged(lrn=f"G-{n}", ucr=f"6CN-G{n}")
    bank = (goods.item(description="Porcelain power bank"),)
    looked = lodged(lrn="R-1", ucr="6CN-R1", items=bank)
    actions.release(looked, by=officer(at=cast.NOON + timedelta(minutes=75)))
    lodged(lrn="R-2", ucr="6CN-R2", items=bank)


def test_release_takes_so_long_by_lane_and_regime(morning: None) -> None:
    found = releases("MY", DAY, DAY)
    assert found.days == ("2026-03-02",)
    assert found.regimes == ("lvg",)
    assert (found.count(), found.count(lambda key: key[1] == "green")) == (5, 3)
    assert found.spread() == Spread(4, 0, 75)
    assert found.spread(lambda key: key[1] == "red") == Spread(1, 75, 75)
    assert found.spread(lambda key: key[1] == "yellow") is None


def test_other_days_and_other_borders_are_not_counted(morning: None) -> None:
    assert releases("CN", DAY, DAY).count() == 0
    assert releases("MY", DAY + timedelta(days=1), DAY + timedelta(days=9)).count() == 0
    assert releases("MY", DAY - timedelta(days=9), DAY).count() == 5


def test_a_refusal_is_no_release_and_goods_that_came_back_were_released(morning: None) -> None:
    first, second = Declaration.objects.filter(lane="green")[:2]
    actions.take_back(first, "It came back.", by=officer())
    actions.refuse(Declaration.objects.get(lrn="R-2"), "Not safe.", by=officer())
    assert releases("MY", DAY, DAY).spread() == Spread(4, 0, 75)
    assert second.state == "released"


def test_the_question_is_answered_from_the_index_alone(morning: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan of SQLite is looked at")
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {SQLITE}", ["MY", "2026-03-01", "2026-04-01"])
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "USING COVERING INDEX customs_by_day (country=? AND lodged_at>? AND lodged_at<?)" in plan


def inspected(lrn: str, outcome: str) -> None:
    declaration = Declaration.objects.get(lrn=lrn)
    inspection = actions.order_inspection(declaration, "documents", "Look.", by=officer())
    checks = tuple(
        Checked(code=code, item=item, outcome=outcome, found="A bank" if outcome == "differs" else "")  # type: ignore[arg-type]
        for code, item in inspection.checklist
    )
    result = "not-conform" if outcome == "differs" else "conform"
    actions.conclude_inspection(inspection, Report(result=result, summary="Seen.", checks=checks), by=officer())  # type: ignore[arg-type]


def test_the_hit_rate_of_a_profile_is_what_looking_found(morning: None) -> None:
    bank = (goods.item(description="Porcelain power bank"),)
    lodged(lrn="R-3", ucr="6CN-R3", items=bank)
    inspected("R-2", "differs")
    inspected("R-3", "as-declared")
    found = looks("MY", DAY, DAY)
    assert found.results == {("documents", "not-conform"): 1, ("documents", "conform"): 1}
    assert found.rates == (Rate("MY-002", "Batteries sent as something else", False, 2, 1),)
    assert looks("CN", DAY, DAY).results == {}
    assert looks("MY", date(2026, 3, 3), date(2026, 3, 9)).rates == ()


def test_what_is_open_and_what_is_late(morning: None) -> None:
    declaration = Declaration.objects.get(lrn="R-2")
    actions.ask(declaration, "Show the invoice.", by=officer(), answer_by=date(2026, 3, 5))
    actions.hold(declaration, "Wait.", until=date(2026, 3, 9), by=officer())
    today = deadlines("MY", date(2026, 3, 6))
    assert (today.open_questions, today.overdue_questions, today.holds, today.holds_over) == (1, 1, 1, 0)
    assert deadlines("MY", date(2026, 3, 10)).holds_over == 1
    assert deadlines("CN", date(2026, 3, 10)).holds == 0
