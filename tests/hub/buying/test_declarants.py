"""Where nobody may declare goods, that is said before anything is bought."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from entrepot.hub.buying import placing
from entrepot.hub.buying.models import Purchase
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.orders.models import Order
from entrepot.hub.parties.models import Right
from entrepot.trade.finding import Refused
from tests import cast
from tests.hub.buying import shopping
from tests.hub.buying.shopping import BOWL

pytestmark = pytest.mark.django_db
THERE = "hz.example/hz-ceramics/bowl"


def nobody_declares() -> None:
    Right.objects.filter(right="declarant").delete()


def codes(*lines: tuple[str, str, int]) -> list[str]:
    with pytest.raises(Refused) as refused:
        placing.place(shopping.checked_out(*lines).pk, by=shopping.by())
    return [each.code for each in refused.value.findings]


@pytest.fixture
def peers(settings: LazySettings) -> None:
    """The shop in Kuala Lumpur shows the bowls of a hub in Hangzhou."""
    shopping.ceramics()
    settings.ENTREPOT_COUNTRY = "MY"
    Listing.objects.update(key=THERE, hub="hz.example")


@pytest.mark.usefixtures("peers")
def test_goods_of_another_hub_that_nobody_here_could_declare_are_not_sold() -> None:
    nobody_declares()
    assert codes((THERE, "BOWL", 1)) == ["nobody-declares"]
    assert not Purchase.objects.exists()


@pytest.mark.usefixtures("peers")
def test_with_a_declarant_they_are() -> None:
    nobody_declares()
    cast.party("sg-broker")
    assert (
        placing.place(shopping.checked_out((THERE, "BOWL", 1)).pk, by=shopping.by()).orders.get().state == "requested"
    )


def test_an_order_of_our_own_seller_that_nobody_could_declare_is_refused_and_nothing_is_written() -> None:
    shopping.ceramics()
    nobody_declares()
    assert codes((BOWL, "BOWL", 1)) == ["party-missing"]
    assert not Order.objects.exists()
