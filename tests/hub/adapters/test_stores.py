"""Every store behaves alike: Shopify's and WooCommerce's over a simulator's HTTP, and the one in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from pytest_django import Settings

from entrepot.hub.adapters.shop.memory_store import MemoryStore
from entrepot.hub.adapters.shop.shopify_store import ShopifyStore
from entrepot.hub.adapters.shop.simulator import Serving, serving
from entrepot.hub.adapters.shop.simulator.answer import Said
from entrepot.hub.adapters.shop.store import Store, StoreOrder, Tracking
from entrepot.hub.adapters.shop.woocommerce_store import WooCommerceStore
from entrepot.hub.catalogue.facts import ProductFacts
from entrepot.hub.orders.facts import LineFacts
from entrepot.trade.finding import Refused, Unavailable

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
SENT = Tracking(carrier="Hangzhou Post", number="RR000000015CN", url="https://hub.example/c/6CN")
KINDS = ("shopify", "woocommerce")


@dataclass(frozen=True)
class Opened:
    """A store of one kind, and the simulated shop behind it if there is one."""

    kind: str
    store: Store
    serving: Serving | None = None

    @property
    def tracked(self) -> list[str]:
        """The tracking numbers that the shop was told, in order."""
        if isinstance(self.store, MemoryStore):
            return [each.number for each in self.store.sent.values()]
        assert self.serving is not None
        shop = self.serving.shop
        told = getattr(shop, "fulfilled", None)
        if told is not None:
            return [each["number"] for each in told]
        return [each["note"].split()[2] for each in getattr(shop, "notes")]  # noqa: B009 - one of two kinds

    @property
    def levels(self) -> dict[str, int]:
        held: dict[str, int] = getattr(self.store if self.serving is None else self.serving.shop, "levels")  # noqa: B009
        return held


def opened(serving: Serving) -> Store:
    keys = serving.shop.keys
    if serving.shop.KIND == "shopify":
        return ShopifyStore(serving.url, keys["token"])
    return WooCommerceStore(serving.url, keys["key"], keys["secret"], page=2)


@pytest.fixture
def here(settings: Settings) -> None:
    """A simulated shop is at an address of this machine."""
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True


@pytest.fixture(params=KINDS)
def shop(request: pytest.FixtureRequest, here: None) -> Iterator[Opened]:
    """A shop over HTTP."""
    with serving(request.param) as found:
        yield Opened(request.param, opened(found), found)


@pytest.fixture(params=("memory", *KINDS))
def any_shop(request: pytest.FixtureRequest, here: None) -> Iterator[Opened]:
    """A shop, over HTTP or in memory: the latter filled from what Shopify's simulator tells."""
    kind = "shopify" if request.param == "memory" else request.param
    with serving(kind) as found:
        if request.param != "memory":
            yield Opened(kind, opened(found), found)
            return
        full = opened(found)
        yield Opened("memory", MemoryStore({each.key: each for each in every_order(full)}, every_product(full)))


def every_order(store: Store, since: datetime = BEGINNING) -> list[StoreOrder]:
    """Page after page; a store that never ends fails here."""
    found, after = list[StoreOrder](), ""
    for _ in range(20):
        page = store.orders(since, after)
        found += page.orders
        if not (after := page.after):
            return list({each.key: each for each in found}.values())
    raise AssertionError("the pages never end")


def every_product(store: Store) -> list[ProductFacts]:
    found, after = list[ProductFacts](), ""
    for _ in range(20):
        page = store.products(after)
        found += page.products
        if not (after := page.after):
            return found
    raise AssertionError("the pages never end")


def test_a_shop_says_who_it_is(any_shop: Opened) -> None:
    assert any_shop.store.greet().currency == "MYR"
    assert any_shop.store.greet().name


def test_every_order_is_told_once_oldest_change_first(any_shop: Opened) -> None:
    found = every_order(any_shop.store)
    assert len(found) == 6
    assert [each.changed_at for each in found] == sorted(each.changed_at for each in found)


def test_an_order_is_told_with_everything_that_placing_asks(any_shop: Opened) -> None:
    first, second = every_order(any_shop.store)[:2]
    assert first.facts.lines == (LineFacts(sku="BOWL", quantity=1, unit_price="480.00"),)
    assert (first.facts.currency, first.facts.destination, first.facts.ordered_on) == ("MYR", "MY", date(2026, 3, 1))
    assert (first.facts.freight, first.facts.discount) == ("20.00", "0.00")
    assert (first.facts.buyer.name, first.facts.buyer.phone) == ("Nur Contoh", "+60123456789")
    assert "12 Jalan Contoh" in first.facts.buyer.address
    assert [note.code for note in first.notes] == ["shop-taxes-left-out"]
    assert second.facts.lines == (LineFacts(sku="CUP", quantity=2, unit_price="46.00"),)
    assert second.facts.discount == "9.20"


def test_how_orders_stand_is_told_apart(any_shop: Opened) -> None:
    standings = [each.standing for each in every_order(any_shop.store)]
    assert standings == ["ready", "ready", "waits", "ready", "cancelled", "ready"]


