"""9, 36 and 37: batches, sequencers and commits that come in another order, or twice."""

from __future__ import annotations

import io
from dataclasses import replace

from entrepot.conform.hubs import door
from entrepot.conform.hubs.line import Carried, once
from entrepot.conform.hubs.together import together
from entrepot.conform.hubs.two import pushed, totals
from entrepot.conform.outside import counted
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx.httpsig import Request
from entrepot.hub.network import sequencer
from entrepot.hub.network.models import Channel, Leaf, Outbox
from entrepot.hub.network.wire import Answer


@failure(9, "Batches arrive in the order 3, 1, 2, and each twice.")
def out_of_order(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    leaves: list[bytes] = []
    for number in (1, 2, 3):
        before = leaves[-1] if leaves else None
        leaves.append(peer.message(f"{number}.00", subject="6CN-ORDER", seq=number, before=before))
    start = peer.logs["trade"].size
    log = peer.logs["trade"] = peer.logs["trade"].with_more(leaves)
    answers = [peer.post("trade", log.batch(start + at, start + at + 1)) for at in (2, 2, 0, 0, 1, 1, 2, 2)]
    same("answers", [each.status for each in answers], [409, 409, 200, 200, 200, 200, 200, 200])
    same("gaps", [(each.code, each.said.get("size")) for each in answers[:2]], [("gap", start), ("gap", start)])
    for first, again in ((2, 3), (4, 5), (6, 7)):
        holds(answers[first].body == answers[again].body, "a repeat got another receipt")
    same("size", peer.receipted(answers[-1]), start + 3)
    outside.outcomes("trade", start + 3)
    return f"{counted(answers)}; {outside.end('1.00', '2.00', '3.00')}"


@failure(36, "Two sequencers on one channel, and two receivers of one batch, at the same time.")
def two_at_once(trial: Trial) -> str:
    two = trial.two()
    for number in range(20):
        two.hz.tell(f"{number}.00", subject=f"6CN-{number % 3}")
    placed = together(two.hz, lambda: sequencer.sequence(Channel.objects.get(name="trade", direction="out")))
    same("places given by all sequencers together", sum(placed), 20)
    with two.hz.here():
        places = list(Leaf.objects.filter(channel__name="trade", channel__direction="out").values_list("index"))
    same("places in the log", sorted(at for (at,) in places), list(range(21)))
    answers: list[Answer] = []

    def at_all_doors(asked: Request, carried: Carried) -> Answer:
        told = {"Content-Length": str(len(asked.body))}
        answers.extend(together(two.kl, lambda: door.served(asked, io.BytesIO(asked.body), told)))
        return replace(answers[0])

    with two.line.at_fault(once(at_all_doors)):
        pushed(two.hz)
    same("what each receiver answered", {each.status for each in answers}, {200})
    same("receipts given", len({each.body for each in answers}), 1)
    same("messages that the receivers hold", two.kl.channel("trade", "in").size, 21)
    return f"sequencers gave {sorted(placed)} places, {len(answers)} receivers held it once: {two.end()}"


@failure(37, "A message commits late: its number in the outbox is below that of one already in the log.")
def late_commit(trial: Trial) -> str:
    two = trial.two()
    two.hz.tell("1.00", subject="6CN-LATE")
    with two.hz.here():
        late = Outbox.objects.get(subject="6CN-LATE")
        kept = {field.attname: getattr(late, field.attname) for field in Outbox._meta.fields}
        late.delete()  # not committed yet, as far as any other transaction sees
    two.hz.tell("2.00", subject="6CN-SOON")
    two.settle()
    with two.hz.here():
        later = Outbox.objects.get(subject="6CN-SOON")
        Outbox.objects.create(**kept)
    holds(kept["id"] < later.pk, "the late message has no lower number: nothing was injected")
    two.settle()
    same("order of effects", totals(two.kl), ["2.00", "1.00"])
    return f"number {kept['id']} took its place after number {later.pk}; {two.end()}"
