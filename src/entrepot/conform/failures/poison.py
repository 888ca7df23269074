"""22 and 23: messages that their handler cannot take."""

from __future__ import annotations

from entrepot.conform.hubs.injected import put
from entrepot.conform.hubs.two import Two, incidents, totals
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import same
from entrepot.hub.events import Actor
from entrepot.hub.network import actions, limits, queries
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import Inbox, Leaf


@failure(22, "Poison: the handler raises, loops for ever, or asks for all memory.")
def poison(trial: Trial) -> str:
    two = trial.two()
    two.kl.effects.first = _poisonous
    for total in ("raises", "loops", "all-memory"):
        two.hz.tell(total, subject=f"6CN-{total}")
    two.hz.tell("7.00", subject="6CN-FINE")
    two.hz.tell("8.00", kind="declaration.exported.v1", subject="6CN-OTHER-CHANNEL")
    began = two.hands.shows
    with put(limits, LONGEST=0.05):  # instead of a minute, eight times over
        two.settle()
    same("what took effect meanwhile", sorted(totals(two.kl)), ["7.00", "8.00"])
    with two.kl.here():
        parked = {row.subject: (row.tries, row.code) for row in queries.parked()}
    same("tries", {tries for tries, _ in parked.values()}, {8})
    same("parked", sorted(parked), ["6CN-all-memory", "6CN-loops", "6CN-raises"])
    with two.hz.here():
        outcomes = dict(Leaf.objects.filter(kind="order.placed.v1").values_list("ucr", "outcome"))
    same("what the sender was told", sorted(outcomes.values()), ["accepted", "parked", "parked", "parked"])
    two.kl.effects.first = None
    _retried(two)
    two.expect(two.kl, "message-parked")
    hours = (two.hands.shows - began).total_seconds() / 3600
    codes = ", ".join(sorted(code for _, code in parked.values()))
    return f"parked after 8 tries in {hours:.1f} hours ({codes}), others went on, then mended; {two.end()}"


@failure(23, "Poison in the middle of one subject.")
def poison_in_the_middle(trial: Trial) -> str:
    two = trial.two()
    two.kl.effects.first = _poisonous
    for total in ("1.00", "raises", "3.00", "4.00"):
        two.hz.tell(total)
    two.hz.tell("7.00", subject="6CN-OTHER")
    two.settle()
    same("taken before it is mended", totals(two.kl), ["1.00", "7.00"])
    with two.kl.here():
        waiting = Inbox.objects.filter(state=Inbox.State.RECEIVED).count()
    same("messages that wait behind it", waiting, 2)
    two.kl.effects.first = None
    _retried(two)
    two.settle()
    same("taken after it is mended", totals(two.kl), ["1.00", "7.00", "raises", "3.00", "4.00"])
    two.expect(two.kl, "message-parked")
    return f"2 later ones waited, another subject passed, retry freed them in order; {two.end()}"


def _poisonous(message: Message, by: Actor) -> None:
    """What the handler does instead of its work."""
    match message.data.get("total"):
        case "raises":
            raise ZeroDivisionError("poison")
        case "loops":
            while True:
                pass
        case "all-memory":
            bytearray(1 << 60)


def _retried(two: Two) -> None:
    """The operator lets every parked message be tried again."""
    same("alarms before it is mended", incidents(two.kl), ["message-parked"])
    with two.kl.here():
        for row in queries.parked():
            actions.retry(row, by=two.kl.by())
