"""45 and 46: proofs that outlive the messages, and that anybody can check without a hub."""

from __future__ import annotations

from collections.abc import Iterator

from entrepot.conform.outside import Outside
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import Unmet, holds, same
from entrepot.ehx import tlogproof
from entrepot.ehx.encoding import unb64
from entrepot.ehx.keys import VerifierKey
from entrepot.ehx.tlogproof import Proof
from entrepot.hub.network import own, queries
from entrepot.hub.network.models import Leaf
from entrepot.trade.finding import Refused

COUNT = 11
DAY = 24 * 3600
TWENTY_DAYS, RETENTION = 20 * DAY, 760 * DAY
PLACE = 7


@failure(46, "A third party checks a proof file with two public keys and no network; 20 kinds of changes to it.")
def proof_file(trial: Trial) -> str:
    outside = trial.outside()
    text, leaf, other = _proved(outside)
    log, cosign = (str(key) for key in (outside.peer.keys.log.verifier, outside.peer.known.cosign[-1]))
    head, at = _checked(text, leaf, log, cosign)
    refused = 0
    for what, changed, of in _mutations(text, leaf, other):
        holds((changed, of) != (text, leaf), f"“{what}” changes nothing")
        try:
            _checked(changed, of, log, cosign)
        except Refused:
            refused += 1
        else:
            raise Unmet(f"a proof with {what} was accepted")
    same("kinds of changes", refused, 20)
    for wrong in ((cosign, cosign), (log, log)):
        try:
            _checked(text, leaf, *wrong)
        except Refused:
            continue
        raise Unmet("a proof was accepted under another key")
    return f"holds under two vkeys, head of {head}, received at {at}; 20 of 20 changes and 2 wrong keys refused"


@failure(45, "Messages are erased when their time is over, and old proofs are asked for.")
def erased(trial: Trial) -> str:
    two = trial.two()
    for number in range(5):
        two.hz.tell(f"{number}")
    two.settle()
    with two.hz.here():
        leaf = Leaf.objects.get(channel__name="trade", channel__direction="out", index=3)
        body, before = bytes(leaf.body), queries.proof_file(leaf)
    two.through(RETENTION, TWENTY_DAYS)
    for hub in two.hubs:
        with hub.here():
            left = Leaf.objects.filter(channel__name="trade", index__gt=0).exclude(body=b"").count()
        same(f"bodies of that time left on {hub.host}", left, 0)
    with two.hz.here():
        after = queries.proof_file(Leaf.objects.get(pk=leaf.pk))
        log = own.statement().log
    with two.kl.here():
        cosign = own.statement().cosign
    for text in (before, after):
        head, _ = tlogproof.verify(text, body, log=log, cosign=cosign)
        holds(head.size > 3, "the proof is of a smaller head")
    return f"every body gone after {RETENTION // DAY} days, the old proof and a new one hold; {two.end()}"


def _proved(outside: Outside) -> tuple[str, bytes, bytes]:
    """A proof file put together from what the hub answers, its message, and another message."""
    peer = outside.peer
    start = peer.logs["trade"].size
    leaves = [peer.message(f"{number}.00", subject=f"6CN-PROVED-{number}") for number in range(COUNT)]
    receipt = peer.say("trade", *leaves)
    log = peer.logs["trade"]
    answer = peer.ask(f"/channels/{log.cid}/proof?index={start + PLACE}&size={log.size}")
    same("the hub's answer to a question for a proof", answer.status, 200)
    path = [unb64(node) for node in answer.said["proof"]]
    return str(Proof(start + PLACE, tuple(path), receipt.body.decode())), leaves[PLACE], leaves[PLACE + 1]


def _checked(text: str, leaf: bytes, log: str, cosign: str) -> tuple[int, int]:
    """What a court does: the text, the message, and two keys as they are written."""
    head, at = tlogproof.verify(text, leaf, log=[VerifierKey.parse(log)], cosign=[VerifierKey.parse(cosign)])
    return head.size, at


def _mutations(text: str, leaf: bytes, other: bytes) -> Iterator[tuple[str, str, bytes]]:
    """What is changed, the changed proof, and the message that it is shown for."""
    proof = Proof.parse(text)
    top, head = text.split("\n\n", 1)
    lines = top.split("\n")
    body, signatures = head.split("\n\n", 1)
    origin, size, root = body.split("\n")[:3]
    log_line, receipt = signatures.splitlines(keepends=True)

    def built(*, index: int = proof.index, path: tuple[bytes, ...] = proof.path, head: str = head) -> str:
        return str(Proof(index, path, head))

    first, *rest = proof.path
    yield "another message", text, other
    yield "one letter of the message changed", text, leaf.replace(b"7.00", b"6.00")
    yield "the place before", built(index=proof.index - 1), leaf
    yield "the place after", built(index=proof.index + 1), leaf
    yield "a place beyond the head", built(index=int(size) + 5), leaf
    yield "one bit of a neighbour changed", built(path=(bytes([first[0] ^ 1]) + first[1:], *rest)), leaf
    yield "a neighbour left out", built(path=tuple(rest)), leaf
    yield "a neighbour too many", built(path=(*proof.path, first)), leaf
    yield "two neighbours exchanged", built(path=(rest[0], first, *rest[1:])), leaf
    yield "another channel", built(head=head.replace(origin, origin.replace("/trade/", "/reg/"), 1)), leaf
    yield "another size", built(head=head.replace(f"\n{size}\n", f"\n{int(size) + 1}\n", 1)), leaf
    yield "another root", built(head=head.replace(root, _turned(root, 3), 1)), leaf
    yield "a letter of the head's signature", built(head=head.replace(log_line, _turned(log_line, -9))), leaf
    yield "a letter of the receipt's signature", built(head=head.replace(receipt, _turned(receipt, -9))), leaf
    yield "another time of receipt", built(head=head.replace(receipt, _turned(receipt, receipt.rindex(" ") + 9))), leaf
    yield "no receipt", built(head=head.replace(receipt, "")), leaf
    yield "the receipt twice", built(head=head + receipt), leaf
    yield "the two signatures exchanged", built(head=f"{body}\n\n{receipt}{log_line}"), leaf
    yield "another first line", text.replace(lines[0], lines[0].replace("v1", "v2")), leaf
    yield "no last line feed", text[:-1], leaf


def _turned(text: str, at: int) -> str:
    at %= len(text)
    return text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
