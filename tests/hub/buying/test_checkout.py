"""A checkout prices a cart to the door, the order takes exactly that price, and nothing is half done."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from entrepot.hub import events
from entrepot.hub.buying import carts, checkout, consequences, placing, queries
from entrepot.hub.buying.models import Purchase, PurchaseOrder
from entrepot.hub.catalogue import freight
from entrepot.hub.events.models import Event
from entrepot.hub.orders import actions as orders
from entrepot.hub.orders import queries as consignments
from entrepot.hub.orders.facts import BuyerFacts, OrderFacts
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.stock import queries as stock
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.trade.finding import Refused
from tests import cast
from tests.hub.buying import shopping
from tests.hub.buying.shopping import BOWL, LI, NUR, POST, SARONG, by, checked_out

pytestmark = pytest.mark.django_db


def shown(order: PurchaseOrder) -> tuple[int, ...]:
    return (order.goods_minor, order.freight_minor, order.duty_minor, order.tax_minor, order.total_minor)


def refused(purchase: Purchase, minutes: int = 0) -> list[str]:
    with pytest.raises(Refused) as caught:
        placing.place(purchase.pk, by=by(minutes))
    return [found.code for found in caught.value.findings]


def test_a_checkout_shows_goods_freight_duty_and_tax_to_the_minor_unit() -> None:
    shopping.ceramics()
    order = checked_out((BOWL, "BOWL", 1)).orders.get()
    assert shown(order) == (480_00, 20_00, 0, 48_00, 548_00)
    assert (order.channel, order.dispatch, order.days_least, order.days_most) == ("post", "CN", 5, 9)
    assert order.quote.is_exact


def test_the_order_takes_exactly_what_the_checkout_showed() -> None:
    shopping.ceramics()
    purchase = placing.place(checked_out((BOWL, "BOWL", 1)).pk, by=by(5))
    bought = purchase.orders.get()
    order = Order.objects.get()
    consignment = consignments.consignment(bought.ucr)
    assert bought.state == "accepted"
    assert consignment.quote == bought.quote
    assert (order.goods_minor, order.freight_minor, order.charges_minor, order.total_minor) == (
        bought.goods_minor,
        bought.freight_minor,
        bought.charges_minor,
        bought.total_minor,
    )
    assert (consignment.duty_minor, consignment.tax_minor) == (bought.duty_minor, bought.tax_minor)
    assert StoredQuote.objects.count() == 1, "the law is asked once, at the checkout"


def test_goods_of_two_sellers_are_two_orders_in_one_purchase() -> None:
    shopping.ceramics()
    shopping.batik()
    freight.state(cast.party("hz-ceramics"), [replace(POST, destination="")], by=cast.by("hz-ceramics"))
    with pytest.raises(Refused, match="within CN"):
        checked_out((BOWL, "BOWL", 1), (SARONG, "SARONG", 1), destination="CN", buyer=LI)
    purchase = placing.place(checked_out((SARONG, "SARONG", 2), destination="CN", buyer=LI).pk, by=by())
    bought = purchase.orders.get()
    assert (bought.channel, bought.currency, bought.state) == ("bonded", "CNY", "accepted")
    assert shown(bought)[:2] == (300_00, 0)
    assert stock.available("kl-batik", ["SARONG"], ["hz-zone"]) == {"SARONG": 8}


def test_placing_twice_orders_once() -> None:
    shopping.ceramics()
    purchase = checked_out((BOWL, "BOWL", 1))
    first, again = (placing.place(purchase.pk, by=by(minute)) for minute in (1, 2))
    assert first.placed_at == again.placed_at
    assert Order.objects.count() == 1
    assert Event.objects.filter(kind="buying.purchase.placed").count() == 1


def test_what_was_ordered_is_no_longer_in_the_cart() -> None:
    shopping.ceramics()
    purchase = checked_out((BOWL, "BOWL", 1))
    placing.place(purchase.pk, by=by())
    assert purchase.cart is not None
    assert purchase.cart.lines.count() == 0


def test_the_price_holds_for_a_day_and_not_longer() -> None:
    shopping.ceramics()
    early, late = checked_out((BOWL, "BOWL", 1)), checked_out((BOWL, "BOWL", 1))
    day = int(checkout.HELD / timedelta(minutes=1))
    assert refused(late, day + 1) == ["quote-expired"]
    assert placing.place(early.pk, by=by(day)).orders.get().total_minor == 548_00


def test_within_that_day_a_price_raised_by_the_seller_does_not_count() -> None:
    shopping.ceramics()
    purchase = checked_out((BOWL, "BOWL", 1))
    shopping.ceramics(price="600.00")
    assert placing.place(purchase.pk, by=by(60)).orders.get().total_minor == 548_00
    assert Order.objects.get().total_minor == 548_00


def test_when_the_last_piece_is_gone_nothing_is_ordered_anywhere() -> None:
    seller = shopping.ceramics()
    shopping.keep(seller, "BOWL", 1)
    shopping.shown(seller)
    first, late = checked_out((BOWL, "BOWL", 1)), checked_out((BOWL, "BOWL", 1))
    placing.place(first.pk, by=by(1))
    assert refused(late, 2) == ["stock-short"]
    late.refresh_from_db()
    assert (late.placed_at, late.orders.get().state) == (None, "quoted")
    assert late.cart is not None
    assert late.cart.lines.count() == 1
    assert Consignment.objects.count() == 1


def test_bonded_goods_that_ran_out_are_not_silently_sent_another_way() -> None:
    shopping.batik(pieces=2)
    first = checked_out((SARONG, "SARONG", 2), destination="CN", buyer=LI)
    second = checked_out((SARONG, "SARONG", 2), destination="CN", buyer=LI)
    placing.place(first.pk, by=by())
    assert refused(second) == ["way-changed"]


def test_a_cart_whose_prices_changed_is_looked_at_before_it_is_checked_out() -> None:
    shopping.ceramics()
    cart = shopping.cart((BOWL, "BOWL", 1))
    shopping.ceramics(price="495.00")
    with pytest.raises(Refused, match="has changed"):
        checkout.check_out(cart, "MY", NUR, by=by())
    carts.accept_news(cart, "MY", by=by())
    assert checkout.check_out(cart, "MY", NUR, by=by()).orders.get().goods_minor == 495_00


def test_an_empty_cart_and_a_parcel_too_heavy_are_refused_and_nothing_is_kept() -> None:
    shopping.ceramics()
    with pytest.raises(Refused, match="The cart is empty"):
        checked_out()
    with pytest.raises(Refused, match="sends up to 2000 g"):
        checked_out((BOWL, "BOWL", 4))
    assert not Purchase.objects.exists()


def test_a_second_checkout_of_a_cart_takes_the_place_of_the_first() -> None:
    shopping.ceramics()
    cart = shopping.cart((BOWL, "BOWL", 1))
    for _ in range(2):
        last = checkout.check_out(cart, "MY", NUR, by=by())
    assert list(Purchase.objects.all()) == [last]


def test_who_buys_cannot_be_read_in_the_database_and_is_known_to_the_link() -> None:
    shopping.ceramics()
    purchase = checked_out((BOWL, "BOWL", 1))
    assert purchase.mask == "N••• C•••"
    assert "Contoh" not in str(Purchase.objects.values().get()) + str(Event.objects.values_list("body", flat=True))
    assert checkout.buyer_of(queries.purchase_of(queries.token_of(purchase))) == NUR


@pytest.mark.parametrize("change", ["", "x", "0" * 32])
def test_nobody_finds_anothers_purchase_by_trying(change: str) -> None:
    shopping.ceramics()
    token = queries.token_of(checked_out((BOWL, "BOWL", 1)))
    wrong = f"{change}{token[len(change) :]}" if change else token[:-1]
    with pytest.raises(Refused, match="No purchase"):
        queries.purchase_of(wrong)


def test_a_promise_for_other_goods_is_not_kept() -> None:
    seller = shopping.ceramics()
    purchase = checked_out((BOWL, "BOWL", 1))
    promise = placing.promise_of(purchase.orders.get(), purchase)
    facts: OrderFacts = placing.facts_of(purchase.orders.get(), purchase, NUR)
    other = replace(facts, lines=(replace(facts.lines[0], quantity=2),))
    [answer] = orders.place([other], seller=seller, by=by(), promises={other.number: promise})
    assert isinstance(answer, Refused)
    assert [found.code for found in answer.findings] == ["quote-for-another-order"]


def test_a_promise_of_another_hub_that_our_law_does_not_bear_out_is_not_kept() -> None:
    seller = shopping.ceramics()
    purchase = checked_out((BOWL, "BOWL", 1))
    promise = placing.promise_of(purchase.orders.get(), purchase)
    facts = placing.facts_of(purchase.orders.get(), purchase, NUR)
    cheap = replace(promise, hub="kl.example", tax_minor=0, charges_minor=0)
    [answer] = orders.place([facts], seller=seller, by=by(), promises={facts.number: cheap})
    assert isinstance(answer, Refused)
    assert [found.code for found in answer.findings] == ["quote-differs"]
    [kept] = orders.place([facts], seller=seller, by=by(), promises={facts.number: replace(promise, hub="kl.example")})
    assert isinstance(kept, Consignment)


def test_a_buyer_who_is_forgotten_is_forgotten_by_the_purchase_too() -> None:
    shopping.ceramics()
    purchase = placing.place(checked_out((BOWL, "BOWL", 1)).pk, by=by())
    ucr = purchase.orders.get().ucr
    consequences.forgotten(events.record("orders.buyer.forgotten", ucr, by=by(), ucr=ucr), by=by())
    purchase.refresh_from_db()
    assert (bytes(purchase.sealed), purchase.mask) == (b"", "")
    assert checkout.buyer_of(purchase) == BuyerFacts()
