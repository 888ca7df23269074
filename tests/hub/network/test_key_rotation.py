"""Keys follow one another, and a peer that was away for long is not believed to know them (failures 27, 28, 30, 31)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from entrepot.ehx import httpsig, identity, keyring, tlogproof
from entrepot.ehx.httpsig import Request
from entrepot.ehx.keys import ROLES, Role
from entrepot.ehx.note import Note
from entrepot.ehx.refusal import code_of
from entrepot.hub.events import clock
from entrepot.hub.network import actions, own, queries, rotation, sender, statements
from entrepot.hub.network.models import Channel, Head, Leaf, OwnStatement, Peer
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused, Unavailable
from tests import cast
from tests.cast import NOON
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import Carried, all_is_well, incidents, settle


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


@pytest.fixture
def days(monkeypatch: pytest.MonkeyPatch) -> Days:
    return Days(monkeypatch)


class Days:
    """Lets days pass outside the hubs."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch, self.real = patch, clock.wall

    def passed(self, days: float) -> None:
        def wall() -> datetime:
            return self.real() + timedelta(days=days)

        self.patch.setattr(clock, "wall", wall)


def tell(hz: Node, number: int) -> None:
    hz.tell("order.placed.v1", at=NOON + timedelta(seconds=number), total=f"{number}.00")


def rotate(node: Node, role: Role) -> None:
    with node.here():
        actions.rotate_key(role, by=node.by())


def silent(asked: Request, carried: Carried) -> Answer:
    raise Unavailable("away")


@pytest.mark.parametrize("role", ROLES)
def test_28_every_key_can_be_changed_while_messages_flow(pair: Line, hz: Node, kl: Node, role: Role) -> None:
    before = getattr(_keys(hz), role).verifier
    tell(hz, 1)
    rotate(hz, role)
    tell(hz, 2)
    kl.tell("declaration.imported.v1", subject="6MY-1")
    all_is_well(hz, kl, "1.00", "2.00")
    assert [message.kind for message in hz.heard] == ["declaration.imported.v1"]
    assert getattr(_keys(hz), role).verifier != before
    assert kl.peer().statement_seq == _said(hz).seq == 2
    assert incidents(hz) == incidents(kl) == []


def test_28_both_keys_sign_until_the_old_one_goes(pair: Line, hz: Node, kl: Node, days: Days) -> None:
    old = _keys(hz).log.verifier
    rotate(hz, "log")
    tell(hz, 1)
    settle(hz, kl)
    assert _signers(hz) == [old.id, _keys(hz).log.verifier.id]
    days.passed(31)
    with hz.here():
        assert rotation.finish_due(by=hz.by()) == 1
        assert rotation.finish_due(by=hz.by()) == 0
    tell(hz, 2)
    all_is_well(hz, kl, "1.00", "2.00")
    assert _signers(hz) == [_keys(hz).log.verifier.id]
    assert not (hz.home / "keys" / "ehx" / "log-leaving.pem").exists()
    assert old in _said(hz).log  # listed for ever with its end: what it signed can still be checked
    assert incidents(hz) == incidents(kl) == []


def test_28_what_was_countersigned_under_old_keys_is_proved_under_the_keys_listed_now(
    pair: Line, hz: Node, kl: Node, days: Days
) -> None:
    tell(hz, 1)
    settle(hz, kl)
    with hz.here():
        leaf = Leaf.objects.get(kind="order.placed.v1")
        before = queries.proof_file(leaf)
    for node, role in ((hz, "log"), (kl, "cosign")):
        rotate(node, role)  # type: ignore[arg-type]
    tell(hz, 2)
    settle(hz, kl)
    with hz.here():
        during = queries.proof_file(leaf)
    days.passed(31)
    for node in (hz, kl):
        with node.here():
            assert rotation.finish_due(by=node.by()) == 1
    tell(hz, 3)
    settle(hz, kl)
    with hz.here():
        after = queries.proof_file(leaf)
        sender_said, receiver_said = own.statement(), Peer.objects.get().said
    for text in (before, during, after):
        head, _ = tlogproof.verify(text, bytes(leaf.body), log=sender_said.log, cosign=receiver_said.cosign)
        assert head.origin == "hz.example/ehx/kl.example/trade/1"


