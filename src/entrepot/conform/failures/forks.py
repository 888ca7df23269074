"""10 and 11: a sender that shows two histories."""

from __future__ import annotations

from entrepot.conform.outside import Outside
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx import checkpoint
from entrepot.hub.network.models import Channel, Incident


@failure(10, "Batches overlap: with the same messages, and with an altered one.")
def overlap(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    one, altered = peer.message("1.00", subject="6CN-OVERLAP"), peer.message("9.00", subject="6CN-OVERLAP")
    two = peer.message("2.00", seq=2, before=one, subject="6CN-OVERLAP")
    start = peer.logs["bulk"].size
    peer.say("bulk", one)
    log = peer.logs["bulk"] = peer.logs["bulk"].with_more([two])
    answer = peer.post("bulk", log.batch(start))
    same("size after an overlap with the same messages", peer.receipted(answer), start + 2)
    false = log.with_more([altered, two, peer.message("3.00")], after=start)
    refused = peer.post("bulk", false.batch(start))
    same("an overlap with an altered message", refused.told, (409, "split-view"))
    outside.expect("split-view")
    _frozen(outside, "bulk", start + 2)
    return f"the tail was taken once, the altered overlap refused as split-view; {outside.end('1.00', '2.00')}"


@failure(11, "A fork: the same size with another root, truly signed.")
def fork(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    start = peer.logs["reg"].size
    peer.say("reg", peer.message("1.00", kind="declaration.exported.v1", subject="6CN-FORK"))
    false = peer.message("9.00", kind="declaration.exported.v1", subject="6CN-FORK")
    forked = peer.logs["reg"].with_more([false], after=start)
    refused = peer.post("reg", forked.batch(start))
    same("the other history", refused.told, (409, "split-view"))
    true = peer.post("reg", peer.logs["reg"].batch(start))
    same("the true history afterwards", true.told, (409, "split-view"))
    outside.expect("split-view")
    _frozen(outside, "reg", start + 1)
    proof = _both_heads(outside)
    other = peer.say("trade", peer.message("2.00"))
    same("another channel", other.status, 200)
    return f"refused and frozen, {proof}, other channels go on; {outside.end('1.00', '2.00')}"


def _frozen(outside: Outside, name: str, size: int) -> None:
    """Nothing more is taken, and nothing was lost of what was held."""
    log = outside.peer.logs[name]
    refused = outside.peer.post(name, log.with_more([outside.peer.message("8.00")]).batch(size))
    same(f"a further batch on {name}", refused.status, 409)
    outside.holds_nothing_of(name, size)


def _both_heads(outside: Outside) -> str:
    """Both signed heads are kept, and any third party who knows the log key sees that they contradict each other."""
    if outside.inside is None:
        return "the evidence inside is not visible from here"
    with outside.inside.hub.here():
        kept = Incident.objects.get(kind="split-view").evidence
        log = Channel.objects.get(name="reg", direction="in").peer.said.log
    ours, theirs = (checkpoint.opened(kept[whose], log) for whose in ("ours", "theirs"))
    same("origin and size of the two heads kept", (ours.origin, ours.size), (theirs.origin, theirs.size))
    holds(ours.root != theirs.root, "the two heads kept do not contradict each other")
    return "both heads kept and each signed by the same key over another root"
