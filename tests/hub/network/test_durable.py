"""No receipt without the data on disk (failure 35), and the second outbox for effects outside (failure 6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError

from entrepot.hub.network import holding, outbox, sender, sequencer
from entrepot.hub.network.models import Channel, Head, Inbox, Leaf, Outbox
from tests.cast import NOON
from tests.hub.network.hostile import batch_of, post, said
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import all_is_well, code, settle


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


def tell(hz: Node, number: int) -> None:
    hz.tell("order.placed.v1", at=NOON + timedelta(seconds=number), total=f"{number}.00")


@pytest.mark.parametrize(
    "fault", [OperationalError("disk is full"), OperationalError("read-only"), OSError(28, "full")]
)
@pytest.mark.parametrize("step", ["rows", "channel", "head"])
def test_35_a_receiver_that_cannot_write_answers_503_and_gives_no_receipt(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch, fault: Exception, step: str
) -> None:
    def full(*args: object, **more: object) -> None:
        raise fault

    tell(hz, 1)
    with monkeypatch.context() as patch:
        if step == "rows":
            patch.setattr(holding.rows, "insert", full)
        elif step == "channel":
            patch.setattr(Channel, "save", full)
        else:
            patch.setattr(Head.objects, "create", full)
        answer = post(hz, kl, "trade", batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")]))
    assert (answer.status, code(answer)) == (503, "not-durable")
    assert answer.headers["Retry-After"] == "30"
    with kl.here():
        assert Channel.objects.get(name="trade", direction="in").size == 1
        assert Inbox.objects.filter(kind="order.placed.v1").count() == 0
        assert Head.objects.filter(channel__name="trade", channel__direction="in", size=2).count() == 0
    all_is_well(hz, kl, "1.00")


def test_35_a_sender_told_so_waits_as_long_as_it_is_asked(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    from entrepot.hub.events import clock

    tell(hz, 1)
    with monkeypatch.context() as patch:
        patch.setattr(holding, "hold", lambda *_: (_ for _ in ()).throw(OperationalError("full")))
        hz.work()
    waits = hz.channel("trade").next_try - clock.wall()
    assert timedelta(seconds=28) < waits <= timedelta(seconds=30)
    assert hz.channel("trade").acked == 1
    with hz.here():
        Channel.objects.update(next_try=None)
    all_is_well(hz, kl, "1.00")


def test_35_a_sender_that_cannot_write_has_told_nothing_and_signed_nothing(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **more: object) -> None:
        raise OperationalError("disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(outbox.Outbox.objects, "create", full)
        with pytest.raises(OperationalError):
            tell(hz, 1)
    with hz.here():
        assert Outbox.objects.count() == 0
    tell(hz, 2)
    with hz.here(), monkeypatch.context() as patch:
        patch.setattr(Head.objects, "create", full)
        with pytest.raises(OperationalError):
            sequencer.sequence(Channel.objects.get(name="trade", direction="out"))
        assert Leaf.objects.filter(kind="order.placed.v1").count() == 0
    all_is_well(hz, kl, "2.00")


def test_6_an_effect_outside_the_database_is_asked_for_twice_with_one_key(
    pair: Line, hz: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The provider was asked, then the database forgot it: the second asking carries the same key."""
    from django.db import transaction
    from django.test import override_settings

    from entrepot.hub import events
    from entrepot.hub.events import worker

    asked: list[str] = []

    def follower(event: events.models.Event, by: events.Actor) -> None:  # type: ignore[name-defined]
        asked.append(str(event.id))
        if len(asked) == 1:
            raise OperationalError("the database fell after the provider had been asked")

    monkeypatch.setattr("tests.hub.network.test_durable.FOLLOWERS", {"tests.paid": [follower]}, raising=False)
    monkeypatch.setattr(worker, "_retry_at", lambda run, fault: None)
    with hz.here(), override_settings(ENTREPOT_FOLLOWERS="tests.hub.network.test_durable.FOLLOWERS"):
        with transaction.atomic():
            events.record("tests.paid", "payment:1", by=hz.by())
        worker.work_until_idle()
    assert len(asked) == 2
    assert len(set(asked)) == 1


def test_35_what_waited_is_taken_in_order_when_there_is_room_again(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(holding, "hold", lambda *_: (_ for _ in ()).throw(OperationalError("full")))
        for number in (1, 2, 3):
            tell(hz, number)
            hz.work()
    with hz.here():
        Channel.objects.update(next_try=None)
    settle(hz, kl)
    all_is_well(hz, kl, "1.00", "2.00", "3.00")
