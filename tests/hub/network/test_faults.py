"""What goes wrong between two hubs. The verdict everywhere: nothing lost, nothing twice, equal roots, the right alarm.

The numbers are those of the list of failures in `docs/peer-protocol.md`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from entrepot.ehx import checkpoint, cosignature, httpsig, strict
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.httpsig import Request
from entrepot.ehx.merkle import leaf_hash
from entrepot.hub.events import clock
from entrepot.hub.network import budget, own, receiver, sender, sequencer
from entrepot.hub.network.models import Chain, Channel, Head, Inbox, Incident, Leaf, Outbox
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from tests.cast import NOON
from tests.hub.network import conftest
from tests.hub.network.hostile import batch_of, heads, post, request, said
from tests.hub.network.two_hubs import UCR, Line, Node
from tests.hub.network.watching import Carried, all_is_well, code, incidents, once, settle


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


def test_11_a_fork_freezes_the_channel_and_both_heads_prove_it(pair: Line, hz: Node, kl: Node) -> None:
    true, false = (batch_of(hz, "trade", 1, [said(hz, kl, total=total)]) for total in ("1.00", "9.00"))
    post(hz, kl, "trade", true)
    assert code(post(hz, kl, "trade", false)) == "split-view"
    with kl.here():
        kept = Incident.objects.get().evidence
        log = Channel.objects.get(name="trade", direction="in").peer.said.log
    ours, theirs = (checkpoint.opened(kept[whose], log) for whose in ("ours", "theirs"))
    assert (ours.origin, ours.size) == (theirs.origin, theirs.size)
    assert ours.root != theirs.root
    assert code(post(hz, kl, "trade", true)) == "split-view"
    assert post(hz, kl, "reg", batch_of(hz, "reg", 1, [said(hz, kl, subject="6CN-2")])).status == 200


def test_11_the_sender_stops_when_it_is_told_of_a_split_view(pair: Line, hz: Node, kl: Node) -> None:
    post(hz, kl, "trade", batch_of(hz, "trade", 1, [said(hz, kl, total="9.00")]))
    hz.tell("order.placed.v1", total="1.00")
    hz.work()
    assert hz.channel("trade").state == "frozen"
    assert incidents(hz) == ["split-view"]
    sent = len(pair.entries())
    hz.work()
    assert len(pair.entries()) == sent


def test_12_one_changed_letter_anywhere_is_refused_at_its_step(pair: Line, hz: Node, kl: Node) -> None:
    true = batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")])
    leaf = true.leaves[0]
    changed = {
        "root-mismatch": replace(true, leaves=(leaf.replace(b"1.00", b"7.00"),)),
        "bad-checkpoint": replace(true, checkpoint=true.checkpoint.replace("\n2\n", "\n3\n")),
        "bad-batch": replace(true, new=3),
    }
    for expected, sent in changed.items():
        answer = post(hz, kl, "trade", sent)
        assert (answer.status, code(answer)) == (422, expected)
    at = true.checkpoint.index("\n2\n") + 5
    root = true.checkpoint[:at] + chr(ord(true.checkpoint[at]) ^ 1) + true.checkpoint[at + 1 :]
    assert code(post(hz, kl, "trade", replace(true, checkpoint=root))) == "bad-checkpoint"
    assert code(post(hz, kl, "trade", replace(true, origin=true.origin[:-1] + "2"))) == "bad-checkpoint"
    asked = request(hz, kl, "trade", true.to_bytes())
    for name in ("Signature", "Signature-Input", "Content-Digest", "Content-Type"):
        value = asked.headers[name]
        bad = value[:-5] + chr(ord(value[-5]) ^ 1) + value[-4:]
        answer = kl.door(replace(asked, headers={**asked.headers, name: bad}))
        assert answer.status == 401
        assert str(code(answer)).startswith("sig-")
    with kl.here():
        assert Channel.objects.get(name="trade", direction="in").size == 1
        assert Leaf.objects.filter(channel__direction="in").count() == 4
    assert incidents(kl) == ["root-mismatch"]
    assert kl.door(asked).status == 200


def test_13_what_is_no_batch_is_refused_and_nothing_is_stored(pair: Line, hz: Node, kl: Node) -> None:
    true = batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")])
    body = true.to_bytes()
    header = body.split(b"\n")[0]
    bodies = [
        body[:-1],
        body[:-20] + b"\n",
        body + b"{}\n",
        body.replace(b'"new":2', b'"new":3'),
        body.replace(b"\n", b"\r\n"),
        header + b"\n",
        header,
        b"\n",
    ]
    for each in bodies:
        assert post(hz, kl, "trade", each).status == 422
    assert post(hz, kl, "trade", b"").status in (401, 411, 422)
    with kl.here():
        assert Leaf.objects.filter(channel__direction="in").count() == 4


def test_19_length_is_checked_before_anything_is_read(pair: Line, hz: Node, kl: Node) -> None:
    from django.test import RequestFactory
    from django.urls import resolve

    where = f"/ehx/v1/channels/{hz.channel('trade').cid}/entries"

    def status(**meta: str) -> int:
        http = RequestFactory().generic("POST", where, b"x")
        http.META.update(meta)
        http._read_started = False
        with kl.here():
            found = resolve(where, urlconf="entrepot.hub.api.peer")
            return int(found.func(http, **found.kwargs).status_code)

    assert status(CONTENT_LENGTH=str(8 * 1024 * 1024 + 1)) == 413
    assert status(CONTENT_LENGTH=str(2**31)) == 413
    assert status(CONTENT_LENGTH="") == 411
    assert status(CONTENT_LENGTH="1e3") == 411
    assert status(HTTP_TRANSFER_ENCODING="chunked") == 411
    assert status(HTTP_CONTENT_ENCODING="gzip") == 415
    assert status(CONTENT_LENGTH="5") == 400


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (b'{"a":1,"a":2}', "malformed-duplicate-key"),
        (b'{"a":NaN}', "malformed-number"),
        (b"[" * 100_000, "too-deep"),
        (b"\xff\xfe", "malformed-utf-8"),
        (b"\xef\xbb\xbf{}", "malformed-json"),
        (b"{}", "malformed-envelope"),
        (b'{"x":"' + b"y" * 262_144 + b'"}', "too-large"),
    ],
)
def test_20_a_malformed_message_is_stored_answered_and_hurts_nobody(
    pair: Line, hz: Node, kl: Node, leaf: bytes, expected: str
) -> None:
    good = said(hz, kl, total="1.00")
    assert post(hz, kl, "trade", batch_of(hz, "trade", 1, [leaf, good])).status == 200
    kl.work()
    assert [message.data["total"] for message in kl.heard] == ["1.00"]
    with kl.here():
        assert Inbox.objects.get(state="rejected").code == expected
        told = Outbox.objects.get(kind="receipt.v1")
        body = bytes(told.leaf.body) if told.leaf else bytes(told.body)
        assert strict.read(body)["data"]["exceptions"][0]["code"] == expected


def test_21_an_id_used_again_is_a_repeat_or_a_conflict(pair: Line, hz: Node, kl: Node) -> None:
    one = said(hz, kl, 1, id="same", total="1.00")
    other = said(hz, kl, 2, one, id="same", total="2.00")
    post(hz, kl, "trade", batch_of(hz, "trade", 1, [one, one, other]))
    kl.work()
    with kl.here():
        rows = Inbox.objects.filter(leaf__channel__name="trade", leaf__index__gt=0).order_by("leaf__index")
        assert [(row.state, row.code) for row in rows] == [("done", ""), ("repeat", ""), ("rejected", "conflict")]
    assert [message.data["total"] for message in kl.heard] == ["1.00"]


def test_21_a_message_in_another_s_name_is_refused(pair: Line, hz: Node, kl: Node) -> None:
    post(hz, kl, "trade", batch_of(hz, "trade", 1, [said(kl, hz, 1, total="1.00"), said(hz, hz, 1, total="1.00")]))
    kl.work()
    assert kl.heard == []
    with kl.here():
        assert [row.code for row in Inbox.objects.filter(state="rejected")] == ["malformed-parties"] * 2


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


@pytest.mark.parametrize("lie", ["root", "size", "key", "future", "nothing"])
def test_25_a_lying_receipt_moves_nothing_and_is_an_alarm(pair: Line, hz: Node, kl: Node, lie: str) -> None:
    def lying(asked: Request, carried: Carried) -> Answer:
        true = carried(asked)
        with kl.here():
            head = Head.objects.get(channel__name="trade", channel__direction="in", size=2)
            known = Checkpoint(head.channel.origin, 2, bytes(head.channel.root))
            key, at = own.keys().cosign, int(clock.wall().timestamp())
            told = {
                "root": cosignature.cosigned(replace(known, root=bytes(32)), key, at=at),
                "size": cosignature.cosigned(replace(known, size=1), key, at=at),
                "future": cosignature.cosigned(known, key, at=at + 3600),
                "nothing": "",
            }
        if lie == "key":
            with hz.here():
                told["key"] = cosignature.cosigned(known, own.keys().cosign, at=at)
        with kl.here():
            response = httpsig.Response(
                200, asked, {"Content-Type": "text/plain"}, (head.checkpoint + told[lie]).encode()
            )
            httpsig.sign_response(response, own.keys().http, now=at)
        return Answer(200, response.body, response.headers) if true else true

    hz.tell("order.placed.v1", total="1.00")
    with hz.here():
        channel = Channel.objects.get(name="trade", direction="out")
        sequencer.sequence(channel)
        channel.refresh_from_db()
        pair.fault = once(lying)
        assert sender.push_channel(channel) == 0
        assert Channel.objects.get(pk=channel.pk).acked == 1
    assert incidents(hz) == ["receipt-invalid"]
    all_is_well(hz, kl, "1.00")


@pytest.mark.parametrize(
    ("answer", "state", "alarm"),
    [
        (Answer(200, b""), "open", ["receipt-invalid"]),
        (Answer(200, b"<html>ok</html>", {"content-type": "text/html"}), "open", ["receipt-invalid"]),
        (Answer(301, b"", {"location": "https://kl.example/"}), "open", []),
        (Answer(404, b"<html>"), "stopped", ["http-404"]),
        (Answer(401, b""), "stopped", ["http-401"]),
        (Answer(409, b'{"code":"split-view"}'), "open", []),
        (Answer(422, b'{"code":"root-mismatch"}'), "open", []),
        (Answer(502, b"<html>bad gateway</html>"), "open", []),
        (Answer(503, b""), "open", []),
        (Answer(429, b"", {"retry-after": "1800"}), "open", []),
    ],
)
def test_26_whatever_a_proxy_says_is_never_a_delivery(
    pair: Line, hz: Node, kl: Node, answer: Answer, state: str, alarm: list[str]
) -> None:
    pair.fault = lambda asked, carried: replace(answer) if asked.method == "POST" else carried(asked)
    hz.tell("order.placed.v1", total="1.00")
    with hz.here():
        channel = Channel.objects.get(name="trade", direction="out")
        sequencer.sequence(channel)
        channel.refresh_from_db()
        sender.push_channel(channel)
        found = Channel.objects.get(pk=channel.pk)
        assert (found.acked, found.state) == (1, state)
        if answer.status == 429:
            assert found.next_try - clock.wall() > timedelta(minutes=29)
    assert incidents(hz) == alarm


def test_33_a_receiver_that_forgot_what_it_countersigned_is_an_alarm(pair: Line, hz: Node, kl: Node) -> None:
    hz.tell("order.placed.v1", total="1.00")
    settle(hz, kl)
    pair.fault = None
    hz.tell("order.placed.v1", at=NOON + timedelta(seconds=1), total="2.00")
    with kl.here():
        Channel.objects.filter(name="trade", direction="in").update(size=1, acked=1, position=1)
    hz.work()
    assert hz.channel("trade").state == "frozen"
    with hz.here():
        evidence = Incident.objects.get(kind="peer-rollback").evidence
        assert evidence["says"] == 1
        log = own.keys().log.verifier
        note_and_line = evidence["countersigned"]
        assert checkpoint.opened(note_and_line, [log]).size == 2


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


def test_16_a_line_cut_one_way_backs_off_and_then_drains_in_order(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 1.0)

    def cut(asked: Request, carried: Carried) -> Answer:
        if asked.url.startswith(kl.url):
            raise Unavailable("cut")
        return carried(asked)

    pair.fault = cut
    for number in range(1, 6):
        hz.tell("order.placed.v1", at=NOON + timedelta(seconds=number), total=f"{number}.00")
        hz.work()
    kl.tell("declaration.imported.v1", subject="6MY-1")
    kl.work()
    hz.work()
    assert [message.kind for message in hz.heard] == ["declaration.imported.v1"]
    broken, fine = hz.channel("trade"), kl.channel("reg")
    assert broken.failures >= 1
    assert broken.failing_since is not None
    assert fine.failures == 0
    with hz.here():
        Channel.objects.filter(pk=broken.pk).update(next_try=None, failing_since=clock.wall() - timedelta(hours=5))
    hz.work()
    assert incidents(hz) == ["peer-silent"]
    pair.fault = None
    with hz.here():
        Channel.objects.update(next_try=None)
    all_is_well(hz, kl, "1.00", "2.00", "3.00", "4.00", "5.00")
    assert hz.channel("trade").failures == 0
    with hz.here():
        assert Incident.objects.get().closed_at is not None


def test_27_a_key_that_is_new_makes_the_receiver_look_once(pair: Line, hz: Node, kl: Node) -> None:
    from entrepot.hub.network import actions
    from entrepot.hub.network.models import Peer

    with hz.here():
        actions.replace_stolen_key("http", by=hz.by())
    with kl.here():
        Peer.objects.update(fetched_at=clock.wall() + timedelta(hours=1))
    hz.tell("order.placed.v1", total="1.00")
    hz.work()
    assert hz.channel("ctl").state == "stopped"
    assert hz.channel("trade").state == "stopped"  # fetched less than a minute ago: not again
    with kl.here():
        Peer.objects.update(fetched_at=clock.wall() - timedelta(minutes=2))
    with hz.here():
        for name in ("ctl", "trade"):
            actions.reopen(hz.channel(name), by=hz.by())
    all_is_well(hz, kl, "1.00")


def test_42_a_flood_is_answered_with_429(pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "RATE", 0.0)
    budget._left.clear()
    sent = batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")])
    assert [post(hz, kl, "trade", sent).status for _ in range(103)] == [200] * 100 + [429] * 3
    with kl.here():
        assert Chain.objects.filter(direction="in").count() == 0
