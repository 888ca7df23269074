"""13, 18, 19: bodies that are no batch, that come slowly, or that are too large."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

from entrepot.conform.hubs import door
from entrepot.conform.outside import counted
from entrepot.conform.peer.reply import Reply
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx import batch

MIB = 1024 * 1024


@failure(13, "Bodies that are no batch: truncated, a message too many, a false count, CRLF, no last line feed, empty.")
def no_batch(trial: Trial) -> str:
    outside = trial.outside()
    peer = outside.peer
    start = peer.logs["trade"].size
    log = peer.logs["trade"].with_more([peer.message("1.00")])
    true = log.batch(start)
    answers = [peer.post("trade", body) for body in _no_batches(true.to_bytes(), true.new)]
    same("answers", {each.status for each in answers}, {422})
    empty = peer.post("trade", b"")
    holds(empty.status in (401, 411, 422), f"an empty body was answered with {empty.status}")
    outside.holds_nothing_of("trade", start)
    peer.logs["trade"] = log
    same("the true batch afterwards", peer.post("trade", true).status, 200)
    outside.expect("root-mismatch")  # of the message that was cut short
    return f"{counted([*answers, empty])}, nothing stored; the true batch taken; {outside.end('1.00')}"


@failure(19, "Bodies of 8 MiB + 1 and 2 GiB, without length, chunked, coded, and with a false length.")
def lengths(trial: Trial) -> str:
    outside = trial.outside()
    hub = outside.within("needs headers that no client sends, and the memory of the hub").hub
    peer = outside.peer
    asked = peer.request("trade", peer.logs["trade"].with_more([peer.message("1.00")]).batch(1))
    tries = {
        "8 MiB + 1": ({"Content-Length": str(batch.HARD_SIZE + 1)}, (413, "too-large")),
        "2 GiB": ({"Content-Length": str(2**31)}, (413, "too-large")),
        "no length": ({}, (411, "length-required")),
        "no number": ({"Content-Length": "1e3"}, (411, "length-required")),
        "chunked": ({"Transfer-Encoding": "chunked"}, (411, "length-required")),
        "gzip": ({"Content-Length": "100", "Content-Encoding": "gzip"}, (415, "content-coding")),
        "shorter than told": ({"Content-Length": str(len(asked.body) + 5)}, (400, "body-cut-off")),
        "longer than told": ({"Content-Length": str(len(asked.body) - 5)}, (401, "sig-invalid")),
    }
    pour = Endless(asked.body)
    tracemalloc.start()
    try:
        for what, (told, expected) in tries.items():
            stream: io.IOBase = io.BytesIO(asked.body) if what.endswith("told") else pour
            answer = door.pour(hub, replace(asked, body=b""), stream, told)
            same(what, (answer.status, _code(answer.body)), expected)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    same("bytes read of bodies that were too large, unmeasured or coded", pour.read_so_far, 0)
    holds(peak < 16 * MIB, f"{peak // MIB} MiB of memory were taken")
    outside.holds_nothing_of("trade", 1)
    return f"{len(tries)} refused before parsing, 0 bytes read of 2 GiB, {peak / MIB:.1f} MiB at most; {outside.end()}"


class Endless(io.RawIOBase):
    """A body without an end: its first bytes, then zeros, made only when they are read."""

    def __init__(self, begins: bytes) -> None:
        self.begins, self.read_so_far = begins, 0

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        count = MIB if size is None or size < 0 else size
        self.read_so_far += count
        return self.begins[:count].ljust(count, b"\x00")


def _no_batches(body: bytes, new: int) -> Iterator[bytes]:
    header, leaf, _ = body.split(b"\n")
    yield body[:-1]
    yield body[:-20] + b"\n"
    yield body + b"{}\n"
    yield body.replace(b'"new":%d' % new, b'"new":%d' % (new + 1))
    yield body.replace(b"\n", b"\r\n")
    yield header + b"\n"
    yield header
    yield b"\n"
    yield b"\n".join([leaf, header, b""])


def _code(body: bytes) -> str:
    return Reply(0, body).code
