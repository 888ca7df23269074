"""What one hub says the other hears: once, in order, with a receipt, and with a file that proves it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from entrepot.ehx import strict, tlogproof
from entrepot.ehx.file import verify_file
from entrepot.hub.events import clock
from entrepot.hub.network import actions, inbox, own, queries
from entrepot.hub.network.models import Channel, Inbox, Leaf, Outbox, Peer
from entrepot.trade.finding import Refused
from tests.cast import NOON
from tests.hub.network.hostile import heads
from tests.hub.network.two_hubs import UCR, Line, Node


def both_work(*nodes: Node) -> None:
    while sum(node.work() for node in nodes):
        pass


def story(hz: Node, kl: Node) -> None:
    hz.tell("order.placed.v1", total="391.60")
    both_work(hz, kl)
    hz.tell("declaration.exported.v1", at=NOON + timedelta(hours=1), goods="茶壶")
    both_work(hz, kl)
    kl.tell("declaration.imported.v1", at=NOON + timedelta(hours=2), lane="green")
    both_work(hz, kl)
    hz.tell("tracking.events.v1", at=NOON + timedelta(hours=3), step="departed")
    both_work(hz, kl)


def test_a_message_is_heard_once_and_its_sender_learns_that_it_was_accepted(pair: Line, hz: Node, kl: Node) -> None:
    hz.tell("order.placed.v1", total="391.60")
    both_work(hz, kl)
    [message] = kl.heard
    assert (message.peer, message.kind, message.ucr) == ("hz.example", "order.placed.v1", UCR)
    assert (message.data, message.time) == ({"total": "391.60"}, NOON)
    with hz.here():
        assert Leaf.objects.get(ucr=UCR).outcome == "accepted"
    assert heads(hz) == heads(kl)


def test_telling_the_same_thing_twice_sends_it_once(pair: Line, hz: Node, kl: Node) -> None:
    for _ in range(2):
        hz.tell("order.placed.v1", cause="event-1", total="391.60")
    hz.tell("order.placed.v1", cause="event-2", total="400.00")
    both_work(hz, kl)
    assert [message.data["total"] for message in kl.heard] == ["391.60", "400.00"]
    assert [message.cause for message in kl.heard] == ["event-1", "event-2"]


def test_without_a_cause_the_same_words_at_the_same_time_are_sent_once(pair: Line, hz: Node, kl: Node) -> None:
    for at in (NOON, NOON, NOON + timedelta(seconds=1)):
        hz.tell("order.placed.v1", at=at, total="391.60")
    both_work(hz, kl)
    assert len(kl.heard) == 2


def test_a_message_rolled_back_with_its_change_was_never_said(pair: Line, hz: Node, kl: Node) -> None:
    from django.db import transaction

    with hz.here(), transaction.atomic():
        actions.send("order.placed.v1", UCR, {}, peer="kl.example", by=hz.by())
        transaction.set_rollback(True)
    hz.tell("order.placed.v1", total="1.00")
    both_work(hz, kl)
    assert [message.data for message in kl.heard] == [{"total": "1.00"}]


def test_messages_about_one_parcel_keep_their_order_across_channels(pair: Line, hz: Node, kl: Node) -> None:
    """Tracking travels in another channel than customs; it still waits for what was said before it."""
    hz.tell("declaration.exported.v1")
    hz.tell("tracking.events.v1", at=NOON + timedelta(minutes=1))
    with hz.here():
        from entrepot.hub.network import sender, sequencer

        for name in ("bulk", "reg"):
            sequencer.sequence(Channel.objects.get(name=name, direction="out"))
        sender.push_channel(Channel.objects.get(name="bulk", direction="out"))
    kl.work()
    assert kl.heard == []
    both_work(hz, kl)
    assert [message.kind for message in kl.heard] == ["declaration.exported.v1", "tracking.events.v1"]


def test_many_messages_go_in_few_requests(pair: Line, hz: Node, kl: Node) -> None:
    for number in range(600):
        hz.tell("tracking.events.v1", subject=f"6CN-{number}", step=str(number))
    hz.work()
    sizes = [len(each.body.splitlines()) - 1 for each in pair.entries()]
    assert sizes == [500, 100]
    kl.work()
    assert len(kl.heard) == 600


def test_a_message_to_a_hub_that_has_not_agreed_waits(line: Line, hz: Node, kl: Node) -> None:
    thumbprint = kl.thumbprint()
    with hz.here():
        actions.peer_with(kl.url, thumbprint, by=hz.by())
    hz.tell("order.placed.v1")
    hz.work()
    with hz.here():
        assert Outbox.objects.get().leaf is None
    thumbprint = hz.thumbprint()
    with kl.here():
        actions.peer_with(hz.url, thumbprint, by=kl.by())
    both_work(hz, kl)
    assert len(kl.heard) == 1


def test_an_unknown_peer_is_refused(pair: Line, hz: Node) -> None:
    with hz.here(), pytest.raises(Refused):
        actions.send("order.placed.v1", UCR, {}, peer="xx.example", by=hz.by())


def test_a_kind_that_the_other_hub_does_not_take_is_answered_so(pair: Line, hz: Node, kl: Node) -> None:
    with hz.here():  # as long as the other has not said what it takes
        Peer.objects.update(capabilities="", asked_at=clock.wall())
    hz.tell("order.cancelled.v1")
    hz.tell("order.placed.v1", at=NOON + timedelta(minutes=1))
    both_work(hz, kl)
    with hz.here():
        told = [(leaf.kind, leaf.outcome, leaf.outcome_code) for leaf in Leaf.objects.filter(ucr=UCR).order_by("index")]
    assert told == [("order.cancelled.v1", "rejected", "unsupported-type"), ("order.placed.v1", "accepted", "")]
    assert [message.kind for message in kl.heard] == ["order.placed.v1"]


def test_both_hubs_tell_the_parcel_s_story_alike(pair: Line, hz: Node, kl: Node) -> None:
    story(hz, kl)
    told = []
    for node in (hz, kl):
        with node.here():
            told.append([(entry.hub, entry.kind, entry.hash, entry.time) for entry in queries.entries(UCR)])
            assert all(entry.countersigned for entry in queries.entries(UCR))
            told[-1].append(queries.file_root(UCR))
    assert told[0] == told[1]
    assert [each[:2] for each in told[0][:-1]] == [
        ("hz.example", "order.placed.v1"),
        ("hz.example", "declaration.exported.v1"),
        ("kl.example", "declaration.imported.v1"),
        ("hz.example", "tracking.events.v1"),
    ]


def test_either_hub_writes_the_consignment_file_and_a_third_checks_it(pair: Line, hz: Node, kl: Node) -> None:
    story(hz, kl)
    keys, files = [], []
    for node in (hz, kl):
        with node.here():
            keys.append(str(own.keys().root.verifier))
            files.append(queries.export_file(UCR))
    verdicts = [verify_file(raw, keys) for raw in files]
    assert [verdict.findings for verdict in verdicts] == [(), ()]
    assert verdicts[0].root == verdicts[1].root
    assert [entry.kind for entry in verdicts[0].entries] == [
        "order.placed.v1",
        "declaration.exported.v1",
        "declaration.imported.v1",
        "tracking.events.v1",
    ]
    assert [hub.facts.name for hub in verdicts[1].hubs] == ["KLIA e-hub", "Hangzhou e-hub"]
    assert not verify_file(files[0], keys[:1]).ok


def test_the_file_holds_only_what_both_hubs_hold(pair: Line, hz: Node, kl: Node) -> None:
    with hz.here(), pytest.raises(Refused):
        queries.export_file(UCR)
    story(hz, kl)
    hz.tell("tracking.events.v1", at=NOON + timedelta(hours=4), step="arrived")
    with hz.here():
        from entrepot.hub.network import sequencer

        sequencer.sequence(Channel.objects.get(name="bulk", direction="out"))
        assert [entry.countersigned is None for entry in queries.entries(UCR)] == [False, False, False, False, True]
        keys = [str(own.keys().root.verifier)]
        raw = queries.export_file(UCR)
    with kl.here():
        keys.append(str(own.keys().root.verifier))
    assert len(verify_file(raw, keys).entries) == 4


def test_one_message_is_proved_by_a_small_text_file(pair: Line, hz: Node, kl: Node) -> None:
    story(hz, kl)
    with hz.here():
        leaf = Leaf.objects.get(kind="declaration.exported.v1")
        text = queries.proof_file(leaf)
        log, cosign = [own.keys().log.verifier], queries.peers().get().said.cosign
        head, _ = tlogproof.verify(text, bytes(leaf.body), log=log, cosign=cosign)
    assert head.origin == "hz.example/ehx/kl.example/reg/1"


def test_a_peer_may_fetch_and_may_ask_for_proofs(pair: Line, hz: Node, kl: Node) -> None:
    from entrepot.ehx import batch
    from entrepot.ehx.encoding import unb64
    from entrepot.ehx.proof import proves_consistency, proves_inclusion
    from entrepot.hub.network import wire

    story(hz, kl)
    cid = hz.channel("reg").cid
    with kl.here():
        peer = queries.peers().get()

        def asked(what: str) -> bytes:
            answer = wire.call("GET", f"{peer.url}/channels/{cid}/{what}", peer=peer)
            assert (answer.status, answer.proved) == (200, True)
            return answer.body

        whole = batch.parse(asked("entries?from=0&limit=10"))
        mine = Channel.objects.get(cid=cid)
        leaves = [bytes(leaf.body) for leaf in mine.leaves.order_by("index")]
        assert list(whole.leaves) == leaves
        head = asked("checkpoint").decode()
        assert head == mine.heads.last().checkpoint + mine.heads.last().receipt
        from entrepot.ehx.merkle import leaf_hash, root

        said = strict.read(asked("proof?index=1&size=2"))
        nodes = [unb64(node) for node in said["proof"]]
        assert proves_inclusion(leaf_hash(leaves[1]), 1, 2, nodes, bytes(mine.root))
        said = strict.read(asked("consistency?from=1&to=2"))
        nodes = [unb64(node) for node in said["proof"]]
        assert proves_consistency(1, 2, nodes, root([leaf_hash(leaves[0])]), bytes(mine.root))
        capabilities = strict.read(wire.call("GET", f"{peer.url}/capabilities", peer=peer).body)
        assert capabilities["org.ehub.order.placed"] == [1, 1]


def test_a_stranger_is_shown_nothing_of_a_channel(pair: Line, hz: Node, kl: Node) -> None:
    from entrepot.ehx.httpsig import Request

    cid = hz.channel("reg").cid
    for what in ("entries", "checkpoint", "proof?index=0", "consistency"):
        answer = hz.door(Request("GET", f"{hz.url}/ehx/v1/channels/{cid}/{what}"))
        assert answer.status == 401


def test_the_same_keys_are_published_as_a_did(pair: Line, hz: Node) -> None:
    from entrepot.ehx.httpsig import Request

    document = strict.read(hz.door(Request("GET", f"{hz.url}/.well-known/did.json")).body)
    assert document["id"] == "did:web:hz.example"
    assert len(document["verificationMethod"]) == 3


def test_the_receiver_s_actor_is_the_peer_a_moment_after_the_message(pair: Line, hz: Node, kl: Node) -> None:
    from tests.hub.network import conftest

    seen = []
    conftest.MY["order.placed.v1"] = lambda message, by: seen.append(by)
    hz.tell("order.placed.v1")
    both_work(hz, kl)
    moment = NOON + inbox.TRANSIT
    assert [(by.kind, by.ref, by.name, by.at) for by in seen] == [("peer", "hz.example", "Hangzhou e-hub", moment)]
    with kl.here():
        assert Inbox.objects.get(kind="order.placed.v1").state == "done"
