"""The life of an order at its home hub, told by the worker on a simulated clock, to the last minor unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import LazySettings

from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import Actor, clock, worker
from entrepot.hub.events.models import Event, Run
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.orders import actions, consequences
from entrepot.hub.orders.facts import LineFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import actions as payments
from entrepot.hub.payments.models import PaymentOrder, PayOut
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Parcel
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.finding import NotAllowedNow, NotYours
from tests import cast
from tests.hub.orders.shop import BONDED, DOTTED, ORDER, batik, ceramics, placed

pytestmark = pytest.mark.django_db

PEER = Actor("peer", "kl.example", "KL hub", cast.NOON + timedelta(hours=1))


@pytest.fixture(autouse=True)
def _story(settings: LazySettings) -> None:
    settings.ENTREPOT_FOLLOWERS = DOTTED
    settings.ENTREPOT_CLOCK = "simulated"
    clock.start(cast.NOON)


def kinds(ucr: str) -> list[str]:
    return list(Event.objects.filter(ucr=ucr).order_by("position").values_list("kind", flat=True))


def parked() -> list[str]:
    return list(Run.objects.exclude(state="done").values_list("error", flat=True))


def direct(currency: str = "MYR", price: str = "480.00", freight: str = "20.00") -> Consignment:
    """A direct order, told to the peer, up to the answer of the peer's customs."""
    tariffs.note_tax_number(ceramics(), "MY", "LVG-0001", by=cast.by("hz-ceramics"))
    order = replace(
        ORDER, currency=currency, freight=freight, lines=(LineFacts(sku="BOWL", quantity=1, unit_price=price),)
    )
    consignment = placed(order)
    actions.joined(consignment.ucr, "kl.example", by=cast.the_hub())
    return consignment


def imported(consignment: Consignment) -> None:
    """The peer's customs has released the import."""
    actions.advance(
        consignment.ucr,
        "import",
        by=PEER,
        lane="green",
        duty_minor=consignment.duty_minor,
        tax_minor=consignment.tax_minor,
    )


def told(ucr: str) -> Consignment:
    return Consignment.objects.get(ucr=ucr)


def test_a_direct_order_goes_from_payment_to_settlement() -> None:
    consignment = direct()
    ucr = consignment.ucr
    worker.work_until_idle()
    assert told(ucr).state == "exported"
    export = Declaration.objects.get(ucr=ucr)
    assert (export.direction, export.country, export.regime, export.state) == ("export", "CN", "9610", "released")
    assert (Parcel.objects.get(ucr=ucr).state, PaymentOrder.objects.get(ucr=ucr).state) == ("arrived", "settled")

    imported(consignment)
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    assert parked() == []
    assert kinds(ucr) == [
        "orders.order.placed",
        "payments.payment.requested",
        "payments.payment.settled",
        "orders.consignment.paid",
        "stock.parcel.labelled",
        "customs.paper.filed",
        "customs.paper.filed",
        "customs.paper.filed",
        "customs.declaration.lodged",
        "customs.declaration.released",
        "orders.consignment.exported",
        "stock.parcel.dispatched",
        "stock.parcel.departed",
        "stock.parcel.arrived",
        "orders.consignment.imported",
        "stock.parcel.delivered",
        "orders.consignment.delivered",
        "payments.payout.instructed",
        "orders.consignment.settled",
    ]
    done = told(ucr)
    assert (done.state, done.lane, done.settled_minor) == ("settled", "green", 54800)
    assert done.delivered_at == cast.NOON + timedelta(hours=6 + 4 + 26, minutes=15)
    assert ledger.balances() == {
        ("clearing:simulator", "MYR"): 4800,
        ("escrow", "MYR"): 0,
        ("payable:hz-ceramics", "MYR"): 0,
        ("payable:hz-post", "MYR"): 0,
        ("peer:kl.example", "MYR"): -4800,
    }
    lines = {line.creditor_id: line.amount_minor for line in PayOut.objects.all()}
    assert lines == {"hz-ceramics": 48000, "hz-post": 2000}
    assert all(line.provider_ref.startswith("SIM") for line in PayOut.objects.all())


def test_an_order_in_another_currency_is_exchanged_and_every_currency_sums_to_zero() -> None:
    consignment = direct("USD", "106.61", "4.00")
    worker.work_until_idle()
    imported(consignment)
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    assert told(consignment.ucr).state == "settled"
    assert ledger.trial() == {"MYR": 0, "USD": 0}
    assert ledger.balance("fx", "USD") == -1066
    assert ledger.balance("fx", "MYR") == 4797
    assert ledger.balance("peer:kl.example", "MYR") == -4797
    assert ledger.balance("escrow", "USD") == 0


