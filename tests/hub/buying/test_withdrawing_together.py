"""A buyer withdraws in the moment in which the other hub's answer comes: one of the two holds, on either database."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import OperationalError, connection

from entrepot.hub.buying import asking, placing, queries, withdrawing
from entrepot.hub.buying.models import PurchaseOrder
from entrepot.hub.events.models import Event
from entrepot.trade.finding import NotAllowedNow
from tests import cast
from tests.hub.buying import shopping
from tests.hub.buying.shopping import BOWL, by
from tests.hub.orders.test_on_postgresql import at_once

PEER = "hz.example"


def one_of_the_two_holds() -> None:
    shopping.ceramics()
    purchase = placing.place(shopping.checked_out((BOWL, "BOWL", 1)).pk, by=by())
    PurchaseOrder.objects.update(hub=PEER, state="requested", ucr="")
    number, token = purchase.orders.get().number, queries.token_of(purchase)

    def withdrawn() -> str:
        try:
            return withdrawing.withdraw(token, number, by=by(1)).state
        except NotAllowedNow:
            return "too late"

    def accepted() -> str:
        asking.accepted(PEER, number, "6CNX-1", by=cast.the_hub())
        return "heard"

    answers = at_once([lambda told=told: patiently(told) for told in [withdrawn, accepted] * 3])  # type: ignore[misc]
    held = PurchaseOrder.objects.get()
    assert held.ucr == "6CNX-1"
    assert set(answers) == {"heard", "withdrawn" if held.state == "withdrawn" else "too late"}
    kinds = ("buying.order.ended", "buying.order.accepted")
    assert Event.objects.filter(kind__in=kinds).count() == 1, "it ended or it was accepted, once"


def patiently(told: Callable[[], str]) -> str:
    while True:
        try:
            return told()
        except OperationalError:  # SQLite in memory does not wait for a lock, as a file does
            continue


@pytest.mark.django_db(transaction=True)
def test_on_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("told of PostgreSQL below")
    one_of_the_two_holds()


@pytest.mark.postgres
@pytest.mark.usefixtures("on_postgres")
def test_on_postgresql() -> None:
    one_of_the_two_holds()
