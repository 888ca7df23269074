"""Goods of a shelf that customs lets go after the rest of their parcel has left follow in a parcel of their own."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from entrepot.hub.customs import actions as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import clock, worker
from entrepot.hub.events.models import Event, Run
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders import queries
from entrepot.hub.orders.labels import label
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Lot, Parcel
from entrepot.trade.finding import NotYours
from entrepot.trade.partial_release import Going
from tests import cast
from tests.hub.aftersales.sold import stopped_bonded
from tests.hub.orders import shop

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hub(settings: LazySettings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.orders.test_rest_follows.FOLLOWERS"
    settings.ENTREPOT_CLOCK = "simulated"
    settings.ENTREPOT_COUNTRY = "CN"
    clock.start(cast.NOON)


FOLLOWERS = {
    **shop.FOLLOWERS,
    "customs.declaration.released": [shop.consequences.released],
    "customs.declaration.partly_released": [shop.consequences.released_in_part],
    "stock.parcel.labelled": [shop.consequences.sent_on],
}


def one_goes() -> tuple[Consignment, Declaration]:
    """One of two sarongs is let go; the other waits on the desk and on the shelf."""
    consignment, declaration = stopped_bonded()
    goes = (Going(item=1, quantity="1"),)
    officer = cast.by("cn-customs", clock.now())
    customs.release_part(declaration, goes, "One waits.", law="Art. 1", version=declaration.version, by=officer)
    worker.work_until_idle()
    return consignment, declaration


def hand_over(ucr: str) -> None:
    orders.hand_over([ucr], by=cast.by("hz-bonded", clock.now()))
    Run.objects.update(retry_at=None)
    worker.work_until_idle()


def release(declaration: Declaration) -> None:
    declaration.refresh_from_db()
    customs.release(declaration, by=cast.by("cn-customs", clock.now()))
    worker.work_until_idle()


def on_shelf() -> tuple[int, int]:
    found = stock.balance(Lot.objects.get())
    return found.on_hand, found.reserved


def test_the_warehouse_hands_over_what_follows_and_the_carrier_delivers_it() -> None:
    consignment, declaration = one_goes()
    hand_over(consignment.ucr)
    assert (Consignment.objects.get(ucr=consignment.ucr).state, on_shelf()) == ("settled", (9, 1))
    assert not queries.let_go(keeper="hz-bonded").exists()

    release(declaration)
    second = Parcel.objects.get(part=2)
    assert (second.state, second.contents[0]["quantity"], second.contents[0]["value"]) == ("labelled", 1, "150.00")
    assert list(queries.let_go(keeper="hz-bonded").values_list("ucr", flat=True)) == [consignment.ucr]
    printed = label(consignment.ucr, by=cast.by("hz-post", clock.now()))
    assert printed.number == second.number

    hand_over(consignment.ucr)
    second.refresh_from_db()
    assert (second.state, on_shelf()) == ("delivered", (8, 0))
    steps = Event.objects.filter(kind__startswith="stock.parcel.").order_by("position")
    with_it = [each.kind.rpartition(".")[2] for each in steps if "part" in each.body]
    assert with_it == ["labelled", "dispatched", "departed", "arrived", "delivered"]
    assert Event.objects.filter(kind="orders.consignment.delivered").count() == 1
    hand_over(consignment.ucr)
    assert (on_shelf(), Parcel.objects.count()) == ((8, 0), 2)


def test_what_is_let_go_before_the_parcel_has_left_goes_with_it() -> None:
    consignment, declaration = one_goes()
    release(declaration)
    assert Parcel.objects.get().withheld == []
    hand_over(consignment.ucr)
    assert (on_shelf(), Parcel.objects.count()) == ((8, 0), 1)


def test_nobody_else_hands_over_what_follows() -> None:
    consignment, declaration = one_goes()
    hand_over(consignment.ucr)
    release(declaration)
    for stranger in (cast.by("hz-ceramics", clock.now()), cast.stranger(clock.now())):
        with pytest.raises(NotYours):
            orders.hand_over([consignment.ucr], by=stranger)
    assert (Parcel.objects.get(part=2).state, on_shelf()) == ("labelled", (9, 1))
