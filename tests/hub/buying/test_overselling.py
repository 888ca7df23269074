"""Many check out at one moment and there are fewer pieces than buyers: never is one sold twice, on either database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection

from entrepot.hub.buying import checkout, placing
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.events.models import Event
from entrepot.hub.orders.facts import BuyerFacts
from entrepot.hub.orders.models import Order
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Movement
from entrepot.trade.finding import Refused
from tests.hub.buying import shopping
from tests.hub.buying.shopping import BOWL, by
from tests.hub.orders.test_on_postgresql import at_once

PIECES, BUYERS = 3, 12


def checkouts() -> list[Purchase]:
    """So many buyers, each at the checkout with one bowl of the few that there are."""
    seller = shopping.ceramics()
    shopping.keep(seller, "BOWL", PIECES)
    shopping.shown(seller)
    return [
        checkout.check_out(
            shopping.cart((BOWL, "BOWL", 1)), "MY", BuyerFacts(name=f"Buyer {n}", phone="012345678"), by=by()
        )
        for n in range(BUYERS)
    ]


def pressed(purchase: Purchase) -> str:
    """What a buyer reads after pressing the button."""
    while True:
        try:
            placing.place(purchase.pk, by=by(1))
        except Refused as refused:
            return refused.findings[0].code
        except OperationalError:  # SQLite in memory does not wait for a lock, as a file does
            continue
        return "placed"


def sold_out_and_not_oversold() -> None:
    answers = at_once([lambda one=one: pressed(one) for one in checkouts()])  # type: ignore[misc]
    assert sorted(answers) == ["placed"] * PIECES + ["stock-short"] * (BUYERS - PIECES)
    assert stock.available("hz-ceramics", ["BOWL"], ["hz-shed"]) == {"BOWL": 0}
    assert Movement.objects.filter(kind="reserve").count() == Order.objects.count() == PIECES
    assert PurchaseOrder.objects.filter(state="accepted").count() == PIECES
    assert Purchase.objects.filter(placed_at=None).count() == BUYERS - PIECES


def one_button_pressed_many_times() -> None:
    purchase = checkouts()[0]
    assert at_once([lambda: pressed(purchase) for _ in range(6)]) == ["placed"] * 6
    assert Order.objects.count() == 1
    assert Event.objects.filter(kind="buying.purchase.placed").count() == 1
    assert stock.available("hz-ceramics", ["BOWL"], ["hz-shed"]) == {"BOWL": PIECES - 1}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("told", [sold_out_and_not_oversold, one_button_pressed_many_times])
def test_on_sqlite(told: Callable[[], None]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("told of PostgreSQL below")
    told()


@pytest.mark.postgres
@pytest.mark.usefixtures("on_postgres")
@pytest.mark.parametrize("told", [sold_out_and_not_oversold, one_button_pressed_many_times])
def test_on_postgresql(told: Callable[[], None]) -> None:
    told()
