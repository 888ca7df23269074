"""Whatever the line does, and whenever: both hubs end with the same channels, and each message was heard once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.ehx.httpsig import Request
from entrepot.hub.network import (
    actions,
    budget,
    carrying,
    own,
    receiver,
    recovery,
    sender,
    sequencer,
    soundness,
)
from entrepot.hub.network.models import Channel, Incident, Peer
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable
from tests.cast import NOON
from tests.hub.network.hostile import heads
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import Carried, once, settle


def lost_on_the_way(asked: Request, carried: Carried) -> Answer:
    raise Unavailable("request lost")


def answer_lost(asked: Request, carried: Carried) -> Answer:
    carried(asked)
    raise Unavailable("answer lost")


def receiver_dies_before_commit(asked: Request, carried: Carried) -> Answer:
    """Killed between the rows and the receipt: nothing of it may be seen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receiver, "_countersigned", lambda *_: (_ for _ in ()).throw(OSError("killed")))
        return carried(asked)


def delivered_twice(asked: Request, carried: Carried) -> Answer:
    carried(asked)
    return carried(asked)


def answered_by_a_proxy(asked: Request, carried: Carried) -> Answer:
    return Answer(502, b"<html>")


FAULTS = [lost_on_the_way, answer_lost, delivered_twice, answered_by_a_proxy, receiver_dies_before_commit]
ON_THE_LINE = ["cut", "one way", "mended", "an old request comes again", "batches out of order"]
AT_THE_HUBS = ["hz works", "kl works", "hz starts anew", "a sender dies while signing", "hz changes its log key"]
STEPS = ["tell", "tell of another", *ON_THE_LINE, *AT_THE_HUBS, "kl fetches", "a file is carried", *FAULTS]


@given(steps=st.lists(st.sampled_from(STEPS), max_size=16))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_interleaving_ends_alike_on_both_hubs(pair: Line, hz: Node, kl: Node, steps: list[object]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sender, "FIRST_PAUSE", 0.0)
        patch.setattr(sender, "_retry_after", lambda _: 0.0)  # whoever could keep nothing asks for half a minute
        patch.setattr(recovery, "FIRST_PAUSE", 0.0)
        patch.setattr(budget.REQUESTS, "pause", 1e-9)
        for step in steps:
            if callable(step):
                pair.fault = once(step)
            else:
                STEP[str(step)](pair, hz, kl)
        pair.fault = None
        settle(hz, kl)
    heard = [(message.subject, message.data["total"]) for message in kl.heard]
    assert sorted(heard) == sorted(TOLD)
    assert [each for each in heard if each[0] == "6CN-ONE"] == [each for each in TOLD if each[0] == "6CN-ONE"]
    assert heads(hz) == heads(kl)
    for node in (hz, kl):
        with node.here():
            assert Incident.objects.count() == 0
            assert soundness.unsound() == []


def tell(hz: Node, subject: str) -> None:
    said = len(TOLD)
    hz.tell("order.placed.v1", subject, at=NOON + timedelta(seconds=said), total=str(said))
    TOLD.append((subject, str(said)))


def old_request(pair: Line) -> None:
    if old := pair.entries():
        Line.carried(pair, replace(old[len(old) // 2]))


def out_of_order(pair: Line, hz: Node) -> None:
    """The last batch comes before the one that it follows."""
    for asked in reversed([each for each in pair.entries() if hz.channel("trade").cid in each.url][-2:]):
        Line.carried(pair, replace(asked))


def line_is(pair: Line, reached: set[str]) -> None:
    def carried_if_reached(asked: Request, carried: Carried) -> Answer:
        if urlsplit(asked.url).netloc not in reached:
            raise Unavailable(asked.url)
        return carried(asked)

    pair.fault = carried_if_reached


def dies_while_signing(hz: Node) -> None:
    tell(hz, "6CN-ONE")
    with hz.here(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sequencer.checkpoint, "signed", lambda *_: (_ for _ in ()).throw(OSError("killed")))
        with pytest.raises(OSError, match="killed"):
            sequencer.sequence(Channel.objects.get(name="trade", direction="out"))


def changes_its_key(hz: Node) -> None:
    with hz.here():
        if "log" not in own.keys().leaving:
            actions.rotate_key("log", by=hz.by())


def fetches(kl: Node) -> None:
    with kl.here(), suppress(Unavailable):
        actions.fetch(Peer.objects.get(), by=kl.by())


def carries(hz: Node, kl: Node) -> None:
    with hz.here():
        bag = carrying.packed(Peer.objects.get())
    with kl.here():
        back = carrying.unpacked(bag).back if bag else b""
    if back:
        with hz.here():
            carrying.unpacked(back)


STEP: dict[str, Callable[[Line, Node, Node], object]] = {
    "tell": lambda pair, hz, kl: tell(hz, "6CN-ONE"),
    "tell of another": lambda pair, hz, kl: tell(hz, f"6CN-{len(TOLD)}"),
    "an old request comes again": lambda pair, hz, kl: old_request(pair),
    "batches out of order": lambda pair, hz, kl: out_of_order(pair, hz),
    "cut": lambda pair, hz, kl: line_is(pair, set()),
    "one way": lambda pair, hz, kl: line_is(pair, {hz.host}),
    "mended": lambda pair, hz, kl: line_is(pair, {hz.host, kl.host}),
    "hz works": lambda pair, hz, kl: hz.work(),
    "kl works": lambda pair, hz, kl: kl.work(),
    "hz starts anew": lambda pair, hz, kl: recovery.forget(),
    "a sender dies while signing": lambda pair, hz, kl: dies_while_signing(hz),
    "hz changes its log key": lambda pair, hz, kl: changes_its_key(hz),
    "kl fetches": lambda pair, hz, kl: fetches(kl),
    "a file is carried": lambda pair, hz, kl: carries(hz, kl),
}


TOLD: list[tuple[str, str]] = []


@pytest.fixture(autouse=True)
def nothing_told() -> None:
    TOLD.clear()