def test_a_chinese_buyer_keeps_the_name_as_it_is_written(any_shop: Opened) -> None:
    last = every_order(any_shop.store)[-1]
    assert last.facts.buyer.name in ("李示例", "示例 李")
    assert last.facts.destination == "CN"


def test_only_what_changed_since_is_told(any_shop: Opened) -> None:
    late = every_order(any_shop.store, datetime(2026, 3, 2, tzinfo=UTC))
    assert len(late) == 4


def test_one_order_is_told_alone_and_an_unknown_one_is_none(any_shop: Opened) -> None:
    first = every_order(any_shop.store)[0]
    again = any_shop.store.order(first.key)
    assert again is not None
    assert again.facts == first.facts
    assert any_shop.store.order({"woocommerce": "999"}.get(any_shop.kind, "gid://shopify/Order/1")) is None


def test_products_are_told_by_their_sku(any_shop: Opened) -> None:
    found = {each.sku: each for each in every_product(any_shop.store)}
    assert sorted(found) == ["BOWL", "CUP", "TEAPOT", "UNLISTED"]
    assert (found["CUP"].price, found["CUP"].currency, found["CUP"].net_mass_kg) == ("46.00", "MYR", "0.350")
    assert found["TEAPOT"].net_mass_kg == "0.680"
    assert found["UNLISTED"].net_mass_kg == ""


def test_a_parcel_is_told_once_however_often(any_shop: Opened) -> None:
    first = every_order(any_shop.store)[0]
    any_shop.store.fulfil(first.key, SENT)
    any_shop.store.fulfil(first.key, SENT)
    assert any_shop.tracked == ["RR000000015CN"]
    again = any_shop.store.order(first.key)
    assert again is not None
    assert again.standing == "sent"


def test_stock_levels_are_set_and_unknown_skus_named(any_shop: Opened) -> None:
    assert list(any_shop.store.set_stock({"CUP": 7, "TEAPOT": 0, "NOWHERE": 3})) == ["NOWHERE"]
    assert any_shop.levels == {"CUP": 7, "TEAPOT": 0}


def test_wrong_keys_are_refused_as_such(shop: Opened) -> None:
    assert shop.serving is not None
    shop.serving.shop.keys |= {"token": "another", "secret": "another"}
    with pytest.raises(Refused) as refused:
        shop.store.greet()
    assert [each.code for each in refused.value.findings] == ["shop-keys"]


@pytest.mark.parametrize(
    "said",
    [
        Said(429, {"errors": "Exceeded 2 calls per second for api client."}, {"Retry-After": "4"}),
        Said(503, b"<html>Briefly unavailable for scheduled maintenance.</html>"),
        Said(500, {"code": "internal_server_error"}),
    ],
)
def test_a_busy_shop_is_silent_and_not_wrong(shop: Opened, said: Said) -> None:
    assert shop.serving is not None
    shop.serving.shop.faults.append(said)
    with pytest.raises(Unavailable) as silent:
        shop.store.orders(BEGINNING)
    assert (silent.value.retry_at is not None) == ("Retry-After" in said.headers)
    assert shop.store.orders(BEGINNING).orders


def test_a_shop_that_is_closed_is_silent(shop: Opened, here: None) -> None:
    with serving(shop.kind) as gone:
        store = opened(gone)
    with pytest.raises(Unavailable):
        store.orders(BEGINNING)


def test_a_throttled_question_says_when_the_bucket_is_full_enough(here: None) -> None:
    with serving("shopify") as found:
        setattr(found.shop, "left", 2)  # noqa: B010 - of one kind only
        with pytest.raises(Unavailable) as silent:
            opened(found).orders(BEGINNING)
    assert silent.value.retry_at is not None
    assert silent.value.retry_at - datetime.now(UTC) < timedelta(seconds=1.1)


def test_a_page_that_is_no_shop_is_refused_as_such(shop: Opened) -> None:
    assert shop.serving is not None
    shop.serving.shop.faults.append(Said(200, b"<html>My shop</html>"))
    with pytest.raises(Refused) as refused:
        shop.store.greet()
    assert [each.code for each in refused.value.findings] == ["shop-answer"]


def test_an_address_within_is_never_asked(settings: Settings) -> None:
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = False
    with serving("shopify") as found, pytest.raises(Refused) as refused:
        opened(found).greet()
    assert [each.code for each in refused.value.findings] == ["shop-address"]


def test_orders_that_change_while_we_read_push_none_off_the_page(here: None) -> None:
    with serving("woocommerce") as found:
        store = opened(found)
        first = store.orders(BEGINNING)
        found.shop.touch(0, status="processing")
        seen = {each.key for each in first.orders}
        after = first.after
        while after:
            page = store.orders(BEGINNING, after)
            seen |= {each.key for each in page.orders}
            after = page.after
    assert seen == {"721", "722", "723", "724", "725", "726"}


def test_a_page_of_one_second_is_read_on_by_its_number(here: None) -> None:
    with serving("woocommerce") as found:
        for number in range(6):
            found.shop.touch(number, date_modified_gmt="2026-03-03T00:00:00")
        assert len(every_order(opened(found))) == 6
