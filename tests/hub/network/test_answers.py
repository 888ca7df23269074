"""What a sender makes of receipts that lie, of proxies, of silence and of keys that it does not know.

The numbers are those of the list of failures in `docs/peer-protocol.md`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from entrepot.ehx import checkpoint, cosignature, httpsig
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.httpsig import Request
from entrepot.hub.events import clock
from entrepot.hub.network import own, sender, sequencer
from entrepot.hub.network.models import Channel, Head, Incident
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from tests.cast import NOON
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import Carried, all_is_well, incidents, once, settle


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


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
