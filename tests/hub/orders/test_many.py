"""Many orders are dealt with at once; each is answered in its place, and none is left half-done."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings

from entrepot.hub.events import worker
from entrepot.hub.orders import actions, queries
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock.models import Parcel
from entrepot.trade.finding import Refused
from tests import cast
from tests.hub.orders import shop

pytestmark = pytest.mark.django_db


def three() -> list[str]:
    """Three orders that wait for their payment."""
    return [shop.placed(replace(shop.ORDER, number=f"A-{n}")).ucr for n in (1, 2, 3)]


def states(ucrs: list[str]) -> list[str]:
    return [queries.consignment(ucr).state for ucr in ucrs]


def test_each_order_is_cancelled_or_says_why_not() -> None:
    first, second, third = ucrs = three()
    Consignment.objects.filter(ucr=second).update(state="exported")
    outcomes = actions.cancel_each([*ucrs, "6CNNOBODY"], "sold out", by=cast.by("hz-ceramics"))
    assert [outcome is None for outcome in outcomes] == [True, False, True, False]
    assert isinstance(outcomes[3], Refused)
    assert [each.code for each in outcomes[3].findings] == ["consignment-unknown"]
    assert states(ucrs) == ["cancelled", "exported", "cancelled"]
    assert actions.cancel_each([first, third], "sold out", by=cast.by("hz-ceramics")) == [None, None]


def test_without_a_reason_nothing_is_cancelled() -> None:
    ucrs = three()
    outcomes = actions.cancel_each(ucrs, "  ", by=cast.by("hz-ceramics"))
    assert [each.findings[0].code for each in outcomes if each] == ["reason-missing"] * 3
    assert states(ucrs) == ["placed"] * 3


def test_a_stranger_is_refused_for_each_and_nothing_changes() -> None:
    ucrs = three()
    for stranger in (cast.by("kl-batik"), cast.stranger()):
        assert all(actions.cancel_each(ucrs, "mine now", by=stranger))
        assert all(actions.hand_over_each(ucrs, by=stranger))
    assert states(ucrs) == ["placed"] * 3


def test_only_what_customs_let_go_is_handed_over(settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.web.conftest.FOLLOWERS"
    settings.ENTREPOT_CLOCK = "simulated"
    first = shop.placed(replace(shop.ORDER, number="A-1")).ucr
    worker.work_until_idle()
    second = shop.placed(replace(shop.ORDER, number="A-2")).ucr
    outcomes = actions.hand_over_each([second, first], by=cast.by("hz-ceramics"))
    assert [outcome is None for outcome in outcomes] == [False, True]
    assert isinstance(outcomes[0], Refused)
    assert [each.code for each in outcomes[0].findings] == ["not-let-go"]
    assert Parcel.objects.get(ucr=first).state == "dispatched"


def test_orders_are_found_by_number_goods_sku_and_reference() -> None:
    ucrs = three()
    mine = queries.consignments("hz-ceramics")
    for words, number in (("a-2", 1), ("celadon", 3), ("BOWL a-3", 1), (ucrs[0], 1), ("teapot", 0), ("celadon cup", 0)):
        assert queries.sought(mine, words).count() == number, words
    assert queries.sought(mine, "").count() == 3
