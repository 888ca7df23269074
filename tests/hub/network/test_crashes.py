"""Somebody dies in the middle, or two do one thing at once: nothing is lost, nothing is there twice.

The numbers are those of the list of failures in `docs/peer-protocol.md`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from entrepot.ehx.httpsig import Request
from entrepot.ehx.merkle import leaf_hash
from entrepot.hub.network import receiver, sender, sequencer
from entrepot.hub.network.models import Channel, Head, Inbox, Leaf, Outbox
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from tests.cast import NOON
from tests.hub.network import conftest
from tests.hub.network.hostile import heads
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import Carried, all_is_well, once, settle


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


def test_1_receiver_dies_after_commit_and_the_same_receipt_is_given_again(pair: Line, hz: Node, kl: Node) -> None:
    def lost(asked: Request, carried: Carried) -> Answer:
        pair.answers.append(carried(asked))
        raise Unavailable("answer lost")

    pair.fault = once(lost)
    hz.tell("order.placed.v1", total="1.00")
    hz.work()
    first, again = [answer.body for answer in pair.answers if answer.status == 200][:2]
    assert first == again
    assert pair.entries()[0].body == pair.entries()[1].body
    all_is_well(hz, kl, "1.00")


def test_2_receiver_dies_before_commit_and_nothing_is_seen_of_it(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    hz.tell("order.placed.v1", total="1.00")
    with monkeypatch.context() as patch:
        patch.setattr(receiver, "receipt", lambda head: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            hz.work()
    with kl.here():
        assert Inbox.objects.count() == 4  # the agreement in each of four channels
        assert Channel.objects.get(name="trade", direction="in").size == 1
    all_is_well(hz, kl, "1.00")


def test_3_sender_dies_after_signing_and_sends_the_same_bytes(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    hz.tell("order.placed.v1", total="1.00")
    with hz.here():
        channel = Channel.objects.get(name="trade", direction="out")
        sequencer.sequence(channel)
        before = sender.next_batch(Channel.objects.get(pk=channel.pk)).to_bytes()
        assert sequencer.sequence(channel) == 0
        assert sender.next_batch(Channel.objects.get(pk=channel.pk)).to_bytes() == before
    hz.work()
    assert pair.entries()[0].body == before
    all_is_well(hz, kl, "1.00")


def test_3_sender_dies_while_signing_and_the_message_still_waits(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    hz.tell("order.placed.v1", total="1.00")
    with hz.here(), monkeypatch.context() as patch:
        patch.setattr(sequencer.checkpoint, "signed", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            sequencer.sequence(Channel.objects.get(name="trade", direction="out"))
    with hz.here():
        assert Channel.objects.get(name="trade", direction="out").size == 1
        assert Outbox.objects.get().leaf is None
    all_is_well(hz, kl, "1.00")


def test_4_sender_dies_before_storing_the_receipt_and_gets_it_again(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    hz.tell("order.placed.v1", total="1.00")
    with monkeypatch.context() as patch:
        patch.setattr(sender, "_receipted", lambda *_: (_ for _ in ()).throw(RuntimeError("killed")))
        with pytest.raises(RuntimeError):
            hz.work()
    assert hz.channel("trade").acked == 1
    hz.work()
    assert pair.answers[0].body == pair.answers[1].body
    all_is_well(hz, kl, "1.00")


def test_5_worker_dies_between_effect_and_mark(pair: Line, hz: Node, kl: Node) -> None:
    from entrepot.hub import events
    from entrepot.hub.events.models import Event
    from entrepot.hub.network import inbox

    conftest.MY["order.placed.v1"] = lambda message, by: events.record("tests.effect", message.subject, by=by)
    hz.tell("order.placed.v1", total="1.00")
    hz.work()
    with kl.here():
        effects = Event.objects.filter(kind="tests.effect")
        row = Inbox.objects.get(kind="order.placed.v1")
        with transaction.atomic():
            inbox._taken(row.pk)
            assert effects.count() == 1
            transaction.set_rollback(True)  # killed
        assert effects.count() == 0
        assert Inbox.objects.get(pk=row.pk).state == "received"
    settle(hz, kl)
    with kl.here():
        assert effects.count() == 1


def test_36_two_sequencers_and_two_receivers_take_turns(pair: Line, hz: Node, kl: Node) -> None:
    """The second finds nothing left; were it to write all the same, the database would refuse."""
    for number in (1, 2):
        hz.tell("order.placed.v1", at=NOON + timedelta(seconds=number), total=f"{number}.00")
    with hz.here():
        stale = Channel.objects.get(name="trade", direction="out")
        also_stale = Channel.objects.get(name="trade", direction="out")
        assert [sequencer.sequence(stale), sequencer.sequence(also_stale)] == [2, 0]
        with pytest.raises(IntegrityError), transaction.atomic():
            Leaf.objects.create(channel=stale, index=1, body=b"x", hash=leaf_hash(b"x"))
        with pytest.raises(IntegrityError), transaction.atomic():
            Head.objects.create(channel=stale, size=3, checkpoint="another")
    all_is_well(hz, kl, "1.00", "2.00")


def test_37_a_message_that_commits_late_is_not_skipped(pair: Line, hz: Node, kl: Node) -> None:
    """Its number in the outbox is lower than that of one which already has its place."""
    hz.tell("order.placed.v1", subject="6CN-LATE", total="1.00")
    with hz.here():
        late = Outbox.objects.get()
        kept = {field.attname: getattr(late, field.attname) for field in Outbox._meta.fields}
        late.delete()  # not yet committed
    hz.tell("order.placed.v1", subject="6CN-SOON", total="2.00")
    settle(hz, kl)
    with hz.here():
        Outbox.objects.create(**kept)  # now it is
    settle(hz, kl)
    assert [message.data["total"] for message in kl.heard] == ["2.00", "1.00"]
    assert heads(hz) == heads(kl)
