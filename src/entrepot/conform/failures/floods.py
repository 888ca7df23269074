"""42: a peer that says too much."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from entrepot.conform.hubs.two import found
from entrepot.conform.outside import Outside, counted
from entrepot.conform.peer.reply import Reply
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import NotTestable, holds, same
from entrepot.hub.network import budget, inbox
from entrepot.hub.network.models import Channel

BURST, RATE = 100, 20
FLOOD = 400
HOT = 40


@failure(42, "A peer floods at many times its rate; one subject is told of without end.")
def flood(trial: Trial) -> str:
    outside = trial.outside()
    answers = _flooded(outside)
    refused = [answer for answer in answers if answer.status == 429]
    holds(all(answer.headers.get("Retry-After") or answer.headers.get("retry-after") for answer in refused), "no time")
    if outside.inside is None:
        return f"{counted(answers)}, each 429 with Retry-After"
    same("refused of a flood within one moment", len(refused), FLOOD - BURST)
    with outside.inside.hub.here():
        holds(budget.REQUESTS.take("another.example"), "another peer has no budget left")
    outside.inside.hands.move(BURST / RATE)
    same("a request when the flood is over", outside.peer.say("trade", outside.peer.message("1.00")).status, 200)
    return f"{counted(answers)}, another peer unaffected, {outside.end('1.00')}; {_hot_subject(trial)}"


def _flooded(outside: Outside) -> list[Reply]:
    """The same batch again and again: here in one moment, elsewhere as fast as the line carries it."""
    peer = outside.peer
    sent = peer.logs["trade"].batch(0)
    if outside.inside is not None:
        return [peer.post("trade", sent) for _ in range(FLOOD)]
    began = time.monotonic()
    with ThreadPoolExecutor(32) as many:
        answers = list(many.map(lambda _: peer.post("trade", sent), range(FLOOD)))
    passed = time.monotonic() - began
    time.sleep(BURST / RATE)
    if BURST + RATE * passed >= FLOOD:
        raise NotTestable(
            f"the line and the hub carried only {FLOOD / passed:.0f} requests a second, which is no flood"
        )
    holds(any(answer.status == 429 for answer in answers), f"of a flood {counted(answers)}")
    return answers


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
