"""The stock book: receipts, promises and what leaves; nothing is promised twice, not even by many at once."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction

from entrepot.hub.events.models import Event
from entrepot.hub.stock import actions, queries
from entrepot.hub.stock.models import Movement, Site
from entrepot.trade.finding import NotYours, Refused
from entrepot.trade.stock import Balance
from tests import cast

UCR = "6MYKLBATIK-1"


def site() -> Site:
    return actions.open_site(
        "hz-zone",
        name="Hangzhou zone",
        kind="bonded",
        territory="CN",
        operator=cast.party("hz-bonded"),
        by=cast.by("hz-bonded"),
    )


def receive(pieces: int, reference: str = "K8-1", lot: str = "L1", expires_on: date | None = None) -> None:
    cast.party("kl-batik")
    receipt = actions.Receipt(
        site=site().code,
        seller="kl-batik",
        sku="SARONG",
        lot=lot,
        pieces=pieces,
        reference=reference,
        origin="MY",
        expires_on=expires_on,
    )
    actions.receive([receipt], by=cast.by("hz-bonded"))


def reserve(pieces: int, ucr: str = UCR) -> None:
    actions.reserve(ucr, "kl-batik", {"SARONG": pieces}, site=site(), by=cast.by("kl-batik"))


def free() -> int:
    return queries.available("kl-batik", ["SARONG"], ["hz-zone"])["SARONG"]


@pytest.mark.django_db
class TestShelves:
    def test_goods_are_received_once_under_one_reference(self) -> None:
        receive(10)
        receive(10)
        receive(5, "K8-2")
        assert free() == 15
        assert Event.objects.filter(kind="stock.goods.received").count() == 2

    def test_what_is_promised_cannot_be_promised_again(self) -> None:
        receive(10)
        reserve(7)
        with pytest.raises(Refused) as refused:
            reserve(4, "6MYKLBATIK-2")
        [found] = refused.value.findings
        assert (found.code, found.params["free"], found.params["wanted"]) == ("stock-short", "3", "4")
        assert free() == 3
        assert Movement.objects.filter(ucr="6MYKLBATIK-2").count() == 0

    def test_promising_to_the_same_consignment_again_changes_nothing(self) -> None:
        receive(10)
        reserve(7)
        reserve(7)
        assert free() == 3

    def test_what_expires_first_leaves_first(self) -> None:
        receive(5, "K8-1", "late", date(2027, 1, 1))
        receive(5, "K8-2", "soon", date(2026, 6, 1))
        reserve(6)
        lots = {lot.number: queries.balance(lot) for lot in queries.lots("kl-batik", ["SARONG"], ["hz-zone"])}
        assert lots == {"late": Balance(5, 1), "soon": Balance(5, 5)}

    def test_a_promise_is_freed_once(self) -> None:
        receive(10)
        reserve(7)
        actions.release(UCR, by=cast.by("kl-batik"))
        actions.release(UCR, by=cast.by("kl-batik"))
        assert free() == 10

    def test_what_was_promised_is_picked_once(self) -> None:
        receive(10)
        reserve(7)
        actions.pick(UCR, by=cast.by("kl-batik"))
        actions.pick(UCR, by=cast.by("kl-batik"))
        [lot] = queries.lots("kl-batik", ["SARONG"], ["hz-zone"])
        assert queries.balance(lot) == Balance(3, 0)

    def test_what_customs_keeps_stays_on_the_shelf_still_promised(self) -> None:
        receive(5)
        reserve(3)
        actions.pick(UCR, by=cast.by("kl-batik"), leaving={"SARONG": 1})
        [lot] = queries.lots("kl-batik", ["SARONG"], ["hz-zone"])
        assert queries.balance(lot) == Balance(3, 1)

    def test_a_site_is_opened_once_and_its_code_is_its_own(self) -> None:
        assert site() == site()
        with pytest.raises(Refused) as refused:
            actions.open_site(
                "hz-zone",
                name="Other",
                kind="warehouse",
                territory="CN",
                operator=cast.party("hz-bonded"),
                by=cast.by("hz-bonded"),
            )
        assert [found.code for found in refused.value.findings] == ["site-code-taken"]

    @pytest.mark.parametrize(
        ("change", "code"), [({"site": "nowhere"}, "site-unknown"), ({"pieces": 0}, "pieces-not-positive")]
    )
    def test_a_wrong_receipt_is_refused_and_nothing_is_received(self, change: dict[str, object], code: str) -> None:
        cast.party("kl-batik")
        good = {
            "site": site().code,
            "seller": "kl-batik",
            "sku": "SARONG",
            "lot": "L1",
            "pieces": 3,
            "reference": "K8-1",
        }
        with pytest.raises(Refused) as refused:
            actions.receive(
                [actions.Receipt(**good), actions.Receipt(**{**good, **change})],  # type: ignore[arg-type]
                by=cast.by("hz-bonded"),
            )
        assert [found.code for found in refused.value.findings] == [code]
        assert not Movement.objects.exists()

    def test_strangers_touch_no_stock(self) -> None:
        receive(10)
        reserve(2)
        for attempt in (
            lambda: actions.reserve("X", "kl-batik", {"SARONG": 1}, site=site(), by=cast.by("hz-ceramics")),
            lambda: actions.release(UCR, by=cast.stranger()),
            lambda: actions.pick(UCR, by=cast.stranger()),
            lambda: actions.open_site(
                "x", name="X", kind="bonded", territory="CN", operator=cast.party("hz-bonded"), by=cast.stranger()
            ),
            lambda: actions.receive(
                [actions.Receipt(site="hz-zone", seller="kl-batik", sku="S", lot="L", pieces=1, reference="R")],
                by=cast.by("kl-batik"),
            ),
        ):
            with pytest.raises(NotYours):
                attempt()
        assert free() == 8


@pytest.mark.django_db(transaction=True)
def test_many_at_once_never_sell_more_than_there_is() -> None:
    receive(10)
    shelf, seller, start = site(), cast.by("kl-batik"), threading.Barrier(8)
    answers: list[str] = []

    def answer(ucr: str) -> str:
        while True:
            try:
                actions.reserve(ucr, "kl-batik", {"SARONG": 1}, site=shelf, by=seller)
            except Refused as refused:
                return refused.findings[0].code
            except OperationalError:  # SQLite in memory does not wait for a lock, as a file does
                continue
            return "sold"

    def buy(n: int) -> None:
        start.wait()
        answers.extend(answer(f"6MYKLBATIK-{n}-{m}") for m in range(3))
        connection.close()

    threads = [threading.Thread(target=buy, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["sold"] * 10 + ["stock-short"] * 14
    assert free() == 0


@pytest.mark.django_db
def test_the_stock_book_cannot_be_altered() -> None:
    receive(10)
    for attempt in (lambda: Movement.objects.update(pieces=1), lambda: Movement.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    assert free() == 10
