"""A hub does not answer an order: its buyer takes it back or it lapses, and whatever comes late moves no goods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from entrepot.hub.buying import asking, placing, queries, withdrawing
from entrepot.hub.buying.models import AskedOrder, Purchase, PurchaseOrder
from entrepot.hub.events import clock
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.network.models import Channel
from entrepot.hub.notices.models import BuyerNotice
from entrepot.hub.orders import queries as consignments
from entrepot.hub.orders.models import Consignment
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import queries as stock
from entrepot.trade.finding import NotAllowedNow, Refused, Unavailable
from tests import cast
from tests.cast import NOON
from tests.hub.buying import shopping
from tests.hub.buying.shopping import NUR
from tests.hub.network.two_hubs import Line, Node
from tests.stories.conftest import come_to_rest
from tests.stories.test_bought_at_another_hub import THERE, bought, shop_open

__all__ = ["shop_open"]


def ordered(kl: Node) -> Purchase:
    with kl.here():
        made = shopping.checked_out((THERE, "BOWL", 1), email="nur@example.org")
        return placing.place(made.pk, by=shopping.by())


def taken_back(kl: Node, purchase: Purchase) -> PurchaseOrder:
    with kl.here():
        token = queries.token_of(purchase)
        return withdrawing.withdraw(token, purchase.orders.get().number, by=cast.the_hub(clock.now()))


def silent(line: Line) -> None:
    """From now on nothing passes between the hubs."""

    def cut(request: object, carried: object) -> object:
        raise Unavailable("the line is cut")

    line.fault = cut  # type: ignore[assignment]


def heard_again(line: Line, *nodes: Node) -> None:
    line.fault = None
    for node in nodes:
        with node.here():
            Channel.objects.update(next_try=None, failures=0, failing_since=None)


def nothing_moved(hz: Node) -> None:
    with hz.here():
        assert stock.available("hz-ceramics", ["BOWL"], ["hz-shed"]) == {"BOWL": 2}
        assert ledger.balance("escrow", "MYR") == 0
        assert set(ledger.trial().values()) <= {0}
        assert not Consignment.objects.exclude(state="cancelled").exists()


def test_what_no_hub_has_answered_is_taken_back_and_when_the_line_is_there_it_is_called_off_there_too(
    hz: Node, kl: Node, line: Line, shop_open: Callable[[], None]
) -> None:
    silent(line)
    purchase = ordered(kl)
    with kl.here():
        kl.work()
    assert taken_back(kl, purchase).state == "withdrawn"
    assert taken_back(kl, purchase).state == "withdrawn"
    heard_again(line, hz, kl)
    shop_open()
    late = bought(kl)
    assert (late.state, late.payment.get("amount_minor")) == ("withdrawn", None), "nobody was shown what to pay"
    nothing_moved(hz)
    with hz.here():
        assert Consignment.objects.get().state == "cancelled"
        assert not payments.payments(late.ucr).exists()
    with kl.here():
        assert consignments.consignment(late.ucr).state == "cancelled"
        assert Event.objects.filter(kind="buying.order.ended").count() == 1
        assert list(BuyerNotice.objects.values_list("kind", flat=True).order_by("pk")) == ["placed", "ended"]


def test_after_three_days_without_an_answer_it_lapses_by_itself(
    hz: Node, kl: Node, line: Line, shop_open: Callable[[], None]
) -> None:
    silent(line)
    ordered(kl)
    with kl.here():
        clock.reach(NOON + timedelta(days=2, hours=23))
    come_to_rest(kl, but="")
    assert bought(kl).state == "requested"
    with kl.here():
        clock.reach(NOON + timedelta(days=3, minutes=1))
    come_to_rest(kl, but="")
    assert bought(kl).state == "lapsed"
    heard_again(line, hz, kl)
    shop_open()
    assert bought(kl).state == "lapsed"
    nothing_moved(hz)
    with kl.here():
        assert "unanswered" in BuyerNotice.objects.values_list("kind", flat=True)


def test_an_acceptance_that_comes_late_is_called_off_and_what_was_paid_goes_back(
    hz: Node, kl: Node, line: Line, shop_open: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hangzhou hears everything, and Kuala Lumpur nothing: money came there, and the goods have not left."""
    purchase = ordered(kl)
    shop_open()
    before = bought(kl)
    with kl.here():
        PurchaseOrder.objects.update(state="requested", ucr="", payment={})
        Consignment.objects.all().delete()
    with hz.here():
        Consignment.objects.update(state="paid")
    taken_back(kl, purchase)
    shop_open()
    with kl.here():
        asking.accepted("hz.example", before.number, before.ucr, by=cast.the_hub())
    assert (bought(kl).state, bought(kl).ucr) == ("withdrawn", before.ucr)
    with hz.here():
        assert payments.payment(before.ucr).state == "refunded"
    nothing_moved(hz)


def test_what_is_paid_and_has_left_goes_on_and_its_buyer_follows_it(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    purchase = ordered(kl)
    shop_open()
    with kl.here():
        PurchaseOrder.objects.update(state="requested")
    with hz.here():
        assert Consignment.objects.get().state == "imported"
    assert taken_back(kl, purchase).state == "withdrawn"
    shop_open()
    assert bought(kl).state == "accepted"
    with hz.here():
        assert Consignment.objects.get().state == "imported"
        assert payments.payment(bought(kl).ucr).state == "settled"


def test_what_is_answered_cannot_be_taken_back_and_nothing_changes(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    purchase = ordered(kl)
    shop_open()
    with pytest.raises(NotAllowedNow, match="has answered"):
        taken_back(kl, purchase)
    assert bought(kl).state == "accepted"


def test_nobody_takes_back_the_order_of_another_purchase(hz: Node, kl: Node, shop_open: Callable[[], None]) -> None:
    first, second = ordered(kl), ordered(kl)
    with kl.here():
        number = first.orders.get().number
        for token in (queries.token_of(second), queries.token_of(first)[:-1], "forged"):
            with pytest.raises(Refused):
                withdrawing.withdraw(token, number, by=shopping.by())
        assert set(PurchaseOrder.objects.values_list("state", flat=True)) == {"requested"}


def test_a_hub_takes_back_only_what_it_asked_for_itself_also_before_it_was_asked_for(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    ordered(kl)
    shop_open()
    with kl.here():
        order = bought(kl)
        said = {**asking.told(order), "number": "X-9"}
    with hz.here():
        by = cast.the_hub(clock.now())
        withdrawing.taken_back("evil.example", order.number, by=by)
        assert consignments.consignment(order.ucr).state == "imported"
        for _ in range(2):
            withdrawing.taken_back("kl.example", "X-9", by=by)
        assert asking.answer(said, NUR, peer="kl.example", country="MY", by=by).ucr == ""
        assert AskedOrder.objects.filter(number="X-9").count() == 1
        assert Consignment.objects.count() == 1
