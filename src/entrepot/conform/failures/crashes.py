"""1 to 6: a hub that dies at the worst moment, and what was not committed with it."""

from __future__ import annotations

from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.injected import deaths
from entrepot.conform.hubs.line import answer_lost, once
from entrepot.conform.hubs.two import found, heads, pushed, pushing, sequenced, totals
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.hub.network import inbox, recovery, sender, sequencer
from entrepot.hub.network.models import Channel, Inbox, Outbox


@failure(1, "The receiver dies after it committed, before its answer.")
def after_commit(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    start = peer.logs["trade"].size
    lost = peer.say("trade", peer.message("1.00"))
    again = peer.post("trade", peer.logs["trade"].batch(start))
    same("answers before and after", (lost.status, again.status), (200, 200))
    holds(lost.body == again.body, "the receipt given again is another one")
    same("messages reported on", max(outside.outcomes("trade", start + 1)), start)
    seen = f"the same receipt byte for byte; {outside.end('1.00')}"
    if not trial.has_hubs:
        return seen
    two = trial.two()
    two.hz.tell("1.00")
    with two.line.at_fault(once(answer_lost)):
        two.hz.work()
        two.settle()
    bodies = {each.body for each in two.line.entries() if b"order.placed" in each.body}
    same("different bodies sent for one batch", len(bodies), 1)
    return f"{seen}; a sending hub sent the same bytes again: {two.end()}"


@failure(2, "The receiver dies before it commits, at every statement of its transaction in turn.")
def before_commit(trial: Trial) -> str:
    two = trial.two()
    two.hz.tell("1.00")
    before = _holding(two.kl)
    died = 0
    for statement in deaths(two.kl, pushing(two.hz)):
        died += 1
        same(f"what the receiver holds after it died at {statement[:40]}", _holding(two.kl), before)
    holds(died > 5, f"the receiver died only {died} times: this is not its transaction")
    return f"died {died} times, at the last before COMMIT, and nothing was to be seen of it; {two.end()}"


@failure(3, "The sender dies while it signs, and after it signed a head before sending it.")
def after_signing(trial: Trial) -> str:
    two = trial.two()
    two.hz.tell("1.00")
    died = 0
    for statement in deaths(two.hz, lambda: _place(two.hz), at=_writes):
        died += 1
        with two.hz.here():
            waits = Outbox.objects.get(kind="order.placed.v1")
            same(f"place of the message after {statement[:40]}", waits.leaf, None)
        same("size of the channel", two.hz.channel("trade").size, 1)
    holds(died >= 4, f"the sender died only {died} times: this is not its transaction")
    channel = sequenced(two.hz)
    with two.hz.here():
        signed = sender.next_batch(channel).to_bytes()
    two.hz.connection.close()
    recovery.forget()  # it starts anew
    sequenced(two.hz)
    two.line.forget()
    pushed(two.hz)
    holds(two.line.entries()[0].body == signed, "other bytes were sent than were signed before the death")
    return f"{died} deaths left the message waiting; after signing the same bytes went out; {two.end()}"


@failure(4, "The sender dies between the arrival of the receipt and keeping it.")
def before_keeping_the_receipt(trial: Trial) -> str:
    two = trial.two()
    two.hz.tell("1.00")
    sequenced(two.hz)
    answers: set[bytes] = set()
    died = 0
    two.line.forget()
    for _ in deaths(two.hz, pushing(two.hz), at=_writes):
        died += 1
        same("countersigned as far as the sender knows", two.hz.channel("trade").acked, 1)
    answers = {each.body for each in two.line.answers}
    holds(died >= 2, f"the sender died only {died} times")
    same("different receipts given for one head", len(answers), 1)
    return f"died {died} times with the receipt in hand and got the same one again; {two.end()}"


@failure(5, "The inbox worker dies after the effect, before the mark that it is done.")
def between_effect_and_mark(trial: Trial) -> str:
    two = trial.two()
    two.hz.tell("1.00")
    pushed(two.hz)
    died = 0
    for statement in deaths(two.kl, lambda: _take(two.kl), at=_writes):
        died += 1
        with two.kl.here():
            state = Inbox.objects.get(kind="order.placed.v1").state
        same(f"effect and mark after it died at {statement[:40]}", (totals(two.kl), state), ([], "received"))
    holds(died >= 4, f"the worker died only {died} times")
    return f"died {died} times: effect and mark were there together or not at all; {two.end()}"


def _take(hub: Hub) -> int:
    with hub.here():
        return inbox.take()


def _place(hub: Hub) -> int:
    with hub.here():
        return sequencer.sequence(Channel.objects.get(name="trade", direction="out"))


def _writes(sql: str) -> bool:
    return sql.startswith(("INSERT", "UPDATE", "DELETE", "COMMIT"))


def _holding(hub: Hub) -> object:
    """Everything that would show of a batch."""
    with hub.here():
        acked = list(Channel.objects.order_by("origin").values_list("origin", "acked"))
        return heads(hub), acked, Inbox.objects.count(), len(found(hub))
