"""An order to a country where no hub exchanges with ours waits some days for one, and is then called off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings

from entrepot.hub.buying import placing
from entrepot.hub.buying.models import Purchase
from entrepot.hub.events import clock, worker
from entrepot.hub.events.models import Event, Run
from entrepot.hub.network import duties, stranded
from entrepot.hub.notices.models import BuyerNotice
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import queries as stock
from tests import cast
from tests.cast import NOON
from tests.hub.buying import shopping
from tests.hub.buying.shopping import BOWL

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def waiting(settings: LazySettings, followers: None) -> Purchase:
    """A bowl is ordered to Malaysia, and no hub there exchanges with ours."""
    settings.ENTREPOT_CLOCK = "simulated"
    clock.start(NOON)
    seller = shopping.ceramics()
    shopping.keep(seller, "BOWL", 2)
    shopping.shown(seller)
    made = shopping.checked_out((BOWL, "BOWL", 1), email="nur@example.org")
    placed = placing.place(made.pk, by=shopping.by())
    at_work()
    return placed


def at_work() -> None:
    Run.objects.filter(closed_at=None).update(retry_at=None)
    worker.work_until_idle()


def called_off(**later: float) -> int:
    clock.reach(NOON + timedelta(**later))
    return stranded.called_off(by=cast.the_hub(clock.now()))


def ended() -> None:
    at_work()
    [consignment] = Consignment.objects.all()
    assert consignment.state == "cancelled"
    assert payments.payment(consignment.ucr).state == "refused"
    assert stock.available("hz-ceramics", ["BOWL"], ["hz-shed"]) == {"BOWL": 2}
    assert list(BuyerNotice.objects.order_by("pk").values_list("kind", flat=True)) == ["placed", "ended"]
    event = Event.objects.get(kind="orders.consignment.cancelled")
    assert event.body["reason"] == "no hub there"
    left = Run.objects.filter(closed_at=None, subject=consignment.ucr, delayed=False)
    assert list(left.values_list("follower", "error")) == [], "nothing goes on trying"


def test_it_waits_three_days_and_nobody_is_asked_to_pay_by_then() -> None:
    assert called_off(days=2, hours=23) == 0
    assert Consignment.objects.get().state == "placed"
    assert not Event.objects.filter(kind="payments.payment.settled").exists()


def test_then_it_is_called_off_once_its_goods_are_free_and_its_buyer_is_told() -> None:
    assert called_off(days=3, minutes=1) == 1
    assert called_off(days=3, minutes=2) == 0
    ended()


def test_a_run_that_was_parked_meanwhile_ends_with_it() -> None:
    Run.objects.filter(follower=stranded.TELLING).update(state="parked", retry_at=None)
    assert called_off(days=4) == 1
    ended()


def test_the_hourly_duty_does_it() -> None:
    clock.reach(NOON + timedelta(days=3, minutes=1))
    duties.DUTIES["orders without a hub there"][1]()
    ended()


def test_what_another_hub_was_told_of_is_left_alone() -> None:
    Consignment.objects.update(peer="kl.example")
    assert called_off(days=30) == 0
    assert Consignment.objects.get().state == "placed"
