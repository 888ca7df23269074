"""A hub goes on from an old backup, and no number of any channel is used twice (failures 32, 33, 34)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from entrepot.ehx.httpsig import Request
from entrepot.hub.events.models import Event
from entrepot.hub.network import actions, own, queries, recovery, sender, sequencer
from entrepot.hub.network.models import Chain, Channel, Incident, Leaf, Outbox
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import NotYours, Unavailable
from tests import cast
from tests.cast import NOON
from tests.hub.network import two_hubs
from tests.hub.network.hostile import heads
from tests.hub.network.two_hubs import UCR, Line, Node
from tests.hub.network.watching import Carried, all_is_well, incidents, settle


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)
    monkeypatch.setattr(recovery, "FIRST_PAUSE", 0.0)


def tell(hz: Node, number: int, subject: str = UCR, cause: str = "") -> None:
    hz.tell("order.placed.v1", subject=subject, at=NOON + timedelta(seconds=number), cause=cause, total=f"{number}.00")


def backup(node: Node) -> Callable[[], None]:
    """A copy of the hub's database as it is now; called, it puts it back, as after a fire, and the hub starts."""
    node.connection.close()
    if node.connection.vendor != "sqlite":
        return _on_server(node)
    place = Path(node.connection.settings_dict["NAME"])
    copy = place.read_bytes()

    def restored() -> None:
        node.connection.close()
        place.write_bytes(copy)
        node.heard[:] = []
        recovery.forget()

    return restored


def _on_server(node: Node) -> Callable[[], None]:
    """The same where a database is copied by its server."""
    back = two_hubs.backup_on_server(node)

    def restored() -> None:
        node.connection.close()
        back()
        node.heard[:] = []
        recovery.forget()

    return restored


def totals(node: Node) -> list[object]:
    return [message.data["total"] for message in node.heard]


