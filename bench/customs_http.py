"""customs.http: declarations lodged through `POST /api/v1/declarations`, on PostgreSQL.

First batches of a hundred from eight clients at once: declarations a second, beside the usual way's bare function
(nested pydantic models, `Decimal`, `bulk_create`; without any HTTP, which favours it). Then single declarations, two
hundred a second for some seconds: how long the slowest hundredth waits.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from bench import apart, memory
from bench.customs_bulk import Hub
from bench.door import Door
from bench.spent import of_database, with_children
from bench.timing import median

NAME = "customs.http"
BATCH, BATCHES, CLIENTS, ROUNDS = 100, 80, 8, 3
"""The system deals connections out to the server's processes by lot. Of four, all fall to one of two processes once in
eight times, and the other rests; of eight, each has two or more to keep it busy nine times in ten."""

RATE, SECONDS = 200, 5  # single declarations a second, and for how long
AT_THE_DOOR = 16  # clients that take turns at lodging single declarations
USUAL = 1_000
GIBIBYTES = 4


def run() -> dict[str, Any]:
    return apart.result("bench.customs_http")


def main() -> None:
    apart.clear_away_when_stopped()
    at_hand = memory.at_hand(GIBIBYTES)
    with tempfile.TemporaryDirectory(prefix="entrepot-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        with Hub.started(place, "postgres") as hub:
            server, port = _served(hub)
            try:
                print(json.dumps(_measured(hub, port, server)))
            finally:
                server.terminate()
                server.wait(20)
    at_hand.close()


def _measured(hub: Hub, port: int, server: subprocess.Popen[bytes]) -> dict[str, Any]:
    import bench.usual_way as usual
    from bench.parcels import Range
    from entrepot.hub import collector
    from entrepot.hub.customs.law import seed

    border = usual.Border.of_the_law(Range.of_the_law().codes, seed)
    token = _token(port)
    _post(port, token, [_body(hub.lines(BATCH)) for _ in range(24)])  # the law is read, the lists are indexed
    ours, theirs, cpu = [], [], []
    for _ in range(ROUNDS):
        bodies = [_body(hub.lines(BATCH)) for _ in range(BATCHES)]
        used, before = _cpu(server, hub), time.monotonic()
        _post(port, token, bodies)
        ours.append(BATCH * BATCHES / (time.monotonic() - before))
        cpu.append((_cpu(server, hub) - used) / (BATCH * BATCHES))
        usually = hub.timed(lambda lines: _usually(usual, lines, border, hub), hub.lines(USUAL))
        theirs.append(USUAL / usually.wall)
    _singly(port, token, hub.lines(RATE))  # statements of a single declaration are planned by every connection
    singles = hub.lines(RATE * SECONDS)
    collector.settle()  # the clients are threads of this process: its own pauses are nobody's wait
    waits = _singly(port, token, singles)
    return {
        "value": round(median(ours)),
        "unit": "declarations/s in batches of 100",
        "baseline": round(median(theirs)),
        "ratio": round(median(ours) / median(theirs), 1),
        "ratio_of": "throughput by the wall, ours over HTTP / the usual way (bulk_create) without HTTP in one process",
        "cpu_microseconds": round(median(cpu) * 1e6),
        "value_of_two_cores": round(2 / median(cpu)),
        "single_p50_ms": round(statistics.median(waits) * 1e3, 1),
        "single_p99_ms": round(sorted(waits)[int(len(waits) * 0.99)] * 1e3, 1),
        "single_rate": RATE,
        "load": f"{os.getloadavg()[0]:.1f} processes wanted {len(os.sched_getaffinity(0))} cores",
    }


def _usually(usual: Any, lines: Sequence[bytes], border: Any, hub: Hub) -> None:
    for begin in range(0, len(lines), BATCH):
        usual.lodge_all(lines[begin : begin + BATCH], border, *hub.acting())


def _served(hub: Hub) -> tuple[subprocess.Popen[bytes], int]:
    """The hub's server in two processes, as `entrepot serve` starts it."""
    port = 18_000 + secrets.randbelow(2_000)
    command = [sys.executable, "-m", "entrepot", "serve", "--home", os.environ["ENTREPOT_HOME"], "--port", str(port)]
    server = subprocess.Popen(  # noqa: S603 - words of ours
        [*command, "--workers", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            door = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            door.request("GET", "/api/v1/problems")
            if door.getresponse().status == 200:
                return server, port
        except OSError:
            time.sleep(0.2)
    server.kill()
    raise AssertionError("the server does not answer")


def _cpu(server: subprocess.Popen[bytes], hub: Hub) -> float:
    """Seconds of CPU of the server's processes and of the database."""
    return with_children(server.pid) + of_database(hub.postmaster)


def _token(port: int) -> str:
    """A bearer token of the declarant, from the door that gives them."""
    from entrepot.hub.events import Actor, clock
    from entrepot.hub.parties import actions, queries

    by = Actor("worker", "bench", "the measurement", clock.now())
    client, secret = actions.issue_key(queries.party("kl-batik"), "bench", by=by)
    key = base64.b64encode(f"{client}:{secret}".encode()).decode()
    headers = {"Authorization": f"Basic {key}", "Content-Type": "application/x-www-form-urlencoded"}
    door = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    door.request("POST", "/api/v1/token", "grant_type=client_credentials", headers)
    return str(json.loads(door.getresponse().read())["access_token"])


def _body(lines: Sequence[bytes]) -> bytes:
    return b"[" + b",".join(lines) + b"]"


def _post(port: int, token: str, bodies: Sequence[bytes]) -> None:
    """Post the bodies from several clients at once, each with a connection of its own."""
    left = list(bodies)

    def client() -> None:
        door = Door(port, token)
        while left:
            try:
                body = left.pop()
            except IndexError:
                return
            door.lodge(body)

    _by(client, CLIENTS)


def _singly(port: int, token: str, lines: Sequence[bytes]) -> list[float]:
    """How long each of many single declarations waits, from the moment at which it should be sent."""
    begun, waits, turn = time.monotonic() + 0.2, list[float](), iter(range(len(lines)))
    lock = threading.Lock()

    def client() -> None:
        door = Door(port, token)
        while True:
            with lock:
                n = next(turn, None)
            if n is None:
                return
            due = begun + n / RATE
            time.sleep(max(0.0, due - time.monotonic()))
            door.lodge(_body([lines[n]]))
            waits.append(time.monotonic() - due)

    _by(client, AT_THE_DOOR)
    return waits


def _by(client: Callable[[], None], count: int) -> None:
    """Let so many clients go at once; what fails one of them fails the measurement."""
    with ThreadPoolExecutor(count) as clients:
        for each in [clients.submit(client) for _ in range(count)]:
            each.result()


if __name__ == "__main__":
    main()
