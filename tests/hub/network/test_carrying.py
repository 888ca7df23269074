"""Without a line between them: messages fetched by the one side, or carried as a file and the receipts carried back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entrepot.ehx.httpsig import Request
from entrepot.hub.network import actions, carrying, sender
from entrepot.hub.network.models import Channel, Leaf, Peer
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import NotYours, Refused, Unavailable
from tests import cast
from tests.cast import NOON
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import Carried, all_is_well, incidents, settle


def tell(hz: Node, number: int) -> None:
    hz.tell("order.placed.v1", at=NOON + timedelta(seconds=number), total=f"{number}.00")


def packed(node: Node) -> bytes:
    with node.here():
        return carrying.packed(Peer.objects.get())


def unpacked(node: Node, raw: bytes) -> carrying.Unpacked:
    with node.here():
        return carrying.unpacked(raw)


@pytest.fixture
def no_line(pair: Line) -> Line:
    def cut(asked: Request, carried: Carried) -> Answer:
        raise Unavailable("no line")

    pair.fault = cut
    return pair


def test_a_file_is_carried_and_its_receipts_are_carried_back(no_line: Line, hz: Node, kl: Node) -> None:
    for number in (1, 2, 3):
        tell(hz, number)
    bag = packed(hz)
    came = unpacked(kl, bag)
    assert (came.messages, came.refused) == (3, [])
    kl.work()
    assert [message.data["total"] for message in kl.heard] == ["1.00", "2.00", "3.00"]
    assert hz.channel("trade").acked == 1
    back = unpacked(hz, came.back)
    assert (back.receipts, back.refused) == (1, [])
    assert hz.channel("trade").acked == 4
    answer = unpacked(hz, packed(kl))  # a business receipt for each, and once more the transport receipts
    assert (answer.messages, answer.receipts, answer.refused) == (3, 0, [])
    hz.work()
    with hz.here():
        assert set(Leaf.objects.filter(kind="order.placed.v1").values_list("outcome", flat=True)) == {"accepted"}


def test_a_file_may_be_read_twice_and_mixed_with_the_line(no_line: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    bag = packed(hz)
    first, again = unpacked(kl, bag), unpacked(kl, bag)
    assert (first.messages, again.messages) == (1, 0)
    assert first.back == again.back
    no_line.fault = None
    with hz.here():
        Channel.objects.update(next_try=None)
    tell(hz, 2)
    all_is_well(hz, kl, "1.00", "2.00")
    assert unpacked(hz, first.back).receipts == 0


def test_many_messages_are_carried_as_many_batches(no_line: Line, hz: Node, kl: Node) -> None:
    for number in range(1, 8):
        tell(hz, number)
        packed(hz)  # each time a head of its own
    assert unpacked(kl, packed(hz)).messages == 7
    kl.work()
    assert len(kl.heard) == 7


def test_a_file_with_a_changed_letter_brings_nothing(no_line: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    bag = packed(hz).replace(b'"total":"1.00"', b'"total":"9.00"')
    found = unpacked(kl, bag)
    assert (found.messages, found.refused) == (0, [("hz.example/ehx/kl.example/trade/1", "bad-batch")])
    assert kl.channel("trade", "in").size == 1
    assert incidents(kl) == ["root-mismatch"]
    with pytest.raises(Refused):
        unpacked(kl, bag[:-1])
    with pytest.raises(Refused):
        unpacked(kl, b"[]\n")


def test_a_file_for_another_hub_or_a_forged_receipt_is_refused_in_its_place(no_line: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    bag = packed(hz)
    assert [code for _, code in unpacked(hz, bag).refused] == ["bad-batch"] * len(unpacked(hz, bag).refused)
    receipt = unpacked(kl, bag).back
    assert unpacked(hz, receipt.replace(b"trade/1\\n2", b"trade/1\\n1")).refused
    assert hz.channel("trade").acked == 1
    assert unpacked(hz, receipt).receipts == 1


def test_a_hub_that_cannot_be_called_fetches_and_hands_in_its_receipts(pair: Line, hz: Node, kl: Node) -> None:
    def one_way(asked: Request, carried: Carried) -> Answer:
        if asked.url.startswith(kl.url):
            raise Unavailable("nobody can call kl")
        return carried(asked)

    pair.fault = one_way
    for number in (1, 2):
        tell(hz, number)
        hz.work()
    with kl.here():
        with pytest.raises(NotYours):
            actions.fetch(Peer.objects.get(), by=cast.stranger())
        assert actions.fetch(Peer.objects.get(), by=kl.by()) == 2
        assert actions.fetch(Peer.objects.get(), by=kl.by()) == 0
    kl.work()
    assert [message.data["total"] for message in kl.heard] == ["1.00", "2.00"]
    assert hz.channel("trade").acked == 3
    settle(kl, hz)
    with hz.here():
        assert set(Leaf.objects.filter(kind="order.placed.v1").values_list("outcome", flat=True)) == {"accepted"}


def test_a_receipt_that_does_not_hold_is_not_taken_at_the_door(
    pair: Line, hz: Node, kl: Node, monkeypatch: pytest.MonkeyPatch
) -> None:
    from entrepot.ehx import httpsig
    from entrepot.hub.events import clock
    from entrepot.hub.network import own

    monkeypatch.setattr(sender, "push", lambda peer: 0)
    tell(hz, 1)
    hz.work()
    with hz.here():
        written = Channel.objects.get(name="trade", direction="out").heads.order_by("-size")[0].checkpoint
    url = f"{hz.url}/ehx/v1/channels/{hz.channel('trade').cid}/cosign"
    asked = Request("POST", url, {"Content-Type": "text/plain"}, written.encode())
    with kl.here():
        httpsig.sign_request(asked, own.keys().http, now=int(clock.wall().timestamp()))
    assert hz.door(asked).status == 422
    assert hz.channel("trade").acked == 1
