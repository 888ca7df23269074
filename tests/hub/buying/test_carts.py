"""A cart of several sellers: what lies in it, what changed since its owner looked, and what signing in does to it."""

from __future__ import annotations

import pytest

from entrepot.hub.buying import carts
from entrepot.hub.buying.models import Cart
from entrepot.hub.catalogue import showing
from entrepot.hub.catalogue.models import Listing
from entrepot.trade.finding import Refused
from tests import cast
from tests.hub.buying import shopping
from tests.hub.buying.shopping import BOWL, SARONG, by

pytestmark = pytest.mark.django_db


def lying(cart: Cart) -> list[tuple[str, int]]:
    return list(cart.lines.values_list("sku", "quantity"))


def codes(cart: Cart, destination: str = "MY") -> list[str]:
    return [found.code for found in carts.news(carts.items(cart, destination))]


def test_pieces_of_one_thing_lie_together_and_sellers_beside_each_other() -> None:
    shopping.ceramics()
    shopping.batik()
    cart = shopping.cart((BOWL, "BOWL", 1), (SARONG, "SARONG", 2), (BOWL, "BOWL", 2), destination="CN")
    assert lying(cart) == [("BOWL", 3), ("SARONG", 2)]
    assert [item.price for item in carts.items(cart, "CN")] == [(480_00, "MYR"), (150_00, "CNY")]


def test_none_of_a_thing_takes_it_out_and_another_carts_lines_stay() -> None:
    shopping.ceramics()
    mine, other = shopping.cart((BOWL, "BOWL", 1)), shopping.cart((BOWL, "BOWL", 4))
    numbers = {mine.lines.get().pk: 0, other.lines.get().pk: 9}
    carts.change(mine, numbers, by=by())
    assert (lying(mine), lying(other)) == ([], [("BOWL", 4)])


@pytest.mark.parametrize("quantity", [0, -1, 1000])
def test_an_impossible_number_of_pieces_is_refused_and_the_cart_stays(quantity: int) -> None:
    shopping.ceramics()
    cart = shopping.cart((BOWL, "BOWL", 1))
    with pytest.raises(Refused):
        carts.add(cart, BOWL, "BOWL", quantity - 1 if quantity < 1 else quantity, "MY", by=by())
    assert lying(cart) == [("BOWL", 1)]


def test_what_the_shop_does_not_show_cannot_be_put_in() -> None:
    shopping.ceramics()
    with pytest.raises(Refused, match="shows nothing"):
        shopping.cart(("/hz-ceramics/vase", "VASE", 1))
    with pytest.raises(Refused, match="not offered in this form"):
        shopping.cart((BOWL, "BOWL-BLUE", 1))


def test_a_changed_price_is_said_and_stays_unchanged_until_its_owner_accepts_it() -> None:
    shopping.ceramics()
    cart = shopping.cart((BOWL, "BOWL", 1))
    shopping.ceramics(price="495.00")
    assert codes(cart) == ["price-changed"]
    assert cart.lines.get().unit_minor == 480_00
    carts.accept_news(cart, "MY", by=by())
    assert (codes(cart), cart.lines.get().unit_minor) == ([], 495_00)


def test_what_vanished_is_said_and_goes_only_when_its_owner_accepts_it() -> None:
    shopping.ceramics()
    cart = shopping.cart((BOWL, "BOWL", 1))
    showing.withdraw(Listing.objects.all(), "no-price", by=cast.the_hub())
    assert codes(cart) == ["no-longer-for-sale"]
    assert lying(cart) == [("BOWL", 1)]
    carts.accept_news(cart, "MY", by=by())
    assert lying(cart) == []


def test_what_may_not_be_sold_to_a_destination_is_said_there_and_not_elsewhere() -> None:
    shopping.ceramics()
    cart = shopping.cart((BOWL, "BOWL", 1))
    Listing.objects.update(barred=",SG,")
    assert (codes(cart, "SG"), codes(cart, "MY")) == (["not-sold-there"], [])


def test_signing_in_brings_the_visitors_cart_to_the_accounts_and_once() -> None:
    shopping.ceramics()
    shopping.batik()
    person = cast.person("nur@example.org", "kl-batik", "seller")
    theirs = carts.opened(None, person, by=by())
    carts.add(theirs, BOWL, "BOWL", 2, "MY", by=by())
    visitor = shopping.cart((BOWL, "BOWL", 1), (SARONG, "SARONG", 1))
    for _ in range(2):
        merged = carts.opened(visitor.pk, person, by=by())
        assert (merged, lying(merged)) == (theirs, [("BOWL", 3), ("SARONG", 1)])
    assert Cart.objects.count() == 1


def test_nobody_opens_the_cart_of_an_account_by_its_number() -> None:
    shopping.ceramics()
    person = cast.person("nur@example.org", "kl-batik", "seller")
    theirs = carts.opened(None, person, by=by())
    assert carts.opened(theirs.pk, None, by=by()) != theirs
