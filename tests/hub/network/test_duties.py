"""What is done from time to time: late receipts are an alarm, old bodies go, our own books are checked at night."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from entrepot.ehx import tlogproof
from entrepot.hub.events import clock
from entrepot.hub.network import duties, inbox, overdue, own, queries, receipts, retention, sender, soundness
from entrepot.hub.network.models import Channel, Duty, Incident, Leaf, Peer
from entrepot.trade.finding import Unavailable
from tests.cast import NOON
from tests.hub.network.two_hubs import UCR, Line, Node
from tests.hub.network.watching import incidents, settle


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


def later(patch: pytest.MonkeyPatch, **span: float) -> None:
    real = clock.wall

    def wall() -> datetime:
        return real() + timedelta(**span)

    patch.setattr(clock, "wall", wall)


def tell(hz: Node, number: int, kind: str = "order.placed.v1") -> None:
    hz.tell(kind, at=NOON + timedelta(seconds=number), total=f"{number}.00")


@pytest.mark.parametrize(("kind", "minutes"), [("declaration.exported.v1", 15), ("order.placed.v1", 24 * 60)])
def test_a_business_receipt_that_is_late_is_an_alarm_on_both_sides(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch, kind: str, minutes: int
) -> None:
    monkeypatch.setattr(inbox, "take", lambda: 0)  # the receiver's worker stands still
    tell(hz, 1, kind)
    settle(hz, kl)
    later(monkeypatch, minutes=minutes - 1)
    for node in (hz, kl):
        with node.here():
            assert overdue.looked_for() == 0
    later(monkeypatch, minutes=2)
    for node, alarm in ((hz, "receipt-overdue"), (kl, "receipt-owed")):
        with node.here():
            assert overdue.looked_for() == 1
            assert overdue.looked_for() == 1
            assert Incident.objects.get(kind=alarm).count == 2


def test_the_alarm_ends_when_the_receipt_has_come(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(inbox, "take", lambda: 0)
        tell(hz, 1, "declaration.exported.v1")
        settle(hz, kl)
    with monkeypatch.context() as patch:
        later(patch, minutes=20)
        for node in (hz, kl):
            with node.here():
                assert overdue.looked_for() == 1
    settle(hz, kl)
    for node in (hz, kl):
        with node.here():
            assert overdue.looked_for() == 0
            assert Incident.objects.get().closed_at is not None


def test_looking_begins_where_everything_before_is_settled(pair: Line, hz: Node, kl: Node) -> None:
    for number in (1, 2, 3):
        tell(hz, number)
    settle(hz, kl)
    with hz.here():
        assert overdue.looked_for() == 0
        assert Channel.objects.get(name="trade", direction="out").settled == 4


def test_45_a_body_whose_time_is_over_is_erased_and_every_proof_still_holds(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(hz, 1)
    tell(hz, 2, "declaration.exported.v1")
    settle(hz, kl)
    for node in (hz, kl):
        with node.here():
            leaf = Leaf.objects.get(kind="order.placed.v1")
            body, proof = bytes(leaf.body), queries.proof_file(leaf)
            with monkeypatch.context() as patch:
                later(patch, days=1 * 365)
                assert retention.erased() == 0
            with monkeypatch.context() as patch:
                later(patch, days=2 * 365 + 1)
                assert retention.erased() >= 1
                assert retention.erased() == 0
            leaf.refresh_from_db()
            assert bytes(leaf.body) == b""
            assert queries.proof_file(leaf) == proof
            said = (own.statement(), Peer.objects.get().said)
            sender_, receiver_ = said if node is hz else said[::-1]
            tlogproof.verify(proof, body, log=sender_.log, cosign=receiver_.cosign)
            assert soundness.unsound() == []
            assert bytes(Leaf.objects.get(kind="declaration.exported.v1").body)  # kept for five years
            assert [entry.kind for entry in queries.entries(UCR)] == ["declaration.exported.v1"]


def test_a_body_about_which_something_is_open_is_not_erased(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "report", lambda peer: 0)  # the receiver tells nothing
    tell(hz, 1)
    settle(hz, kl)
    later(monkeypatch, days=3 * 365)
    for node in (hz, kl):
        with node.here():
            retention.erased()
            assert bytes(Leaf.objects.get(kind="order.placed.v1").body) != b""


def test_44_the_nightly_check_finds_who_edited_the_books(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(hz, 1)
    settle(hz, kl)
    with hz.here():
        assert duties.carry_out() == len(duties.DUTIES)
        assert incidents(hz) == []
        Leaf.objects.filter(kind="order.placed.v1").update(body=b"another")
        assert duties.carry_out() == 0  # not yet due
    later(monkeypatch, hours=25)
    with hz.here():
        duties.carry_out()
    assert "log-altered" in incidents(hz)


def test_a_worker_that_goes_round_many_times_a_second_looks_now_and_then(
    pair: Line, hz: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [100.0]
    monkeypatch.setattr(clock, "ticks", lambda: seconds[0])
    monkeypatch.setattr(duties, "_looked", [])
    done: list[float] = []
    monkeypatch.setattr(duties, "carry_out", lambda: done.append(seconds[0]))
    with hz.here():
        for _ in range(45):
            duties.look()
            seconds[0] += 1
    assert done == [100.0, 120.0, 140.0]


def test_a_duty_that_fails_does_not_keep_the_others_from_being_done(
    pair: Line, hz: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing() -> None:
        raise Unavailable("somebody")

    every = {**duties.DUTIES, "late receipts": (timedelta(minutes=1), failing)}
    monkeypatch.setattr(duties, "DUTIES", every)
    with hz.here():
        assert duties.carry_out() == len(every)
        assert Duty.objects.exclude(done_at=None).count() == len(every)
