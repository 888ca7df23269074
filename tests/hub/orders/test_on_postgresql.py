"""What holds on SQLite holds on PostgreSQL, and when many doors are used at one moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import pytest
from django.db import connection

from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders import actions
from entrepot.hub.orders.facts import LineFacts
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.payments import actions as payments
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Parcel
from entrepot.trade.finding import Refused
from tests import cast
from tests.hub.orders.shop import BONDED, ORDER, batik, ceramics, placed
from tests.hub.stock.test_parcels import label
from tests.postgresql import again

pytestmark = pytest.mark.postgres
Result = TypeVar("Result")
FOLDERS = [f"tests/hub/{app}" for app in ("catalogue", "tariffs", "payments", "stock", "orders", "adapters")]


def at_once(works: Sequence[Callable[[], Result]]) -> list[Result]:
    """Do all of it at one moment, each in a thread with a connection of its own."""
    gate = threading.Barrier(len(works))
    done: list[Result] = []
    failed: list[BaseException] = []

    def run(work: Callable[[], Result]) -> None:
        try:
            gate.wait(20)
            done.append(work())
        except BaseException as fault:
            failed.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    return done


def test_what_holds_on_sqlite_holds_on_postgresql(postgres_url: str) -> None:
    done = again(postgres_url, *FOLDERS)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]


@pytest.mark.usefixtures("on_postgres")
class TestAtOneMoment:
    def test_the_last_bonded_pieces_are_sold_once(self) -> None:
        seller = batik(pieces=4)
        orders = [replace(BONDED, number=f"B-{n}") for n in range(6)]  # each wants two of the four
        by = cast.by("kl-batik")
        answers = [
            answer
            for [answer] in at_once([lambda one=one: actions.place([one], seller=seller, by=by) for one in orders])
        ]  # type: ignore[misc]
        bonded = [each for each in answers if isinstance(each, Consignment) and each.regime == "1210"]
        late = [found.code for each in answers if isinstance(each, Refused) for found in each.findings]
        assert len(bonded) == 2
        assert set(late) <= {"stock-short"}
        assert stock.available(seller, ["SARONG"], ["hz-zone"]) == {"SARONG": 0}

    def test_the_same_order_through_many_doors_is_placed_once(self) -> None:
        seller, by = ceramics(), cast.by("hz-ceramics")
        answers = at_once([lambda: actions.place([ORDER], seller=seller, by=by)[0] for _ in range(6)])
        assert {each.ucr for each in answers if isinstance(each, Consignment)} == {"6CNHZ--CERAMICS-A-1"}
        assert (len(answers), Order.objects.count()) == (6, 1)
        assert Event.objects.filter(kind="orders.order.placed").count() == 1

    def test_parcels_of_many_orders_get_numbers_of_their_own_in_one_row(self) -> None:
        at_once([lambda n=n: label(f"6CNHZ--CERAMICS-{n}") for n in range(8)])  # type: ignore[misc]
        serials = sorted(int(number[2:10]) for number in Parcel.objects.values_list("number", flat=True))
        assert serials == list(range(1, 9))

    def test_one_payment_is_settled_and_one_consignment_is_paid_out_once(self) -> None:
        ceramics()
        lines = (LineFacts(sku="BOWL", quantity=1, unit_price="480.00"),)
        consignment = placed(replace(ORDER, lines=lines))
        facts = payments.PaymentFacts(
            end_to_end_id=consignment.ucr,
            ucr=consignment.ucr,
            creditor="hz-ceramics",
            amount_minor=consignment.total_minor,
            currency="MYR",
        )
        hub = cast.the_hub()
        payments.request([facts], by=hub)
        at_once([lambda: payments.settled(consignment.ucr, "BANK-1", by=hub).state for _ in range(5)])
        for move in ("pay", "export", "import", "deliver"):
            actions.advance(consignment.ucr, move, by=hub)
        at_once([lambda: actions.settle(consignment.ucr, by=hub).state for _ in range(5)])
        assert ledger.balance("escrow", "MYR") == 0
        assert ledger.trial() == {"MYR": 0}
        assert Event.objects.filter(kind="payments.payment.settled").count() == 1
        assert Event.objects.filter(kind="orders.consignment.settled").count() == 1
