"""Messages that cannot be taken: parked in their subject, while all others pass.

The numbers are those of the list of failures in `docs/peer-protocol.md`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from entrepot.hub.events import clock
from entrepot.hub.network import sender
from entrepot.hub.network.models import Inbox, Leaf
from tests.cast import NOON
from tests.hub.network import conftest
from tests.hub.network.hostile import batch_of, post, said
from tests.hub.network.two_hubs import UCR, Line, Node
from tests.hub.network.watching import incidents, settle


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


def test_22_and_23_poison_is_parked_after_eight_tries_and_freed_in_order(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    from entrepot.hub.network import actions, inbox, queries

    monkeypatch.setattr(inbox, "LONGEST_PAUSE", 0.0)
    monkeypatch.setattr(inbox.random, "uniform", lambda low, high: 0.0)
    listen = conftest.MY["order.placed.v1"]
    poisoned = [True]

    def handler(message: object, by: object) -> None:
        if poisoned and message.data["total"] == "2.00":  # type: ignore[attr-defined]
            raise ZeroDivisionError("poison")
        listen(message, by)

    conftest.MY["order.placed.v1"] = handler
    for number in (1, 2, 3):
        hz.tell("order.placed.v1", at=NOON + timedelta(seconds=number), total=f"{number}.00")
    hz.tell("order.placed.v1", subject="6CN-OTHER", total="7.00")
    settle(hz, kl)
    assert [message.data["total"] for message in kl.heard] == ["1.00", "7.00"]
    assert incidents(kl) == ["message-parked"]
    with kl.here():
        [row] = queries.parked()
        assert (row.tries, row.code, row.kind) == (8, "ZeroDivisionError", "order.placed.v1")
    with hz.here():
        outcomes = Leaf.objects.filter(ucr=UCR).order_by("index").values_list("outcome", flat=True)
        assert list(outcomes) == ["accepted", "parked", ""]
    poisoned.clear()
    with kl.here():
        actions.retry(row, by=kl.by())
    settle(hz, kl)
    assert [message.data["total"] for message in kl.heard] == ["1.00", "7.00", "2.00", "3.00"]
    with hz.here():
        assert set(Leaf.objects.filter(kind="order.placed.v1").values_list("outcome", flat=True)) == {"accepted"}


def test_23_a_parked_message_given_up_lets_the_next_pass(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    from entrepot.hub.network import actions, inbox, queries
    from entrepot.trade.finding import NotYours
    from tests import cast

    monkeypatch.setattr(inbox, "TRIES", 1)
    listen = conftest.MY["order.placed.v1"]
    conftest.MY["order.placed.v1"] = lambda message, by: (
        1 / 0 if message.data["total"] == "1.00" else listen(message, by)
    )
    for number in (1, 2):
        hz.tell("order.placed.v1", at=NOON + timedelta(seconds=number), total=f"{number}.00")
    settle(hz, kl)
    with kl.here():
        [row] = queries.parked()
        with pytest.raises(NotYours):
            actions.reject(row, "no", by=cast.stranger())
        actions.reject(row, "agreed by telephone", by=kl.by())
    settle(hz, kl)
    assert [message.data["total"] for message in kl.heard] == ["2.00"]
    with hz.here():
        assert [leaf.outcome for leaf in Leaf.objects.filter(ucr=UCR).order_by("index")] == ["rejected", "accepted"]


def test_24_a_missing_number_waits_ten_minutes_then_is_parked(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = said(hz, kl, 1, total="1.00")
    two = said(hz, kl, 2, one, total="2.00")
    post(hz, kl, "trade", batch_of(hz, "trade", 1, [two]))
    kl.work()
    with kl.here():
        assert Inbox.objects.get(kind="order.placed.v1").state == "received"
        Inbox.objects.filter(kind="order.placed.v1").update(received_at=clock.wall() - timedelta(minutes=11))
    kl.work()
    with kl.here():
        row = Inbox.objects.get(kind="order.placed.v1")
        assert (row.state, row.code) == ("parked", "missing-predecessor")
    assert kl.heard == []


def test_24_going_back_or_not_following_is_a_conflict(pair: Line, hz: Node, kl: Node) -> None:
    one = said(hz, kl, 1, total="1.00")
    back = said(hz, kl, 1, id="back", total="9.00")
    astray = said(hz, kl, 2, back, id="astray", total="9.00")
    post(hz, kl, "trade", batch_of(hz, "trade", 1, [one, back, astray]))
    kl.work()
    kl.work()
    with kl.here():
        rows = Inbox.objects.filter(leaf__channel__name="trade", leaf__index__gt=0).order_by("leaf__index")
        assert [row.code for row in rows] == ["", "conflict", "conflict"]
    assert [message.data["total"] for message in kl.heard] == ["1.00"]
