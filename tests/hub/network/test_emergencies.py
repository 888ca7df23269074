"""A key is stolen, or a channel has two histories (failures 11 and 29).

What was countersigned stands, what is forged counts for nothing, and the channels begin again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from entrepot.ehx import checkpoint, notice
from entrepot.ehx.httpsig import Request
from entrepot.ehx.keyring import KeyRing
from entrepot.hub.events import clock
from entrepot.hub.network import actions, own, queries, sender
from entrepot.hub.network.models import Channel, Emergency, Inbox, Incident, Leaf, Peer
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import NotYours, Unavailable
from tests import cast
from tests.cast import NOON
from tests.hub.network.hostile import batch_of, heads, post, said
from tests.hub.network.two_hubs import UCR, Line, Node
from tests.hub.network.watching import Carried, code, incidents, settle


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


def tell(hz: Node, number: int, subject: str = UCR) -> None:
    hz.tell("order.placed.v1", subject=subject, at=NOON + timedelta(seconds=number), total=f"{number}.00")


def totals(node: Node) -> list[object]:
    return [message.data["total"] for message in node.heard]


def stolen(node: Node, role: str) -> None:
    with node.here():
        actions.replace_stolen_key(role, by=node.by())  # type: ignore[arg-type]


def alike(hz: Node, kl: Node) -> None:
    """Every channel that goes on is the same on both sides, and all of it countersigned."""
    assert heads(hz, "closed") == heads(kl, "closed")
    for node in (hz, kl):
        with node.here():
            assert all(each.acked == each.size for each in Channel.objects.exclude(state="closed"))


def test_29_after_the_theft_of_the_log_key_the_channels_begin_again(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    settle(hz, kl)
    good = hz.channel("trade")
    stolen(hz, "log")
    tell(hz, 2)
    settle(hz, kl)
    assert totals(kl) == ["1.00", "2.00"]
    alike(hz, kl)
    for node, direction in ((hz, "out"), (kl, "in")):
        now = node.channel("trade", direction)
        assert (now.origin, now.epoch, now.size) == ("hz.example/ehx/kl.example/trade/2", 2, 2)
    with kl.here():
        first = notice.read(bytes(Leaf.objects.get(channel=now, index=0).body), Peer.objects.get().said)
    head = first.head(good.origin)
    assert head is not None
    assert (head.size, head.root) == (good.size, bytes(good.root))
    assert incidents(hz) == incidents(kl) == []


def test_29_what_was_written_but_not_countersigned_is_told_again_with_the_same_bytes(
    pair: Line, hz: Node, kl: Node
) -> None:
    tell(hz, 1)
    settle(hz, kl)
    pair.fault = _cut
    tell(hz, 2)
    hz.work()
    with hz.here():
        before = bytes(Leaf.objects.get(channel__name="trade", index=2).body)
    stolen(hz, "log")
    pair.fault = None
    with hz.here():
        Channel.objects.update(next_try=None)
        Emergency.objects.update(next_try=None)
    settle(hz, kl)
    assert totals(kl) == ["1.00", "2.00"]
    with kl.here():
        assert bytes(Leaf.objects.get(channel__name="trade", channel__epoch=2, index=1).body) == before
    with hz.here():
        told = queries.entries(UCR)
    assert [entry.envelope.keyseq for entry in told] == [1, 2]
    alike(hz, kl)


def test_29_forged_entries_after_the_last_good_head_are_refused_once_the_notice_is_there(
    pair: Line, hz: Node, kl: Node
) -> None:
    tell(hz, 1)
    settle(hz, kl)
    with hz.here():
        first = bytes(Leaf.objects.get(channel__name="trade", index=1).body)
        thief = own.keys().log
    stolen(hz, "log")
    settle(hz, kl)
    with kl.here():
        closed = Channel.objects.get(name="trade", direction="in", epoch=1)
        leaves = Leaf.objects.count()
    forged = _forged(hz, kl, closed, thief, first)
    answer = _posted(hz, kl, closed, forged)
    assert (answer.status, code(answer)) == (422, "bad-checkpoint")
    in_new_epoch = replace(forged, origin=kl.channel("trade", "in").origin)
    assert _posted(hz, kl, kl.channel("trade", "in"), in_new_epoch).status == 422
    with kl.here():
        assert Leaf.objects.count() == leaves
    assert totals(kl) == ["1.00"]


def test_29_what_the_thief_forged_before_the_notice_is_kept_and_flagged_and_the_true_message_follows(
    pair: Line, hz: Node, kl: Node
) -> None:
    tell(hz, 1)
    settle(hz, kl)
    with hz.here():
        first = bytes(Leaf.objects.get(channel__name="trade", index=1).body)
        thief = own.keys().log
    with kl.here():
        channel = Channel.objects.get(name="trade", direction="in")
    assert _posted(hz, kl, channel, _forged(hz, kl, channel, thief, first)).status == 200
    kl.work()
    assert totals(kl) == ["1.00", "9.00"]  # nobody could know
    stolen(hz, "log")
    tell(hz, 2)
    tell(hz, 3)
    settle(hz, kl)
    assert totals(kl) == ["1.00", "9.00", "2.00", "3.00"]
    assert "disowned" in incidents(kl)
    with kl.here():
        flagged = Incident.objects.get(kind="disowned", channel__name="trade").evidence
        assert (flagged["after"], flagged["upto"], flagged["messages"]) == (2, 3, [["order.placed.v1", UCR]])
        assert list(Inbox.objects.filter(disowned=True).values_list("state", flat=True)) == ["done"]
    alike(hz, kl)


def test_29_a_genuine_message_whose_receipt_was_lost_is_not_taken_twice(pair: Line, hz: Node, kl: Node) -> None:
    def answer_lost(asked: Request, carried: Carried) -> Answer:
        carried(asked)
        raise Unavailable("answer lost")

    pair.fault = answer_lost
    tell(hz, 1)
    hz.work()
    kl.work()
    pair.fault = None
    stolen(hz, "log")
    tell(hz, 2)
    with hz.here():
        Channel.objects.update(next_try=None)
        Emergency.objects.update(next_try=None)
    settle(hz, kl)
    assert totals(kl) == ["1.00", "2.00"]
    alike(hz, kl)


def test_29_after_the_theft_of_the_cosigning_key_its_false_receipts_count_for_nothing(
    pair: Line, hz: Node, kl: Node
) -> None:
    """The thief answers in the receiver's place and swallows a message."""
    from entrepot.ehx import cosignature, httpsig

    tell(hz, 1)
    settle(hz, kl)
    with kl.here():
        cosign, http = own.keys().cosign, own.keys().http

    def swallowed(asked: Request, carried: Carried) -> Answer:
        if not asked.url.endswith("/entries"):
            return carried(asked)
        with hz.here():
            channel = Channel.objects.get(name="trade", direction="out")
            written = channel.heads.order_by("-size")[0].checkpoint
            known = checkpoint.opened(written, [own.keys().log.verifier])
        now = int(clock.wall().timestamp())
        body = (written + cosignature.cosigned(known, cosign, at=now)).encode()
        response = httpsig.Response(200, asked, {"Content-Type": "text/plain"}, body)
        httpsig.sign_response(response, http, now=now)
        return Answer(200, body, response.headers)

    pair.fault = swallowed
    tell(hz, 2)
    hz.work()
    assert hz.channel("trade").acked == 3
    pair.fault = None
    stolen(kl, "cosign")
    settle(hz, kl)
    assert totals(kl) == ["1.00", "2.00"]
    assert incidents(hz) == ["receipts-disowned"]
    alike(hz, kl)


