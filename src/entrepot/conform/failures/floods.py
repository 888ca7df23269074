"""42: a peer that says too much."""

from __future__ import annotations

from entrepot.conform.hubs.two import found
from entrepot.conform.outside import counted
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.hub.network import budget, inbox
from entrepot.hub.network.models import Channel

BURST, RATE = 100, 20
HOT = 40


@failure(42, "A peer floods at ten times its rate; one subject is told of without end.")
def flood(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    sent = peer.logs["trade"].batch(0)
    answers = [peer.post("trade", sent) for _ in range(10 * RATE)]
    refused = [answer for answer in answers if answer.status == 429]
    holds(len(refused) >= 10 * RATE - BURST - 10 * RATE // 2, f"of a flood {counted(answers)}")
    holds(all(answer.headers.get("Retry-After") for answer in refused), "a 429 does not say when to come again")
    if outside.inside is not None:
        same(
            "a flood within one moment", counted(answers), f"{BURST} × 200, {RATE * 10 - BURST} × 429 too-many-requests"
        )
        with outside.inside.hub.here():
            holds(budget.allows("another.example"), "another peer has no budget left")
        outside.inside.hands.move(10)
    return f"{counted(answers)}; {_hot_subject(trial)}" if trial.has_hubs else counted(answers)


def _hot_subject(trial: Trial) -> str:
    """One subject with many messages does not hold up one with a single message that came after them."""
    two = trial.two()
    for number in range(HOT):
        two.hz.tell(f"{number}", subject="6CN-HOT")
    two.hz.tell("cool", subject="6CN-COOL")
    two.hz.work()
    with two.kl.here():
        held = Channel.objects.get(name="trade", direction="in").size
        inbox.take(limit=2)
    same("messages held", held, HOT + 2)
    holds("cool" in [each.total for each in found(two.kl)], "the cool subject waits behind the hot one")
    return f"behind {HOT} messages of one subject another was taken at once; {two.end()}"
