"""Two histories, changed letters, bodies that are no batch: refused at the right step, and provable.

The numbers are those of the list of failures in `docs/peer-protocol.md`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from entrepot.ehx import checkpoint
from entrepot.hub.network import sender
from entrepot.hub.network.models import Channel, Incident, Leaf
from tests.hub.network.hostile import batch_of, post, request, said
from tests.hub.network.two_hubs import Line, Node
from tests.hub.network.watching import code, incidents


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "FIRST_PAUSE", 0.0)


def test_11_a_fork_freezes_the_channel_and_both_heads_prove_it(pair: Line, hz: Node, kl: Node) -> None:
    true, false = (batch_of(hz, "trade", 1, [said(hz, kl, total=total)]) for total in ("1.00", "9.00"))
    post(hz, kl, "trade", true)
    assert code(post(hz, kl, "trade", false)) == "split-view"
    with kl.here():
        kept = Incident.objects.get().evidence
        log = Channel.objects.get(name="trade", direction="in").peer.said.log
    ours, theirs = (checkpoint.opened(kept[whose], log) for whose in ("ours", "theirs"))
    assert (ours.origin, ours.size) == (theirs.origin, theirs.size)
    assert ours.root != theirs.root
    assert code(post(hz, kl, "trade", true)) == "split-view"
    assert post(hz, kl, "reg", batch_of(hz, "reg", 1, [said(hz, kl, subject="6CN-2")])).status == 200


def test_11_the_sender_stops_when_it_is_told_of_a_split_view(pair: Line, hz: Node, kl: Node) -> None:
    post(hz, kl, "trade", batch_of(hz, "trade", 1, [said(hz, kl, total="9.00")]))
    hz.tell("order.placed.v1", total="1.00")
    hz.work()
    assert hz.channel("trade").state == "frozen"
    assert incidents(hz) == ["split-view"]
    sent = len(pair.entries())
    hz.work()
    assert len(pair.entries()) == sent


def test_12_one_changed_letter_anywhere_is_refused_at_its_step(pair: Line, hz: Node, kl: Node) -> None:
    true = batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")])
    leaf = true.leaves[0]
    changed = {
        "root-mismatch": replace(true, leaves=(leaf.replace(b"1.00", b"7.00"),)),
        "bad-checkpoint": replace(true, checkpoint=true.checkpoint.replace("\n2\n", "\n3\n")),
        "bad-batch": replace(true, new=3),
    }
    for expected, sent in changed.items():
        answer = post(hz, kl, "trade", sent)
        assert (answer.status, code(answer)) == (422, expected)
    at = true.checkpoint.index("\n2\n") + 5
    root = true.checkpoint[:at] + chr(ord(true.checkpoint[at]) ^ 1) + true.checkpoint[at + 1 :]
    assert code(post(hz, kl, "trade", replace(true, checkpoint=root))) == "bad-checkpoint"
    assert code(post(hz, kl, "trade", replace(true, origin=true.origin[:-1] + "2"))) == "bad-checkpoint"
    asked = request(hz, kl, "trade", true.to_bytes())
    for name in ("Signature", "Signature-Input", "Content-Digest", "Content-Type"):
        value = asked.headers[name]
        bad = value[:-5] + chr(ord(value[-5]) ^ 1) + value[-4:]
        answer = kl.door(replace(asked, headers={**asked.headers, name: bad}))
        assert answer.status == 401
        assert str(code(answer)).startswith("sig-")
    with kl.here():
        assert Channel.objects.get(name="trade", direction="in").size == 1
        assert Leaf.objects.filter(channel__direction="in").count() == 4
    assert incidents(kl) == ["root-mismatch"]
    assert kl.door(asked).status == 200


def test_13_what_is_no_batch_is_refused_and_nothing_is_stored(pair: Line, hz: Node, kl: Node) -> None:
    true = batch_of(hz, "trade", 1, [said(hz, kl, total="1.00")])
    body = true.to_bytes()
    header = body.split(b"\n")[0]
    bodies = [
        body[:-1],
        body[:-20] + b"\n",
        body + b"{}\n",
        body.replace(b'"new":2', b'"new":3'),
        body.replace(b"\n", b"\r\n"),
        header + b"\n",
        header,
        b"\n",
    ]
    for each in bodies:
        assert post(hz, kl, "trade", each).status == 422
    assert post(hz, kl, "trade", b"").status in (401, 411, 422)
    with kl.here():
        assert Leaf.objects.filter(channel__direction="in").count() == 4