def test_a_notice_comes_once_however_often_and_from_whomever_it_is_handed_in(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    settle(hz, kl)
    stolen(hz, "log")
    with hz.here():
        raw = bytes(Emergency.objects.get().raw)
    by_hand = Request("POST", f"{kl.url}/ehx/v1/notices", {"Content-Type": notice.MEDIA_TYPE}, raw)
    assert [kl.door(by_hand).status for _ in range(2)] == [200, 200]
    settle(hz, kl)
    with kl.here():
        assert Emergency.objects.count() == 1
        assert Channel.objects.filter(direction="in", epoch=2).count() == 4
    alike(hz, kl)


@pytest.mark.parametrize("wrong", ["root", "heads", "peer"])
def test_a_notice_that_does_not_hold_changes_nothing(pair: Line, hz: Node, kl: Node, wrong: str) -> None:
    tell(hz, 1)
    settle(hz, kl)
    with hz.here():
        ring, statement = own.keys(), own.statement()
        channel = Channel.objects.get(name="trade", direction="out")
        head = checkpoint.Checkpoint(channel.origin, channel.size, bytes(channel.root))
    raw = notice.signed(
        KeyRing.generate(hz.host).root if wrong == "root" else ring.root,
        id="n-1",
        peer="https://xx.example" if wrong == "peer" else kl.url,
        reason="log-key-stolen",
        time=int(clock.wall().timestamp()),
        heads=[replace(head, root=bytes(32)) if wrong == "heads" else head],
        statement=statement,
    )
    answer = kl.door(Request("POST", f"{kl.url}/ehx/v1/notices", {"Content-Type": notice.MEDIA_TYPE}, raw))
    assert (answer.status, code(answer)) == (422, "notice-refused")
    assert kl.channel("trade", "in").epoch == 1
    tell(hz, 2)
    settle(hz, kl)
    assert totals(kl) == ["1.00", "2.00"]


def test_11_a_frozen_channel_begins_again_when_both_operators_want_it(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    settle(hz, kl)
    with hz.here():
        first = bytes(Leaf.objects.get(channel__name="trade", index=1).body)
    forked = said(hz, kl, 2, first, id="fork", total="9.00")
    assert post(hz, kl, "trade", batch_of(hz, "trade", 2, [forked])).status == 200
    kl.work()
    tell(hz, 2)
    hz.work()
    assert (hz.channel("trade").state, kl.channel("trade", "in").state) == ("frozen", "frozen")
    with hz.here():
        with pytest.raises(NotYours):
            actions.restart(Channel.objects.get(name="trade", direction="out"), by=cast.stranger())
        actions.restart(Channel.objects.get(name="trade", direction="out"), by=hz.by())
    settle(hz, kl)
    assert kl.channel("trade", "in").epoch == 1  # our operator has not said yes
    assert "restart-asked" in incidents(kl)
    with kl.here():
        actions.restart(Channel.objects.get(name="trade", direction="in"), by=kl.by())
    with hz.here():
        Emergency.objects.update(next_try=None)
        Channel.objects.update(next_try=None)
    settle(hz, kl)
    assert totals(kl) == ["1.00", "9.00", "2.00"]
    alike(hz, kl)


def test_a_stranger_declares_no_theft(pair: Line, hz: Node) -> None:
    with hz.here():
        with pytest.raises(NotYours):
            actions.replace_stolen_key("log", by=cast.stranger())
        assert Emergency.objects.count() == 0
        assert hz.channel("trade").epoch == 1


def _cut(asked: Request, carried: Carried) -> Answer:
    raise Unavailable("cut")


def _forged(hz: Node, kl: Node, channel: Channel, thief: object, first: bytes) -> object:
    """A batch of one false message after the first true one, under the stolen key."""
    from entrepot.ehx.batch import Batch
    from entrepot.ehx.checkpoint import Checkpoint
    from entrepot.ehx.merkle import leaf_hash
    from entrepot.hub.network import trees

    false = said(hz, kl, 2, first, id="forged", total="9.00")
    with kl.here():
        old = 2
        tree = trees.frontier_at(channel, old).append([leaf_hash(false)])
    head = Checkpoint(channel.origin, tree.size, tree.root)
    return Batch(channel.origin, old, tree.size, checkpoint.signed(head, thief), (false,))  # type: ignore[arg-type]


def _posted(hz: Node, kl: Node, channel: Channel, sent: object) -> Answer:
    from entrepot.ehx import batch, httpsig

    url = f"{kl.url}/ehx/v1/channels/{channel.cid}/entries"
    made = Request("POST", url, {"Content-Type": batch.MEDIA_TYPE}, sent.to_bytes())  # type: ignore[attr-defined]
    with hz.here():
        return kl.door(httpsig.sign_request(made, own.keys().http, now=int(clock.wall().timestamp())))
