"""network.receive: messages of a peer taken through the signed door into PostgreSQL, durable, by two server processes.

A batch of 100 under one signed head and in one transaction, beside the same messages each with its own request, head,
receipt and transaction. Both go the whole way: the signature of the request, the strict reading of every message, the
tree, the rows, the commit with fsync, the receipt and the signed answer. Then the memory: a backlog of 100,000 messages
comes in batches of 500 after a partition, in order, and the process must not grow.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import median
from typing import TYPE_CHECKING, Any

from bench import postgres

if TYPE_CHECKING:
    from entrepot.ehx.keyring import KeyRing

NAME = "network.receive"
BATCH, ROUNDS, ALONE, RUNS = 100, 20, 60, 5
BACKLOG, LARGE = 100_000, 500


def run() -> dict[str, Any]:
    postgres.hub()
    senders = met()
    rates: dict[int, list[float]] = {BATCH: [], 1: []}
    spent: dict[int, list[float]] = {BATCH: [], 1: []}
    for at in range(RUNS + 1):
        for size, count in ((BATCH, ROUNDS), (1, ALONE)):
            wall, cpu = together(senders, size, count)
            if at:  # the first warms up
                rates[size].append(len(senders) * size * count / wall)
                spent[size].append(cpu / (len(senders) * size * count))
    memory, drained = _backlog(senders[0])
    return {
        "value": median(rates[BATCH]),
        "unit": "messages/s",
        "baseline": median(rates[1]),
        "ratio": median(rates[BATCH]) / median(rates[1]),
        "ratio_of": "throughput",
        "range": f"{min(rates[BATCH]):,.0f}–{max(rates[BATCH]):,.0f}",
        "baseline_range": f"{min(rates[1]):,.0f}–{max(rates[1]):,.0f}",
        "cpu_us_per_message": f"{1e6 * median(spent[BATCH]):.0f} (alone {1e6 * median(spent[1]):.0f}), database too",
        "cpu_ratio": round(median(spent[1]) / median(spent[BATCH]), 1),
        "backlog": f"{BACKLOG:,} in order at {drained:,.0f}/s in one process; memory {memory}",
        "load": f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores",
    }


def together(senders: list[Sender], size: int, count: int) -> tuple[float, float]:
    """Each sender's requests in a process of its own, all at once; the wall time of all and the CPU time of both."""
    from django.db import connection

    prepared = [[each.request(size) for _ in range(count)] for each in senders]
    connection.close()  # a child must not use its parent's
    fork = get_context("fork")
    start, told = fork.Barrier(len(senders)), fork.Queue()
    children = [
        fork.Process(target=_child, args=(each, requests, start, told))
        for each, requests in zip(senders, prepared, strict=True)
    ]
    for child in children:
        child.start()
    took = [told.get(timeout=120) for _ in children]
    for child in children:
        child.join()
    return max(ended for _, ended, _ in took) - min(began for began, _, _ in took), sum(cpu for _, _, cpu in took)


def _child(sender: Sender, requests: list[Any], start: Any, told: Any) -> None:
    from django.db import connection

    from entrepot.hub.api import body

    body._readers = ThreadPoolExecutor(1)  # a parent's threads do not live on in its child
    connection.ensure_connection()
    start.wait()
    began = time.perf_counter()
    _, cpu = sender.send(requests)
    told.put((began, time.perf_counter(), cpu))
    connection.close()


def met() -> list[Sender]:
    """Both hubs know each other, as after a peering, and two of the channels are in use."""
    from entrepot.ehx import agreement, identity, keyring
    from entrepot.hub.events import clock
    from entrepot.hub.network import budget, opening, own, statements
    from entrepot.hub.network.models import Channel, Peer

    budget.RATE = budget.BURST = 1e12
    keys = keyring.KeyRing.generate("hz.example")
    facts = identity.HubFacts("https://hz.example", "Hangzhou", "CN", "https://hz.example/ehx/v1")
    now = int(clock.wall().timestamp())
    said = identity.read(identity.issue(facts, keys, seq=1, now=now))
    payload = agreement.offer(said, own.statement(), id="p-1", nonce="n-1", now=now)
    signed = agreement.countersigned(agreement.signed(payload, keys.root), payload, own.keys().root)
    peer = Peer(entity="https://hz.example", state="active", agreement=signed)
    statements.hold(peer, said)
    names = ("trade", "bulk")
    return [Sender(keys, opening.opened(peer, name, Channel.Direction.IN), signed, name) for name in names]


