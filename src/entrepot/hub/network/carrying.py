"""Carries messages as a file, on a stick or by mail: the bytes are those of the line, and receipts come back alike.

A file is lines. A header line of a batch is followed by its messages; a line with `receipt` is a countersigned head, a
line with `notice` a notice of emergency. Signatures do not depend on the way a file took, so it may be read from anyone
and twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction

from entrepot.ehx import batch, strict
from entrepot.ehx.refusal import code_of
from entrepot.hub.network import emergency, receiver, sender, sequencer
from entrepot.hub.network.models import Channel, Emergency, Head, Peer
from entrepot.trade.finding import Refused

OUT, IN = Channel.Direction.OUT, Channel.Direction.IN


@dataclass
class Unpacked:
    """What a file brought, and what is to be carried back."""

    messages: int = 0
    receipts: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    back: bytes = b""


def packed(peer: Peer) -> bytes:
    """What the peer has not countersigned, and our receipts for what we hold of it."""
    return b"".join([*_notices(peer), *_receipts(peer), *_batches(peer)])


def unpacked(raw: bytes) -> Unpacked:
    """Take everything in a file that holds; the rest is told by channel and code, and nothing of it is kept."""
    found = Unpacked()
    back = []
    for header, body in _parts(raw):
        name = str(header.get("origin", ""))
        try:
            if "receipt" in header:
                found.receipts += _receipt_taken(name, str(header["receipt"]))
            elif "notice" in header:
                emergency.heard(str(header["notice"]).encode())
            else:
                came, line = _batch_taken(name, body)
                found.messages += came
                back.append(line)
        except Refused as refused:
            found.refused.append((name, code_of(refused)))
    found.back = b"".join(back)
    return found


def _notices(peer: Peer) -> Iterator[bytes]:
    for each in Emergency.objects.filter(peer=peer, direction=OUT, done_at=None).order_by("at"):
        yield _line({"notice": bytes(each.raw).decode()})


def _receipts(peer: Peer) -> Iterator[bytes]:
    for channel in Channel.objects.filter(peer=peer, direction=IN):
        newest = Head.objects.filter(channel=channel).exclude(receipt="").order_by("-size").first()
        if newest is not None:
            yield _line({"origin": channel.origin, "receipt": newest.checkpoint + newest.receipt})


def _batches(peer: Peer) -> Iterator[bytes]:
    for channel in Channel.objects.filter(peer=peer, direction=OUT, state=Channel.State.OPEN):
        while sequencer.sequence(channel):
            pass
        channel.refresh_from_db()
        channel.position = channel.acked
        while channel.position < channel.size:
            sent = sender.next_batch(channel)
            yield sent.to_bytes()
            channel.position = sent.new  # only here: what is carried is not delivered


def _parts(raw: bytes) -> Iterator[tuple[dict[str, object], bytes]]:
    """Each header line, and for a batch its whole body."""
    if not raw.endswith(b"\n"):
        raise batch.bad_batch("last-line")
    lines = raw.split(b"\n")[:-1]
    at = 0
    while at < len(lines):
        header = strict.read(lines[at], strict.Limits(size=128 * 1024, depth=2, keys=8))
        old, new = (header.get("old", 0), header.get("new", 0)) if isinstance(header, dict) else (None, None)
        if type(old) is not int or type(new) is not int or not 0 <= new - old <= batch.MOST_LEAVES:
            raise batch.bad_batch("header")
        end = at + 1 + new - old
        yield header, b"\n".join([*lines[at:end], b""])
        at = end


def _batch_taken(name: str, body: bytes) -> tuple[int, bytes]:
    channel = Channel.objects.filter(origin=name, direction=IN, peer__state="active").select_related("peer").first()
    if channel is None:
        raise batch.bad_batch("origin")
    before = channel.size
    reply = receiver.taken(channel, body)
    if reply.status != 200:
        raise batch.bad_batch(str(strict.read(reply.body)["code"]))
    channel.refresh_from_db()
    return channel.size - before, _line({"origin": name, "receipt": reply.body.decode()})


@transaction.atomic
def _receipt_taken(name: str, written: str) -> int:
    held = Channel.objects.select_for_update().filter(origin=name, direction=OUT).first()
    if held is None:
        raise batch.bad_batch("origin")
    before = held.acked
    sender.receipt_taken(held, written)
    return int(held.acked > before)


def _line(value: dict[str, str]) -> bytes:
    return strict.line(value) + b"\n"