def test_28_a_peer_that_was_away_for_29_days_goes_on_by_itself(pair: Line, hz: Node, kl: Node, days: Days) -> None:
    pair.fault = silent
    rotate(hz, "log")
    for number in (1, 2):
        tell(hz, number)
        hz.work()
    days.passed(29)
    pair.fault = None
    with hz.here():
        Channel.objects.update(next_try=None)
    all_is_well(hz, kl, "1.00", "2.00")
    assert kl.peer().statement_seq == 2
    assert [kind for kind in incidents(kl) if kind != "peer-silent"] == []


def test_28_a_peer_that_was_away_for_31_days_needs_its_operator_and_nothing_is_lost(
    pair: Line, hz: Node, kl: Node, days: Days
) -> None:
    pair.fault = silent
    rotate(hz, "log")
    tell(hz, 1)
    hz.work()
    days.passed(31)
    with hz.here():
        assert rotation.finish_due(by=hz.by()) == 0  # nobody has countersigned the new key
    assert "rotation-overdue" in incidents(hz)
    pair.fault = None
    with hz.here():
        Channel.objects.update(next_try=None)
    settle(hz, kl)
    assert [message.data["total"] for message in kl.heard] == ["1.00"]  # under the old key, which still signs
    assert incidents(kl) == ["keys-need-operator"]
    assert kl.peer().statement_seq == 1
    thumbprint = hz.thumbprint()
    with kl.here():
        with pytest.raises(NotYours):
            actions.confirm(Peer.objects.get(), thumbprint, by=cast.stranger())
        with pytest.raises(Refused) as refused:
            actions.confirm(Peer.objects.get(), "0000", by=kl.by())
        assert code_of(refused.value) == "thumbprint-differs"
        assert Peer.objects.get().statement_seq == 1
        actions.confirm(Peer.objects.get(), thumbprint, by=kl.by())
    tell(hz, 2)
    all_is_well(hz, kl, "1.00", "2.00")
    with hz.here():
        assert rotation.finish_due(by=hz.by()) == 1
    tell(hz, 3)
    all_is_well(hz, kl, "1.00", "2.00", "3.00")


def test_an_old_key_may_be_let_go_by_hand_and_the_peer_learns_the_new_one(pair: Line, hz: Node, kl: Node) -> None:
    pair.fault = silent
    rotate(hz, "log")
    tell(hz, 1)
    hz.work()
    with hz.here():
        actions.finish_rotation("log", by=hz.by())
        Channel.objects.update(next_try=None)
    pair.fault = None
    with kl.here():
        Peer.objects.update(fetched_at=clock.wall() - timedelta(minutes=2))
    tell(hz, 2)
    settle(hz, kl)
    assert kl.peer().statement_seq == _said(hz).seq
    with hz.here():
        for channel in Channel.objects.filter(state="stopped"):
            actions.reopen(channel, by=hz.by())
    all_is_well(hz, kl, "1.00", "2.00")


def test_a_second_rotation_waits_for_the_first_and_a_stranger_rotates_nothing(pair: Line, hz: Node) -> None:
    with hz.here():
        with pytest.raises(NotYours):
            actions.rotate_key("log", by=cast.stranger())
        assert OwnStatement.objects.count() == 1
        actions.rotate_key("log", by=hz.by())
        with pytest.raises(NotAllowedNow):
            actions.rotate_key("log", by=hz.by())
        assert OwnStatement.objects.count() == 2


def test_27_a_stolen_web_key_is_replaced_at_once_and_looked_up_once(pair: Line, hz: Node, kl: Node) -> None:
    tell(hz, 1)
    settle(hz, kl)
    captured = pair.entries()[0]
    with hz.here():
        stolen = own.keys().http
        actions.replace_stolen_key("http", by=hz.by())
    with kl.here():
        Peer.objects.update(fetched_at=clock.wall() - timedelta(minutes=2))
    tell(hz, 2)
    pair.passed.clear()
    all_is_well(hz, kl, "1.00", "2.00")
    assert sum("openid-federation" in asked.url for asked in pair.passed) == 1
    forged = Request("POST", captured.url, {"Content-Type": captured.headers["Content-Type"]}, captured.body)
    httpsig.sign_request(forged, stolen, now=int(clock.wall().timestamp()))
    assert kl.door(forged).status == 401