def test_32_a_sender_pulls_back_from_its_peer_what_it_had_said_and_then_goes_on(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    settle(hz, kl)
    restore = backup(hz)
    tell(hz, 2)
    tell(hz, 3, "6CN-OTHER")
    settle(hz, kl)
    before = heads(hz)
    restore()
    assert hz.channel("trade").size == 2
    tell(hz, 4)  # numbered as if the second message had never been
    settle(hz, kl)
    assert totals(kl) == ["1.00", "2.00", "3.00", "4.00"]
    assert incidents(kl) == ["peer-rollback"]  # the receipts that hz lost as their receiver
    _agreed(kl)
    settle(hz, kl)
    assert heads(hz) == heads(kl)
    with hz.here():
        assert before["hz.example/ehx/kl.example/trade/1"][0] == 4
        assert [entry.envelope.keyseq for entry in queries.entries(UCR)] == [1, 2, 3]
        assert Chain.objects.get(direction="out", subject=UCR).keyseq == 3
        told = Incident.objects.get(kind="restored", channel__name="trade").evidence
        assert (told["before"], told["after"]) == (2, 4)
        assert told["messages"] == [["order.placed.v1", UCR], ["order.placed.v1", "6CN-OTHER"]]
        assert Event.objects.filter(kind="network.channel.restored").exists()


def test_32_nothing_is_signed_while_the_peer_cannot_be_asked(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    settle(hz, kl)
    restore = backup(hz)
    tell(hz, 2)
    settle(hz, kl)
    restore()

    def cut(asked: Request, carried: Carried) -> Answer:
        raise Unavailable("cut")

    pair.fault = cut
    tell(hz, 4)
    hz.work()
    assert hz.channel("trade").size == 2
    with hz.here():
        assert Outbox.objects.filter(leaf=None).count() == 1
    pair.fault = None
    with hz.here():
        Channel.objects.update(next_try=None)
    settle(hz, kl)
    assert totals(kl) == ["1.00", "2.00", "4.00"]


def test_32_what_follows_from_an_event_is_not_told_a_second_time_after_the_restore(
    pair: Line, hz: Node, kl: Node
) -> None:
    restore = backup(hz)
    tell(hz, 1, cause="event-1")
    settle(hz, kl)
    restore()
    tell(hz, 1, cause="event-1")  # the consequence runs again, since the backup does not know that it ran
    settle(hz, kl)
    assert totals(kl) == ["1.00"]
    with hz.here():
        assert Outbox.objects.filter(kind="order.placed.v1").count() == 1
        assert Leaf.objects.filter(ucr=UCR, channel__direction="out").count() == 1
    tell(hz, 1, cause="event-1")
    settle(hz, kl)
    assert totals(kl) == ["1.00"]


def test_32_a_hub_that_signed_another_history_meanwhile_is_frozen_and_nothing_is_lost(
    pair: Line, hz: Node, kl: Node
) -> None:
    tell(hz, 1)
    settle(hz, kl)
    restore = backup(hz)
    tell(hz, 2)
    settle(hz, kl)
    restore()
    tell(hz, 9)
    with hz.here():  # somebody sequenced by hand, past the guard
        assert sequencer.sequence(Channel.objects.get(name="trade", direction="out")) == 1
        assert recovery.assured(Channel.objects.get(name="trade", direction="out")) is False
    assert hz.channel("trade").state == "frozen"
    assert "fork-after-restore" in incidents(hz)


def test_33_a_receiver_restored_is_sent_again_what_it_lost_when_the_sender_s_operator_agrees(
    pair: Line, hz: Node, kl: Node
) -> None:
    tell(hz, 1)
    settle(hz, kl)
    restore = backup(kl)
    tell(hz, 2)
    settle(hz, kl)
    restore()
    tell(hz, 3)
    settle(hz, kl)
    assert hz.channel("trade").state == "frozen"
    assert "peer-rollback" in incidents(hz)
    assert totals(kl) == []
    with hz.here():
        channel = Channel.objects.get(name="trade", direction="out")
        with pytest.raises(NotYours):
            actions.resend(channel, by=cast.stranger())
        assert Channel.objects.get(pk=channel.pk).acked == 3
        receipts = list(channel.heads.exclude(receipt="").values_list("receipt", flat=True))
        actions.resend(channel, by=hz.by())
        assert actions.resend(channel, by=hz.by()).state == "open"
    settle(hz, kl)
    assert totals(kl) == ["2.00", "3.00"]
    assert heads(hz) == heads(kl)
    with hz.here():
        kept = set(channel.heads.exclude(receipt="").values_list("receipt", flat=True))
        assert set(receipts) <= kept  # what the peer once signed stays proof
        assert Incident.objects.get(kind="peer-rollback").closed_at is not None


@pytest.mark.parametrize("first", ["hz", "kl"])
def test_34_both_restored_meet_at_the_last_head_that_both_have(pair: Line, hz: Node, kl: Node, first: str) -> None:
    tell(hz, 1)
    settle(hz, kl)
    older = backup(hz if first == "hz" else kl)
    tell(hz, 2)
    settle(hz, kl)
    newer = backup(kl if first == "hz" else hz)
    tell(hz, 3)
    settle(hz, kl)
    older()
    newer()
    tell(hz, 4)
    settle(hz, kl)
    _agreed(hz, kl)
    settle(hz, kl)
    assert heads(hz) == heads(kl)
    assert totals(kl)[-1] == "4.00"
    assert sorted(set(totals(kl))) == sorted(map(str, totals(kl)))
    with kl.here():
        subject = Leaf.objects.filter(ucr=UCR, channel__direction="in").order_by("index")
        assert [bytes(leaf.body).count(b'"total"') for leaf in subject] == [1] * subject.count()


def test_an_honest_restart_changes_nothing_and_asks_once_for_each_channel(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    settle(hz, kl)
    recovery.forget()
    pair.passed.clear()
    tell(hz, 2)
    all_is_well(hz, kl, "1.00", "2.00")
    tell(hz, 3)
    all_is_well(hz, kl, "1.00", "2.00", "3.00")
    asked = [each.url for each in pair.passed if each.url.endswith("/checkpoint")]
    assert len(asked) == len(set(asked)) == 2  # trade of hz, ctl of kl
    assert incidents(hz) == incidents(kl) == []


def test_a_peer_that_shows_a_head_that_we_did_not_sign_is_not_believed(pair: Line, hz: Node, kl: Node) -> None:
    recovery.forget()
    tell(hz, 1)

    def lying(asked: Request, carried: Carried) -> Answer:
        answer = carried(asked)
        return replace(answer, body=answer.body.replace(b"\n1\n", b"\n9\n")) if asked.method == "GET" else answer

    pair.fault = lying
    hz.work()
    assert hz.channel("trade").size == 1
    pair.fault = None
    all_is_well(hz, kl, "1.00")
    with hz.here():
        assert own.host() == "hz.example"


def _agreed(*nodes: Node) -> None:
    """The operators let lost messages be sent again wherever a peer was found to have lost some."""
    for node in nodes:
        with node.here():
            for channel in Channel.objects.filter(direction="out", state="frozen"):
                actions.resend(channel, by=node.by())
