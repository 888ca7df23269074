"""The first count of goods: opened once, left alone where goods lie already, taken back while nothing has moved."""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.hub.events.models import Event
from entrepot.hub.orders.facts import LineFacts
from entrepot.hub.orders.models import Consignment
from entrepot.hub.stock import actions, queries
from entrepot.hub.stock.actions import Arrived, Counted
from entrepot.hub.tariffs import actions as tariffs
from entrepot.trade.finding import NotYours
from tests import cast
from tests.hub.orders import shop

pytestmark = pytest.mark.django_db

SELLER = "hz-ceramics"


@pytest.fixture(autouse=True)
def ceramics() -> None:
    tariffs.note_tax_number(shop.ceramics(), "MY", "LVG-0001", by=cast.by(SELLER))


def opened(reference: str = "import:1", **pieces: int) -> list[int | None]:
    batch = [Counted(sku=sku, pieces=each) for sku, each in pieces.items()]
    return actions.open_counts(cast.party(SELLER), batch, reference, by=cast.by(SELLER))


def taken_back(*skus: str, reference: str = "import:1") -> list[str]:
    return actions.take_back(cast.party(SELLER), skus, reference, by=cast.by(SELLER))


def book() -> dict[str, int]:
    return queries.on_book(SELLER, ["BOWL", "CUP"])


def told(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_the_first_count_opens_the_stock_and_none_left_is_a_count_too() -> None:
    assert opened(BOWL=12, CUP=0) == [None, None]
    assert book() == {"BOWL": 12, "CUP": 0}
    assert told("stock.goods.counted") == 2


def test_what_lies_there_already_stays_and_is_answered() -> None:
    actions.count(SELLER, [Counted(sku="BOWL", pieces=7)], by=cast.by(SELLER))
    assert opened(BOWL=12, CUP=3) == [7, None]
    assert opened("import:2", BOWL=12, CUP=3) == [7, 3]
    assert book() == {"BOWL": 7, "CUP": 3}


def test_an_opening_that_nothing_followed_is_taken_back_and_the_goods_are_made_to_order_again() -> None:
    opened(BOWL=12, CUP=0)
    assert taken_back("BOWL", "CUP", "JUG") == ["BOWL", "CUP"]
    assert book() == {}
    assert queries.levels(SELLER) == {}
    assert taken_back("BOWL", "CUP") == []
    assert told("stock.opening.undone") == 2
    [order] = shop.place(shop.ORDER)
    assert isinstance(order, Consignment)


def test_an_opening_of_another_file_is_not_taken_back() -> None:
    opened(BOWL=12)
    assert taken_back("BOWL", reference="import:2") == []
    assert book() == {"BOWL": 12}


def test_what_was_promised_counted_or_received_since_stays() -> None:
    opened(BOWL=12, CUP=5)
    order = replace(shop.ORDER, lines=(LineFacts(sku="BOWL", quantity=2, unit_price="80.00"),))
    assert isinstance(shop.place(order)[0], Consignment)
    actions.count(SELLER, [Counted(sku="CUP", pieces=4)], by=cast.by(SELLER))
    assert taken_back("BOWL", "CUP") == []
    assert book() == {"BOWL": 12, "CUP": 4}


@pytest.mark.parametrize("how", ["count", "receive", "open"])
def test_what_was_taken_back_is_opened_again_by_whatever_comes_next(how: str) -> None:
    opened(BOWL=12)
    taken_back("BOWL")
    if how == "count":
        actions.count(SELLER, [Counted(sku="BOWL", pieces=3)], by=cast.by(SELLER))
    elif how == "receive":
        actions.receive_own(SELLER, [Arrived(sku="BOWL", pieces=3, reference="DN-1")], by=cast.by(SELLER))
    else:
        opened("import:2", BOWL=3)
    assert book() == {"BOWL": 3}


def test_a_stranger_opens_nothing_and_takes_nothing_back() -> None:
    opened(BOWL=12)
    for by in (cast.by("kl-batik"), cast.stranger()):
        with pytest.raises(NotYours):
            actions.open_counts(cast.party(SELLER), [Counted(sku="CUP", pieces=1)], "import:9", by=by)
        with pytest.raises(NotYours):
            actions.take_back(cast.party(SELLER), ["BOWL"], "import:1", by=by)
    assert book() == {"BOWL": 12}