def test_a_claim_on_the_proceeds_is_paid_before_the_seller() -> None:
    consignment = direct()
    payments.claim(consignment.ucr, cast.party("lake-credit"), 30000, "MYR", by=cast.by("lake-credit"))
    worker.work_until_idle()
    imported(consignment)
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    lines = {line.creditor_id: line.amount_minor for line in PayOut.objects.all()}
    assert lines == {"lake-credit": 30000, "hz-ceramics": 18000, "hz-post": 2000}


def test_a_claim_above_the_proceeds_leaves_the_seller_nothing_and_owes_nobody_more() -> None:
    consignment = direct()
    payments.claim(consignment.ucr, cast.party("lake-credit"), 90000, "MYR", by=cast.by("lake-credit"))
    worker.work_until_idle()
    imported(consignment)
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    lines = {line.creditor_id: line.amount_minor for line in PayOut.objects.all()}
    assert lines == {"lake-credit": 48000, "hz-post": 2000}


def test_bonded_stock_is_imported_here_and_pays_its_own_authority() -> None:
    seller = batik()
    consignment = placed(BONDED, seller=seller)
    ucr = consignment.ucr
    worker.work_until_idle()
    assert parked() == []
    done = told(ucr)
    assert (done.state, done.duty_minor, done.tax_minor) == ("settled", 0, 2730)
    declared = Declaration.objects.get(ucr=ucr)
    assert (declared.direction, declared.country, declared.regime, declared.state) == (
        "import",
        "CN",
        "1210",
        "released",
    )
    assert "orders.consignment.exported" not in kinds(ucr)
    [lot] = stock.lots(seller, ["SARONG"], ["hz-zone"])
    assert (stock.balance(lot).on_hand, stock.balance(lot).reserved) == (8, 0)
    assert ledger.balances() == {
        ("clearing:simulator", "CNY"): 2730,
        ("escrow", "CNY"): 0,
        ("guarantee:kl-batik", "CNY"): 0,
        ("payable:kl-batik", "CNY"): 0,
        ("tax:CN:tax", "CNY"): -2730,
    }


def test_settling_again_changes_nothing_and_too_early_is_refused() -> None:
    consignment = direct()
    with pytest.raises(NotAllowedNow):
        actions.settle(consignment.ucr, by=cast.the_hub())
    worker.work_until_idle()
    imported(consignment)
    Run.objects.update(retry_at=None)
    worker.work_until_idle()
    before = (ledger.balances(), Event.objects.count())
    actions.settle(consignment.ucr, by=cast.the_hub())
    imported(consignment)
    assert (ledger.balances(), Event.objects.count()) == before


def test_a_stranger_settles_and_moves_nothing() -> None:
    consignment = direct()
    for attempt in (
        lambda: actions.settle(consignment.ucr, by=cast.by("hz-ceramics")),
        lambda: actions.advance(consignment.ucr, "pay", by=cast.by("hz-ceramics")),
        lambda: actions.mirror({}, peer="kl.example", by=cast.stranger()),
        lambda: actions.cancel(consignment.ucr, "", by=cast.by("kl-batik")),
    ):
        with pytest.raises(NotYours):
            attempt()
    assert told(consignment.ucr).state == "placed"


def test_a_cancelled_order_gives_its_money_back_and_its_goods_free() -> None:
    seller = batik()
    consignment = placed(BONDED, seller=seller)
    consequences.request_payment(Event.objects.get(kind="orders.order.placed"), by=cast.the_hub())
    payments.settled(consignment.ucr, "BANK-1", by=cast.the_hub())
    actions.advance(consignment.ucr, "pay", by=cast.the_hub())
    actions.cancel(consignment.ucr, "changed my mind", by=cast.by("kl-batik"))
    actions.cancel(consignment.ucr, "changed my mind", by=cast.by("kl-batik"))
    assert told(consignment.ucr).state == "cancelled"
    assert PaymentOrder.objects.get().state == "refunded"
    assert ledger.balances() == {("clearing:simulator", "CNY"): 0, ("escrow", "CNY"): 0}
    assert stock.available(seller, ["SARONG"], ["hz-zone"]) == {"SARONG": 10}


def test_what_has_left_cannot_be_cancelled() -> None:
    consignment = direct()
    worker.work_until_idle()
    with pytest.raises(NotAllowedNow):
        actions.cancel(consignment.ucr, "too late", by=cast.by("hz-ceramics"))
    assert told(consignment.ucr).state == "exported"


def test_a_refused_payment_cancels_the_order(settings: LazySettings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.orders.shop.SILENT"
    consignment = direct()
    worker.work_until_idle()
    payments.refuse(consignment.ucr, "card stolen", by=cast.the_hub())
    worker.work_until_idle()
    assert told(consignment.ucr).state == "cancelled"
    assert kinds(consignment.ucr)[-1] == "orders.consignment.cancelled"
