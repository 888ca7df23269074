"""Hubs of different versions exchange what both take; the rest waits with its reason (failures 38 and 39)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from entrepot.ehx import capability, strict
from entrepot.hub.events import clock
from entrepot.hub.network import sender
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import Leaf, Outbox, Peer
from tests.cast import NOON
from tests.hub.network import conftest
from tests.hub.network.hostile import batch_of, heads, post, said
from tests.hub.network.two_hubs import UCR, Line, Node
from tests.hub.network.watching import all_is_well, incidents, settle


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


@pytest.fixture
def lacking(pair: Line, hz: Node, kl: Node) -> Iterator[None]:
    """The receiver has dropped the support of a kind, and the sender has heard of it."""
    taken = conftest.MY.pop("order.placed.v1")
    ask_again(hz)
    hz.work()
    yield
    conftest.MY["order.placed.v1"] = taken


def ask_again(node: Node) -> None:
    with node.here():
        Peer.objects.update(asked_at=None)


def tell(hz: Node, number: int, kind: str = "order.placed.v1", subject: str = UCR) -> None:
    hz.tell(kind, subject=subject, at=NOON + timedelta(seconds=number), total=f"{number}.00")


def held(node: Node) -> list[tuple[str, str]]:
    with node.here():
        return list(Outbox.objects.filter(leaf=None).order_by("id").values_list("kind", "held"))


def test_a_hub_asks_its_peer_what_it_takes_once_a_day(pair: Line, hz: Node, kl: Node) -> None:
    takes = hz.peer().takes
    assert takes is not None
    assert takes.takes("order.placed.v1")
    assert not takes.takes("order.cancelled.v1")
    assert takes.ranges[capability.PROTOCOL] == (1, 1)
    pair.passed.clear()
    hz.work()
    assert pair.passed == []


def test_38_what_the_peer_does_not_take_waits_with_its_reason_and_its_subject_behind_it(
    lacking: None, pair: Line, hz: Node, kl: Node
) -> None:
    tell(hz, 1)
    tell(hz, 2, "tracking.events.v1")
    tell(hz, 3, "tracking.events.v1", "6CN-OTHER")
    settle(hz, kl)
    assert [message.subject for message in kl.heard] == ["6CN-OTHER"]
    assert held(hz) == [
        ("order.placed.v1", "not-taken-by-peer"),
        ("tracking.events.v1", "behind-one-not-taken"),
    ]
    assert incidents(kl) == []
    assert heads(hz) == heads(kl)


def test_38_what_was_held_back_goes_when_the_peer_takes_it(lacking: None, pair: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    tell(hz, 2, "tracking.events.v1")
    settle(hz, kl)
    assert kl.heard == []
    conftest.MY["order.placed.v1"] = conftest.MY["tracking.events.v1"]
    ask_again(hz)
    settle(hz, kl)
    assert [message.kind for message in kl.heard] == ["order.placed.v1", "tracking.events.v1"]
    assert held(hz) == []


def test_38_a_kind_refused_although_it_was_said_to_be_taken_makes_the_sender_ask_again(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(conftest.MY, "order.placed.v1")  # dropped after the sender had asked
    with hz.here():
        Peer.objects.update(asked_at=clock.wall() - timedelta(minutes=5))
    tell(hz, 1)
    settle(hz, kl)
    with hz.here():
        assert Leaf.objects.get(kind="order.placed.v1").outcome_code == "unsupported-type"
    tell(hz, 2)
    settle(hz, kl)
    assert held(hz) == [("order.placed.v1", "not-taken-by-peer")]


def test_38_a_field_of_a_newer_minor_version_is_kept_and_ignored(pair: Line, hz: Node, kl: Node) -> None:
    value = strict.read(said(hz, kl, total="1.00"))
    newer = strict.line({**value, "ehxnewer": "x", "data": {**value["data"], "gift": True}})
    assert post(hz, kl, "trade", batch_of(hz, "trade", 1, [newer])).status == 200
    kl.work()
    assert [message.data for message in kl.heard] == [{"total": "1.00", "gift": True}]
    with kl.here():
        assert bytes(Leaf.objects.get(kind="order.placed.v1").body) == newer


def test_38_two_majors_of_a_kind_are_taken_side_by_side(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Message] = []
    monkeypatch.setitem(conftest.MY, "order.placed.v2", lambda message, by: heard.append(message))
    ask_again(hz)
    tell(hz, 1)
    tell(hz, 2, "order.placed.v2")
    tell(hz, 3)
    settle(hz, kl)
    assert [message.data["total"] for message in kl.heard] == ["1.00", "3.00"]
    assert [message.data["total"] for message in heard] == ["2.00"]
    takes = hz.peer().takes
    assert takes is not None
    assert takes.newest("order.placed", [1, 2, 3]) == 2


def test_38_a_peer_that_does_not_say_what_it_takes_is_sent_everything(pair: Line, hz: Node, kl: Node) -> None:
    with hz.here():
        Peer.objects.update(capabilities="", asked_at=None)
    pair.fault = lambda asked, carried: carried(asked)
    tell(hz, 1)
    all_is_well(hz, kl, "1.00")


def test_39_during_a_rolling_upgrade_old_and_new_workers_take_turns_and_roots_stay_equal(
    pair: Line, hz: Node, kl: Node
) -> None:
    """Two servers of the receiver, one of which knows a kind already that the other does not."""
    old = {kind: handler for kind, handler in conftest.MY.items() if kind != "tracking.events.v1"}
    new = dict(conftest.MY)
    for number in range(1, 13):
        conftest.MY.clear()
        conftest.MY.update(new if number % 2 else old)
        tell(hz, number, "tracking.events.v1" if number % 3 == 0 else "order.placed.v1", f"6CN-{number % 4}")
        if number % 5 == 0:
            ask_again(hz)
        hz.work()
        kl.work()
    conftest.MY.clear()
    conftest.MY.update(new)
    ask_again(hz)
    settle(hz, kl)
    assert heads(hz) == heads(kl)
    with hz.here():
        refused = Leaf.objects.filter(outcome="rejected")
        assert set(refused.values_list("outcome_code", flat=True)) <= {"unsupported-type"}
        accepted = Leaf.objects.filter(outcome="accepted", kind__startswith="org").count() + len(kl.heard)
        assert accepted + refused.count() == 12
    for subject in range(4):
        order = [message.data["total"] for message in kl.heard if message.subject == f"6CN-{subject}"]
        assert order == sorted(order, key=lambda total: float(str(total)))