def test_27_an_answer_under_a_new_web_key_is_looked_up_and_no_alarm(pair: Line, hz: Node, kl: Node) -> None:
    with kl.here():
        actions.replace_stolen_key("http", by=kl.by())
    with hz.here():
        Peer.objects.update(fetched_at=clock.wall() - timedelta(minutes=2))
    tell(hz, 1)
    all_is_well(hz, kl, "1.00")
    assert incidents(hz) == []


def test_30_a_stolen_root_cannot_bring_another_successor_than_the_one_announced(
    pair: Line, hz: Node, kl: Node, tmp_path: object
) -> None:
    held = kl.peer().statement
    with hz.here():
        thief = replace(keyring.KeyRing.generate(hz.host), root=own.keys().root)
        facts = own.facts()
    forged = identity.issue(facts, thief, seq=9, now=int(clock.wall().timestamp()))
    pair.fault = lambda asked, carried: Answer(200, forged.encode())
    with kl.here():
        Peer.objects.update(fetched_at=clock.wall() - timedelta(days=2))
        assert statements.refreshed(Peer.objects.get()) is False
    assert kl.peer().statement == held
    assert incidents(kl) == ["statement-refused"]


def test_30_after_the_theft_of_the_root_the_key_announced_follows_it(pair: Line, hz: Node, kl: Node) -> None:
    announced = _keys(hz).next_root
    assert announced is not None
    with hz.here():
        actions.replace_stolen_key("root", by=hz.by())
    assert _keys(hz).root.verifier == announced.verifier
    tell(hz, 1)
    all_is_well(hz, kl, "1.00")
    assert kl.peer().thumbprint == _said(hz).thumbprint
    assert kl.peer().said.next_root is not None


@pytest.mark.parametrize("wrong", ["lower", "expired", "host", "elsewhere"])
def test_31_a_statement_that_may_not_follow_is_refused(pair: Line, hz: Node, kl: Node, wrong: str) -> None:
    rotate(hz, "http")
    settle(hz, kl)
    held = kl.peer().statement
    with hz.here():
        ring, facts, now = own.keys(), own.facts(), int(clock.wall().timestamp())
        first = OwnStatement.objects.get(seq=1).raw
    stranger = keyring.KeyRing.generate(hz.host)
    given = {
        "lower": first,
        "expired": identity.issue(facts, ring, seq=9, now=now - 31 * 24 * 3600),
        "host": _of_another_host(facts, now),
        "elsewhere": identity.issue(facts, stranger, seq=9, now=now),
    }[wrong]
    pair.fault = lambda asked, carried: Answer(200, given.encode())
    with kl.here():
        with pytest.raises(Refused) as refused:
            statements.refresh(Peer.objects.get())
        assert code_of(refused.value) == "statement-refused"
    assert kl.peer().statement == held


def test_31_a_statement_counts_until_its_end_and_thirty_days_more(pair: Line, hz: Node, kl: Node, days: Days) -> None:
    pair.fault = lambda asked, carried: (
        silent(asked, carried) if asked.method == "GET" else carried(asked)
    )  # neither can look at the other's newest statement
    days.passed(59)
    tell(hz, 1)
    settle(hz, kl)
    assert [message.data["total"] for message in kl.heard] == ["1.00"]
    days.passed(61)
    tell(hz, 2)
    settle(hz, kl)
    assert [message.data["total"] for message in kl.heard] == ["1.00"]
    assert "statement-expired" in incidents(hz)
    pair.fault = None
    days.passed(61.01)
    all_is_well(hz, kl, "1.00", "2.00")


def _of_another_host(facts: identity.HubFacts, now: int) -> str:
    ring = keyring.KeyRing.generate("xx.example")
    moved = replace(facts, entity="https://xx.example", base="https://xx.example/ehx/v1")
    return identity.issue(moved, ring, seq=9, now=now)


def _keys(node: Node) -> keyring.KeyRing:
    with node.here():
        return own.keys()


def _said(node: Node) -> identity.Statement:
    with node.here():
        return own.statement()


def _signers(node: Node) -> list[bytes]:
    with node.here():
        newest = Head.objects.filter(channel__name="trade", channel__direction="out").order_by("-size")[0]
    return [line.key_id for line in Note.parse(newest.checkpoint).signatures]
