"""What was captured or comes out of order: the same receipt, or none.

The numbers are those of the list of failures in `docs/peer-protocol.md`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from entrepot.ehx import httpsig, strict
from entrepot.ehx.httpsig import Request
from entrepot.hub.events import clock
from entrepot.hub.network import own, sender, sequencer
from entrepot.hub.network.models import Channel
from tests.cast import NOON
from tests.hub.network.hostile import batch_of, post, said
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import all_is_well, code, incidents, once


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


def captured(pair: Line, hz: Node) -> Request:
    hz.tell("order.placed.v1", total="1.00")
    hz.work()
    return pair.entries()[0]


def test_7_a_captured_request_sent_again_at_once_gets_the_same_receipt(pair: Line, hz: Node, kl: Node) -> None:
    again = kl.door(captured(pair, hz))
    assert (again.status, again.body) == (200, pair.answers[0].body)
    all_is_well(hz, kl, "1.00")


def test_7_a_captured_request_is_refused_later_elsewhere_or_with_another_method(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = captured(pair, hz)
    elsewhere = asked.url.replace(hz.channel("trade").cid, hz.channel("reg").cid)
    assert code(kl.door(replace(asked, url=elsewhere))) == "sig-invalid"
    assert kl.door(replace(asked, url=asked.url.replace("kl.example", "other.example"))).status == 401
    assert kl.door(replace(asked, method="PUT")).status == 405
    assert hz.door(replace(asked, url=asked.url.replace("kl.example", "hz.example"))).status == 403
    later = clock.wall() + timedelta(seconds=361)
    monkeypatch.setattr(clock, "wall", lambda: later)
    answer = kl.door(asked)
    assert (answer.status, code(answer)) == (401, "clock-skew")
    assert answer.headers["Date"]


def test_7_a_question_captured_is_answered_once(pair: Line, hz: Node, kl: Node) -> None:
    with kl.here():
        asked = Request("GET", f"{hz.url}/ehx/v1/channels/{hz.channel('trade').cid}/checkpoint")
    with kl.here():
        httpsig.sign_request(asked, own.keys().http, now=int(clock.wall().timestamp()))
    assert hz.door(asked).status == 200
    assert code(hz.door(asked)) == "sig-replayed"


def test_8_an_answer_replayed_to_another_request_is_not_believed(pair: Line, hz: Node, kl: Node) -> None:
    hz.tell("order.placed.v1", total="1.00")
    hz.work()
    old = pair.answers[0]
    pair.fault = once(lambda asked, carried: replace(old))
    hz.tell("order.placed.v1", at=NOON + timedelta(seconds=1), total="2.00")
    with hz.here():
        channel = Channel.objects.get(name="trade", direction="out")
        sequencer.sequence(channel)
        channel.refresh_from_db()
        assert sender.push_channel(channel) == 0
    assert incidents(hz) == ["receipt-invalid"]
    all_is_well(hz, kl, "1.00", "2.00")


def test_9_batches_out_of_order_and_twice_end_as_in_order(pair: Line, hz: Node, kl: Node) -> None:
    parts = []
    for number in (1, 2, 3):
        hz.tell("order.placed.v1", at=NOON + timedelta(seconds=number), total=f"{number}.00")
        with hz.here():
            channel = Channel.objects.get(name="trade", direction="out")
            sequencer.sequence(channel)
            channel.refresh_from_db()
            channel.position = channel.size - 1
            parts.append(sender.next_batch(channel))
    seen = [post(hz, kl, "trade", parts[at - 1]) for at in (3, 3, 1, 1, 2, 2, 1, 3, 3)]
    assert [answer.status for answer in seen] == [409, 409, 200, 200, 200, 200, 200, 200, 200]
    assert [strict.read(answer.body)["size"] for answer in seen[:2]] == [1, 1]
    assert seen[2].body == seen[3].body
    assert seen[5].body == seen[6].body  # the first again: the receipt of the newest head
    all_is_well(hz, kl, "1.00", "2.00", "3.00")


def test_9_the_sender_goes_back_to_where_the_receiver_stands(pair: Line, hz: Node, kl: Node) -> None:
    for number in (1, 2):
        hz.tell("order.placed.v1", at=NOON + timedelta(seconds=number), total=f"{number}.00")
        with hz.here():
            sequencer.sequence(Channel.objects.get(name="trade", direction="out"))
    with hz.here():
        Channel.objects.filter(name="trade", direction="out").update(position=2)
    all_is_well(hz, kl, "1.00", "2.00")
    assert [answer.status for answer in pair.answers][:2] == [409, 200]


def test_10_overlapping_batches(pair: Line, hz: Node, kl: Node) -> None:
    one = said(hz, kl, 1, total="1.00")
    two = said(hz, kl, 2, one, total="2.00")
    assert post(hz, kl, "trade", batch_of(hz, "trade", 1, [one])).status == 200
    assert post(hz, kl, "trade", batch_of(hz, "trade", 1, [one, two])).status == 200
    kl.work()
    assert [message.data["total"] for message in kl.heard] == ["1.00", "2.00"]


def test_10_an_altered_overlap_is_a_split_view(pair: Line, hz: Node, kl: Node) -> None:
    one, other = said(hz, kl, 1, total="1.00"), said(hz, kl, 1, total="9.00")
    two = said(hz, kl, 2, one, total="2.00")
    post(hz, kl, "trade", batch_of(hz, "trade", 1, [one]))
    answer = post(hz, kl, "trade", batch_of(hz, "trade", 1, [other, two]))
    assert (answer.status, code(answer)) == (409, "split-view")
    assert kl.channel("trade", "in").size == 2
    assert kl.channel("trade", "in").state == "frozen"
