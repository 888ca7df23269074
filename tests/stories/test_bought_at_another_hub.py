"""A buyer in Kuala Lumpur buys from a seller in Hangzhou, in the shop of the hub in Kuala Lumpur."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from entrepot.hub.adapters.notice import Letter, simulator
from entrepot.hub.buying import asking, checkout, placing
from entrepot.hub.buying.models import AskedOrder, Purchase, PurchaseOrder
from entrepot.hub.events import clock
from entrepot.hub.events.models import Event
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.network import letterbox, queries
from entrepot.hub.network.models import Outbox
from entrepot.hub.notices.models import BuyerNotice
from entrepot.hub.orders import actions, buyers
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.payments import queries as payments
from entrepot.hub.stock import queries as stock
from entrepot.trade.finding import Refused
from tests import cast
from tests.cast import NOON
from tests.hub.buying import shopping
from tests.hub.buying.shopping import NUR
from tests.hub.network.two_hubs import Line, Node

THERE = "hz.example/hz-ceramics/bowl"


@pytest.fixture
def shop_open(hz: Node, kl: Node, trading: Callable[[], None]) -> Callable[[], None]:
    """Hangzhou Ceramics has two bowls, which the shop in Kuala Lumpur shows too."""
    with kl.here():
        for code in ("my-customs", "kl-batik"):
            cast.party(code)
    with hz.here():
        seller = shopping.ceramics()
        shopping.keep(seller, "BOWL", 2)
        shopping.shown(seller)
    trading()
    return trading


def ordered(kl: Node, pieces: int = 1) -> Purchase:
    with kl.here():
        return placing.place(shopping.checked_out((THERE, "BOWL", pieces)).pk, by=shopping.by())


def bought(kl: Node) -> PurchaseOrder:
    with kl.here():
        return PurchaseOrder.objects.select_related("purchase", "quote").latest("pk")


def test_what_the_checkout_showed_is_ordered_paid_declared_and_posted_to_the_minor_unit(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    ordered(kl)
    shown = bought(kl)
    assert (shown.state, shown.hub) == ("requested", "hz.example")
    assert (shown.goods_minor, shown.freight_minor, shown.duty_minor, shown.tax_minor, shown.total_minor) == (
        480_00,
        20_00,
        0,
        48_00,
        548_00,
    )
    shop_open()
    placed = bought(kl)
    assert placed.state == "accepted"
    with hz.here():
        order = Order.objects.get()
        assert (order.number, order.total_minor, order.charges_minor) == (shown.number, 548_00, 48_00)
        assert buyers.opened(order) == NUR
        assert payments.payment(placed.ucr).amount_minor == 548_00
        actions.hand_over([placed.ucr], by=cast.by("hz-ceramics", NOON + timedelta(hours=5)))
    shop_open()
    with kl.here():
        mirror = orders.consignment(placed.ucr)
        assert (mirror.state, mirror.duty_minor, mirror.tax_minor) == ("settled", 0, 48_00)
        assert ledger.trial() == {"MYR": 0}
    with hz.here():
        assert orders.consignment(placed.ucr).state == "settled"
        assert ledger.balance("quote-guarantee", "MYR") == 0
        assert ledger.balance("escrow", "MYR") == 0
        assert set(ledger.trial().values()) == {0}


def test_the_buyer_is_told_how_to_pay_only_after_the_seller_has_accepted(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    ordered(kl)
    assert bought(kl).payment == {}
    shop_open()
    told = bought(kl).payment
    assert (told["amount_minor"], told["currency"], told["provider"]) == (548_00, "MYR", "simulator")
    assert told["payee"] == "Hangzhou Ceramics"
    assert told["state"] == "settled"
    with kl.here():
        assert not payments.payments(bought(kl).ucr).exists(), "the money is the home hub's to ask for"


def test_a_guest_is_told_by_letter_at_the_hub_where_they_bought_and_only_there(
    hz: Node, kl: Node, shop_open: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    post: list[Letter] = []
    monkeypatch.setattr(simulator, "deliver", post.extend)
    with kl.here():
        purchase = shopping.checked_out((THERE, "BOWL", 1), email="nur@example.org", language="ms")
        placing.place(purchase.pk, by=shopping.by())
    shop_open()
    with hz.here():
        assert not BuyerNotice.objects.exists()
        actions.hand_over([bought(kl).ucr], by=cast.by("hz-ceramics", NOON + timedelta(hours=5)))
    shop_open()
    with kl.here():
        kinds = BuyerNotice.objects.order_by("pk").values_list("kind", flat=True)
        assert list(kinds) == ["placed", "paid", "sent", "arrived"]
        assert {each.to for each in post} == {"nur@example.org"}
        assert len(post) == 4
        assert "Pesanan anda" in post[0].subject
        outside = [*Outbox.objects.values_list("body", flat=True), *Event.objects.values_list("body", flat=True)]
        assert "nur@example.org" not in str(outside), "the address stays here, sealed"


def test_who_buys_is_in_no_log_and_no_blob_can_be_read_but_by_the_sellers_hub(
    hz: Node, kl: Node, line: Line, shop_open: Callable[[], None]
) -> None:
    ordered(kl)
    shop_open()
    with kl.here():
        assert all(b"Contoh" not in bytes(row.body) for row in Outbox.objects.all())
        blobs = [each.read_bytes() for each in (kl.home / "blobs").iterdir()]
        assert blobs
        assert all(b"Contoh" not in each for each in blobs)
        with pytest.raises(Refused, match="cannot be opened"):
            letterbox.opened(next(each for each in blobs if each.count(b".") == 4))
    with hz.here():
        assert "Contoh" not in str(list(Event.objects.values_list("body", flat=True)))


def test_what_is_gone_meanwhile_is_declined_with_its_reason_and_nothing_is_paid(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    with hz.here():
        placing.place(shopping.checked_out(("/hz-ceramics/bowl", "BOWL", 2)).pk, by=shopping.by())
    ordered(kl)
    shop_open()
    late = bought(kl)
    assert (late.state, late.ucr, late.payment) == ("declined", "", {})
    assert [found["code"] for found in late.findings] == ["stock-short"]
    with hz.here():
        assert AskedOrder.objects.get().ucr == ""
        assert Order.objects.count() == 1


def test_a_price_that_the_seller_raised_meanwhile_is_declined(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    ordered(kl)
    with hz.here():
        shopping.ceramics(price="600.00")
    shop_open()
    assert [found["code"] for found in bought(kl).findings] == ["price-differs"]


def test_the_same_request_again_is_answered_the_same_and_orders_nothing_new(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    ordered(kl)
    shop_open()
    with kl.here():
        said = asking.told(bought(kl))
    with hz.here():
        by = cast.the_hub(clock.now())
        again = asking.answer(said, NUR, peer="kl.example", country="MY", by=by)
        assert again.ucr == bought(kl).ucr
        with pytest.raises(Refused, match="already has the number"):
            asking.answer({**said, "freight": "21.00"}, NUR, peer="kl.example", country="MY", by=by)
        assert Order.objects.count() == 1


def test_a_hub_cannot_buy_below_the_sellers_price_nor_below_the_law_nor_for_a_third_country(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    with kl.here():
        said = asking.told(shopping.checked_out((THERE, "BOWL", 1)).orders.select_related("purchase").get())
    untaxed = {**said, "number": "X-2", "promise": {**said["promise"], "tax_minor": 0, "charges_minor": 0}}
    cheap = [{**said["lines"][0], "unit_price": "1.00"}]
    with hz.here():
        by = cast.the_hub(clock.now())

        def codes(asked: dict[str, object], country: str = "MY") -> list[str]:
            kept = asking.answer(asked, NUR, peer="kl.example", country=country, by=by)
            return [found["code"] for found in kept.findings]

        assert codes({**said, "number": "X-1", "lines": cheap}) == ["price-differs"]
        assert codes(untaxed) == ["quote-differs"]
        assert codes({**said, "number": "X-3", "freight": "0"}) == ["freight-differs"]
        assert codes({**said, "number": "X-4"}, country="SG") == ["request-for-elsewhere"]
        assert codes({**said, "number": "X-5", "seller": "nobody"}) == ["party-unknown"]
        assert not Consignment.objects.exists()
        assert stock.available("hz-ceramics", ["BOWL"], ["hz-shed"]) == {"BOWL": 2}


def test_an_answer_of_another_hub_than_the_one_asked_changes_nothing(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    ordered(kl)
    with kl.here():
        number = bought(kl).number
        asking.declined("evil.example", number, [], by=cast.the_hub())
        asking.accepted("evil.example", number, "6CNX-1", by=cast.the_hub())
        asking.payment_told("evil.example", "6CNX-1", {"qr": "pay me"}, by=cast.the_hub())
    assert (bought(kl).state, bought(kl).payment) == ("requested", {})


def test_a_payment_that_is_refused_frees_the_stock_and_ends_the_order_at_both_hubs(
    hz: Node, kl: Node, shop_open: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from entrepot.hub.adapters.payment import simulator
    from entrepot.hub.adapters.payment.provider import Notice

    monkeypatch.setattr(
        simulator,
        "request",
        lambda asked: Notice(end_to_end_id=asked.end_to_end_id, provider_ref="SIM-NO", paid=False, reason="no funds"),
    )
    ordered(kl)
    shop_open()
    ended = bought(kl)
    assert (ended.state, ended.payment["state"]) == ("accepted", "refused")
    with hz.here():
        assert orders.consignment(ended.ucr).state == "cancelled"
        assert stock.available("hz-ceramics", ["BOWL"], ["hz-shed"]) == {"BOWL": 2}
    with kl.here():
        assert orders.consignment(ended.ucr).state == "cancelled"


def test_goods_of_another_hub_are_sold_to_our_own_country_only(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    with kl.here(), pytest.raises(Refused, match="does not deliver to SG"):
        shopping.checked_out((THERE, "BOWL", 1), destination="SG", buyer=replace(NUR, address="1 Example Rd"))


def test_a_hub_that_publishes_no_letterbox_is_sent_no_name(
    hz: Node, kl: Node, shop_open: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    with kl.here():
        peer = queries.peers().get()
        monkeypatch.setattr(type(peer), "said", property(lambda _: type("S", (), {"letterbox": {}})()))
        with pytest.raises(Refused, match="publishes no key"):
            letterbox.sealed({"name": NUR.name}, peer)


def test_the_checkout_asks_for_nothing_of_a_purchase_that_is_not_placed(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    with kl.here():
        purchase = shopping.checked_out((THERE, "BOWL", 1))
        assert checkout.buyer_of(purchase) == NUR
    shop_open()
    with hz.here():
        assert not AskedOrder.objects.exists()


def test_a_request_that_the_other_hub_cannot_read_ends_as_declined(
    hz: Node, kl: Node, shop_open: Callable[[], None]
) -> None:
    hz.handlers = "tests.hub.network.conftest.CN"  # a hub that does not know the kind
    ordered(kl)
    shop_open()
    late = bought(kl)
    assert (late.state, [found["code"] for found in late.findings]) == ("declined", ["unsupported-type"])
