"""38 and 39: hubs of different versions, and a hub that is upgraded while it works."""

from __future__ import annotations

from entrepot.conform.hubs import sqlite
from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.two import Two, heads, pushed, totals
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx import strict
from entrepot.hub.network.models import Leaf, Outbox, Peer

ORDER, NEXT_ORDER, TRACKING = "order.placed.v1", "order.placed.v2", "tracking.events.v1"


@failure(38, "A new optional field; a kind that the receiver no longer takes; two majors of a kind side by side.")
def other_versions(trial: Trial) -> str:
    seen = _new_field(trial)
    if not trial.has_hubs:
        return seen
    return f"{seen}; {_dropped(trial)}; {_two_majors(trial)}"


@failure(39, "A rolling upgrade: workers of two versions take turns, and a migration holds the database.")
def rolling_upgrade(trial: Trial) -> str:
    two = trial.two()
    old, new = two.kl.effects.kinds - {TRACKING}, set(two.kl.effects.kinds)
    for number in range(24):
        two.kl.effects.kinds = new if number % 2 else old
        kind = TRACKING if number % 3 == 0 else ORDER
        two.hz.tell(f"{number}", kind=kind, subject=f"6CN-{kind[0]}-{number % 4}")
        if number % 6 == 0:
            _ask_again(two.hz)
        if number % 8 == 0:
            _while_a_migration_runs(two)
        two.hz.work()
        two.kl.work()
        two.hands.move(30)
    two.kl.effects.kinds = new
    _ask_again(two.hz)
    two.settle()
    with two.hz.here():
        refused = Leaf.objects.filter(outcome="rejected")
        codes = set(refused.values_list("outcome_code", flat=True))
        two.refused = refused.count()
    holds(codes <= {"unsupported-type"}, f"refused as {codes}")
    holds(two.refused <= 4, f"{two.refused} of 24 messages refused during the upgrade")
    return f"{two.refused} refused as of a kind not taken and told so, the rest once: {two.end()}"


def _new_field(trial: Trial) -> str:
    """A field that the receiver does not know is kept in the bytes and ignored."""
    outside = trial.outside()
    peer = outside.peer
    value = strict.read(peer.message("1.00"))
    newer = strict.line({**value, "ehxnewer": "x", "data": {**value["data"], "gift": "yes"}})
    start = peer.logs["trade"].size
    answer = peer.say("trade", newer)
    same("the receipt over a message with a new field", peer.receipted(answer), start + 1)
    if outside.inside is not None:
        same("a message with a new field", outside.outcomes("trade", start + 1)[start], ("accepted", ""))
        with outside.inside.hub.here():
            kept = bytes(Leaf.objects.get(channel__name="trade", channel__direction="in", index=start).body)
        holds(kept == newer, "the bytes of a message with a new field were changed")
    return f"a new field kept and ignored, {outside.end('1.00')}"


def _dropped(trial: Trial) -> str:
    """What the peer does not take waits at its sender with the reason, and goes when it is taken again."""
    two = trial.two()
    two.kl.effects.kinds = two.kl.effects.kinds - {ORDER}
    _ask_again(two.hz)
    two.hz.work()
    two.hz.tell("1")
    two.hz.tell("2", subject="6CN-OTHER", kind=TRACKING)
    two.settle()
    same("taken meanwhile", totals(two.kl), ["2"])
    with two.hz.here():
        held = list(Outbox.objects.filter(leaf=None).values_list("kind", "held"))
    same("held back", held, [(ORDER, "not-taken-by-peer")])
    two.kl.effects.kinds = two.kl.effects.kinds | {ORDER}
    _ask_again(two.hz)
    return f"a kind no longer taken was held back with its reason, then {two.end()}"


def _two_majors(trial: Trial) -> str:
    two = trial.two()
    for hub in two.hubs:
        hub.effects.kinds = hub.effects.kinds | {NEXT_ORDER}
    _ask_again(two.hz)
    for number in range(6):
        two.hz.tell(f"{number}", kind=NEXT_ORDER if number % 2 else ORDER)
    return f"two majors side by side: {two.end()}"


def _ask_again(hub: Hub) -> None:
    """Let the hub ask what its peer takes, although it has asked today."""
    with hub.here():
        Peer.objects.update(asked_at=None)


def _while_a_migration_runs(two: Two) -> None:
    """Another process holds the receiver's database; nothing is lost, and the sender comes again."""
    before = heads(two.kl)
    other = sqlite.connection(two.kl.home)
    with two.kl.connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 20")
    with other.cursor() as cursor:
        cursor.execute("BEGIN IMMEDIATE")
        two.line.forget()
        pushed(two.hz)
        cursor.execute("ROLLBACK")
    other.close()
    two.kl.connection.close()
    holds(all(each.status in (200, 503) for each in two.line.answers), "a migration was answered with a fault")
    same("what the receiver holds while a migration runs", heads(two.kl), before)
