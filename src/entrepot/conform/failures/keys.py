"""27 to 31: keys that go, by plan or by theft, and statements that may not follow."""

from __future__ import annotations

from dataclasses import replace

from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.line import cut
from entrepot.conform.hubs.two import Two, incidents, totals
from entrepot.conform.outside import Outside
from entrepot.conform.peer.reference import STATEMENT
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx import identity
from entrepot.ehx.identity import HubFacts
from entrepot.ehx.keyring import KeyRing
from entrepot.hub.network import actions, own
from entrepot.hub.network.models import Peer

HOUR, DAY = 3600, 24 * 3600
FIVE_DAYS = 5 * DAY  # how often a hub is looked at while a month passes
MINUTE = 61


@failure(27, "An http key is revoked while requests are under way; requests by a key that nobody knows.")
def unknown_key(trial: Trial) -> str:
    outside = trial.outside()
    inside = outside.within("the hub looks at a statement at most once a minute, which only a clock of ours lets pass")
    peer = outside.peer
    inside.hands.move(MINUTE)
    under_way = peer.request("trade", peer.logs["trade"].with_more([peer.message("9.00")]).batch(1))
    old = peer.keys
    peer.keys = replace(old, http=KeyRing.generate(peer.host).http)
    peer.publish(seq=2)
    peer.asked.clear()
    same("the first request by the new key", peer.say("trade", peer.message("1.00")).status, 200)
    same("a request by the revoked key that was under way", peer.way(under_way).told, (401, "sig-key-unknown"))
    stranger = replace(peer.keys, http=KeyRing.generate(peer.host).http)
    true, peer.keys = peer.keys, stranger
    inside.hands.move(MINUTE)
    answers = {peer.post("trade", peer.logs["trade"].batch(1)).told for _ in range(50)}
    peer.keys = true
    same("50 requests by a key that nobody knows", answers, {(401, "sig-key-unknown")})
    looked = sum(each.url.endswith(STATEMENT) for each in peer.asked)
    same("looks at the statement", looked, 2)
    return f"1 look for the new key, 1 for 50 unknown ones, the revoked key refused; {outside.end('1.00')}"


@failure(28, "The log key is changed as planned under load, with the peer away for 29 and for 31 days.")
def planned_rotation(trial: Trial) -> str:
    two = trial.two()
    for number in range(30):
        two.hz.tell(f"{number}", subject=f"6CN-{number % 4}")
        if number == 15:
            _rotated(two.hz)
        two.hz.work()
    under_load = two.end()
    away, needed = _away(trial, 29), _away(trial, 31)
    return f"under load {under_load}; away 29 days: {away}; away 31 days: {needed}"


@failure(30, "A statement with a stolen root key that does not name the key announced to follow it.")
def stolen_root(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    thief = replace(KeyRing.generate(peer.host), root=peer.keys.root)
    successor = replace(KeyRing.generate(peer.host), root=KeyRing.generate(peer.host).root)
    for name, ring in (("names another successor", thief), ("is signed by another root", successor)):
        refused = _published(outside, identity.issue(_facts(outside), ring, seq=9, now=peer.now), ring)
        same(f"a request under a statement that {name}", refused, (401, "sig-key-unknown"))
    assert peer.keys.next_root is not None
    follows = replace(peer.keys, root=peer.keys.next_root, next_root=KeyRing.generate(peer.host).root)
    accepted = _published(outside, identity.issue(_facts(outside), follows, seq=9, now=peer.now), follows)
    holds(accepted[0] == 200, f"the key that was announced is answered with {accepted}")
    peer.keys = replace(follows, http=follows.http)
    outside.expect("statement-refused")
    return f"2 forgeries refused, the announced successor accepted; {outside.end()}"


@failure(31, "A lower statement number, an expired statement, a changed host, another hub at the peer's address.")
def false_statements(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    facts, fresh = _facts(outside), replace(peer.keys, http=KeyRing.generate(peer.host).http)
    moved = replace(facts, entity="https://moved.example", base="https://moved.example/ehx/v1")
    other = KeyRing.generate(peer.host)
    false = {
        "a lower number": (identity.issue(facts, fresh, seq=0, now=peer.now), fresh),
        "expired": (identity.issue(facts, fresh, seq=9, now=peer.now - 31 * DAY), fresh),
        "of another host": (identity.issue(moved, KeyRing.generate("moved.example"), seq=9, now=peer.now), fresh),
        "of another hub at this address": (identity.issue(facts, other, seq=9, now=peer.now), other),
    }
    for what, (raw, ring) in false.items():
        same(f"a request under a statement that is {what}", _published(outside, raw, ring), (401, "sig-key-unknown"))
    same("a request under the statement held", peer.say("trade", peer.message("1.00")).status, 200)
    outside.expect("statement-refused")
    return f"{len(false)} statements refused, the one held goes on; {outside.end('1.00')}"


def _facts(outside: Outside) -> HubFacts:
    return outside.peer.statement.facts


def _published(outside: Outside, raw: str, ring: KeyRing) -> tuple[int, str]:
    """What a request gets that is signed by a key of a new statement; the true statement is put back afterwards."""
    inside = outside.within("the hub looks at a statement at most once a minute, which only a clock of ours lets pass")
    peer = outside.peer
    inside.hands.move(MINUTE)
    before, keys = peer.published, peer.keys
    peer.published, peer.keys = raw, replace(keys, http=ring.http)
    answer = peer.post("trade", peer.logs["trade"].batch(0))
    peer.keys = keys
    if answer.status != 200:
        peer.published = before
    return answer.told


def _rotated(hub: Hub) -> None:
    with hub.here():
        actions.rotate_key("log", by=hub.by())


def _away(trial: Trial, days: int) -> str:
    """The peer hears nothing for so many days: soon enough it goes on by itself, too late it needs its operator."""
    two = trial.two()
    with two.line.at_fault(cut):
        _rotated(two.hz)
        two.hz.tell("1")
        two.through(days * DAY, FIVE_DAYS)
        with two.hz.here():
            holds(own.keys().leaving, "the old key went although the peer did not know the new one")
    two.through(2 * HOUR)
    same("what came under the old key, which still signs", totals(two.kl), ["1"])
    needs = days > 30
    same("alarms of the peer", incidents(two.kl), ["keys-need-operator"] if needs else [])
    if needs:
        _confirmed(two)
    two.hz.tell("2")
    two.expect(two.hz, "peer-silent", *(["rotation-overdue"] if needs else []))
    two.expect(two.kl, *(["keys-need-operator"] if needs else []))
    seen = two.end()
    two.through(31 * DAY, FIVE_DAYS)
    with two.hz.here():
        holds(not own.keys().leaving, "the old key did not go when everybody knew the new one")
    return f"{'operator needed, then ' if needs else 'by itself '}{seen}"


def _confirmed(two: Two) -> None:
    """The operator of the peer has compared the root key again."""
    thumbprint = two.hz.thumbprint()
    with two.kl.here():
        actions.confirm(Peer.objects.get(), thumbprint, by=two.kl.by())
