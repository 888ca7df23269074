"""12 and 44: letters changed on the line, and books changed at home."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db import connection

from entrepot.conform.hubs.two import incidents, totals
from entrepot.conform.outside import counted
from entrepot.conform.peer.reply import Reply
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx import checkpoint
from entrepot.ehx.batch import Batch
from entrepot.ehx.httpsig import Request
from entrepot.hub.network import soundness
from entrepot.hub.network.models import Channel, Incident, Leaf

SIGNED = ("Signature", "Signature-Input", "Content-Digest", "Content-Type")


@failure(12, "One letter changed: in a message, the root, the head, its signature, the digest, each signed header.")
def changed_letters(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    start = peer.logs["trade"].size
    log = peer.logs["trade"].with_more([peer.message("1.00")])
    true = log.batch(start)
    answers: list[Reply] = []
    for code, sent in _changed(true):
        answers.append(peer.post("trade", sent))
        same(f"a batch changed to be refused as {code}", answers[-1].told, (422, code))
    asked = peer.request("trade", true)
    for name in SIGNED:
        answers.append(peer.way(replace(asked, headers={**asked.headers, name: _flipped(asked.headers[name], -5)})))
        holds(answers[-1].status == 401, f"a changed {name} was answered with {answers[-1].status}")
    answers.append(peer.way(replace(asked, body=asked.body.replace(b"1.00", b"7.00"))))
    same("a body that is not the digest's", answers[-1].told, (401, "sig-invalid"))
    outside.holds_nothing_of("trade", start)
    peer.logs["trade"] = log
    same("the true batch afterwards", peer.post("trade", true).status, 200)
    changed: list[Request] = []

    def one_letter(asked: Request, reply: Reply) -> Reply:
        if asked.url.endswith("/entries") and not changed:
            changed.append(asked)
            return replace(reply, body=_flipped(reply.body.decode(), -9).encode())
        return reply

    peer.untrue = one_letter
    outside.outcomes("trade", start + 1)
    outside.until(lambda: len(changed) == 1, "the hub sent nothing that a changed receipt could be given to")
    outside.expect("root-mismatch", "receipt-invalid")
    return f"{counted(answers)}, nothing stored; a changed receipt moved nothing; {outside.end('1.00')}"


@failure(44, "An administrator edits one stored message, and deletes the last ten.")
def edited_books(trial: Trial) -> str:
    two = trial.two()
    for number in range(12):
        two.hz.tell(f"{number}.00")
    before = two.end()
    with two.kl.here():
        Leaf.objects.filter(channel__name="trade", channel__direction="in", index=5).update(body=b'{"edited":true}')
        edited = [each.name for each in soundness.unsound()]
        held = Incident.objects.get(kind="log-altered")
        signed = checkpoint.opened(held.evidence["signed"], held.channel.peer.said.log) if held.channel else None
    with two.hz.here():
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA foreign_keys = OFF")  # an administrator is not held by constraints
            gone = Leaf.objects.filter(channel__name="trade", channel__direction="out", index__gte=3)
            cursor.executemany("DELETE FROM network_leaf WHERE id = %s", [(each.pk,) for each in gone])
        cut = [each.name for each in soundness.unsound()]
    same("channels found edited, and cut off", (edited, cut), (["trade"], ["trade"]))
    same("the head that proves it", (signed.size, signed.root) if signed else None, _head(two.hz.channel("trade")))
    for hub in two.hubs:
        same(f"alarms of {hub.host}", incidents(hub), ["log-altered"])
    holds(len(totals(two.kl)) == 12, "an effect was undone")
    return f"{before}; then both self-checks raised log-altered, with the head that the peer signed"


def _changed(true: Batch) -> Iterator[tuple[str, Batch]]:
    """The batch with one thing changed, and the code with which it is to be refused."""
    leaf = true.leaves[0]
    yield "root-mismatch", replace(true, leaves=(leaf.replace(b"1.00", b"7.00"),))
    yield "bad-checkpoint", replace(true, checkpoint=true.checkpoint.replace(f"\n{true.new}\n", f"\n{true.new + 1}\n"))
    yield "bad-batch", replace(true, new=true.new + 1)
    yield "bad-checkpoint", replace(true, origin=_flipped(true.origin, -1))
    root = true.checkpoint.index(f"\n{true.new}\n") + len(f"\n{true.new}\n")
    for at in (root, root + 20, len(true.checkpoint) - 30, true.checkpoint.rindex("—") + 4):
        yield "bad-checkpoint", replace(true, checkpoint=_flipped(true.checkpoint, at))


def _flipped(text: str, at: int) -> str:
    at %= len(text)
    return text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :]


def _head(channel: Channel) -> tuple[int, bytes]:
    return channel.size, bytes(channel.root)