@dataclass
class Sender:
    """A hub that exists only as its keys: it writes messages, signs heads and requests, and never waits for itself."""

    keys: KeyRing
    channel: Any
    agreement: bytes
    letter: str
    number: int = 0

    def __post_init__(self) -> None:
        from entrepot.ehx.merkle import Frontier

        self.url = f"https://kl.example/ehx/v1/channels/{self.channel.cid}/entries"
        self.tree = Frontier()
        self.send([self._request([self.agreement], self.tree)])

    def request(self, count: int) -> Any:
        """A signed request with so many new messages."""
        return self._request([self._message() for _ in range(count)], self.tree)

    def send(self, requests: list[Any]) -> tuple[float, float]:
        """Post them one after the other; answers the wall time and the CPU time of hub and database."""
        from entrepot.hub.api import peer as doors

        posted = [_http(each) for each in requests]
        database, process, began = postgres.server_seconds(), time.process_time(), time.perf_counter()
        answers = [doors.entries(each, cid=self.channel.cid) for each in posted]
        wall, cpu = time.perf_counter() - began, time.process_time() - process + postgres.server_seconds() - database
        assert {answer.status_code for answer in answers} == {200}, answers[0].content
        return wall, cpu

    def _message(self) -> bytes:
        from entrepot.ehx import envelope
        from entrepot.ehx.envelope import Envelope
        from tests.cast import NOON

        self.number += 1
        ucr = f"6CN91330100-{self.letter}-{self.number:08d}"
        data = {
            "ucr": ucr,
            "seller": "hz-ceramics",
            "buyer": "9c1f0a7e",
            "currency": "MYR",
            "lines": [{"sku": f"TEAPOT-{self.number % 97}", "hs": "691110", "quantity": 2, "price": "58.00"}],
            "origin": "CN",
            "destination": "MY",
            "total": "116.00",
            "regime": "my-lvg",
        }
        return envelope.leaf(
            Envelope(
                id=f"{self.letter}-{self.number:026x}",
                source="https://hz.example",
                dest="https://kl.example",
                type="org.ehub.order.placed.v1",
                subject=ucr,
                time=NOON,
                keyseq=1,
                prev=None,
                data=data,
                salt="AAECAwQFBgcICQoLDA0ODw",
            )
        )

    def _request(self, leaves: list[bytes], before: Any) -> Any:
        from entrepot.ehx import batch, checkpoint, httpsig
        from entrepot.ehx.batch import Batch
        from entrepot.ehx.checkpoint import Checkpoint
        from entrepot.ehx.merkle import leaf_hash

        self.tree = before.append(map(leaf_hash, leaves))
        head = Checkpoint(self.channel.origin, self.tree.size, self.tree.root)
        sent = Batch(
            self.channel.origin, before.size, self.tree.size, checkpoint.signed(head, self.keys.log), tuple(leaves)
        )
        asked = httpsig.Request("POST", self.url, {"Content-Type": batch.MEDIA_TYPE}, sent.to_bytes())
        return httpsig.sign_request(asked, self.keys.http, now=int(time.time()))


def _http(asked: Any) -> Any:
    from django.test import RequestFactory

    headers = {name: value for name, value in asked.headers.items() if name != "Content-Type"}
    return RequestFactory().generic(
        "POST",
        asked.url.removeprefix("https://kl.example"),
        asked.body,
        content_type=asked.headers["Content-Type"],
        headers={**headers, "Host": "kl.example"},
    )


def _backlog(peer: Sender) -> tuple[str, float]:
    """A hundred thousand messages after a partition; how the process grew in each quarter, and how fast it went."""
    from entrepot.hub.network.models import Channel

    before, took, grown = peer.tree.size, 0.0, []
    start = _resident()
    for part in _quarters():
        for _ in range(part):
            took += peer.send([peer.request(LARGE)])[0]
        grown.append(_resident() - start)
    held = Channel.objects.get(pk=peer.channel.pk)
    assert (held.size, bytes(held.root)) == (before + BACKLOG, peer.tree.root)
    told = ", ".join(f"{each / 1024:+.0f}" for each in grown)
    return f"{start / 1024:.0f} MB, then {told} MB", BACKLOG / took


def _quarters() -> Iterator[int]:
    yield from [BACKLOG // LARGE // 4] * 4


def _resident() -> int:
    """Kilobytes that the process holds now."""
    for line in open(f"/proc/{os.getpid()}/status"):  # noqa: SIM115, PTH123 - a kernel file, read in one go
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
