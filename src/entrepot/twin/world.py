"""Where the hubs live, and keeping them running."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from binascii import crc32
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import httpx

from entrepot.trade.finding import Finding, Refused, Unavailable
from entrepot.trade.wording import gettext_noop
from entrepot.twin import peering, seed
from entrepot.twin.line import Line
from entrepot.twin.place import Place

FIRST_PORT, WORLDS = 8610, 500  # a folder has ports of its own, so that two worlds seldom meet


CAST = (
    ("hz", "Hangzhou e-hub", "CN", "Asia/Shanghai"),
    ("kl", "Kuala Lumpur e-hub", "MY", "Asia/Kuala_Lumpur"),
)
BEYOND = ("sg", "Singapore e-hub", "SG", "Asia/Singapore")
"""A third hub, which exchanges with the second alone: what goes there from the first passes the second."""


def places(home: Path, *, hubs: int = 2) -> dict[str, Place]:
    """The hubs of the world kept in this folder; their ports are chosen once, since an address is an identity."""
    kept = home / "world.json"
    rows = json.loads(kept.read_text()) if kept.exists() else []
    found = [Place(**{**row, "home": home / row["code"]}) for row in rows]
    missing = (*CAST, BEYOND)[len(found) : hubs]
    if missing:
        home.mkdir(parents=True, exist_ok=True)
        first = FIRST_PORT + 3 * (crc32(str(home.resolve()).encode()) % WORLDS)
        free = _free_ports(first, {place.port for place in found})
        found += [Place(*who, port=next(free), home=home / who[0]) for who in missing]
        draft = kept.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps([{**asdict(place), "home": ""} for place in found], indent=1))
        draft.replace(kept)
    return {place.code: place for place in found[:hubs]}


def neighbours(places: Mapping[str, Place]) -> list[tuple[str, str]]:
    """Which two hubs exchange: each with the next; the last two first, so that the first learns where the way leads."""
    return [*pairwise(places)][::-1]


def _free_ports(start: int, taken: set[int]) -> Iterator[int]:
    for port in (port for port in range(start, start + 500) if port not in taken):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                probe.bind(("127.0.0.1", port))
                yield port


@dataclass
class World:
    """The hubs, running: a hub that falls is raised again. Before each may stand a line that does what lines do."""

    places: dict[str, Place]
    running: dict[str, subprocess.Popen[bytes]]
    lines: dict[str, Line] = field(default_factory=dict)

    @property
    def lost(self) -> int:
        """How many calls of the hubs to each other did not come through."""
        return sum(line.lost for line in self.lines.values())

    def tend(self) -> None:
        """Start every hub that is not running."""
        for code, place in self.places.items():
            child = self.running.get(code)
            if (child is None or child.poll() is not None) and not answers(place):
                self.running[code] = started(place, self.lines[code].behind if code in self.lines else place.port)

    def wait(self, seconds: float = 60) -> None:
        """Return when every hub answers."""
        until = time.monotonic() + seconds
        while not all(answers(place) for place in self.places.values()):
            self.tend()
            if time.monotonic() > until:
                silent = next(place for place in self.places.values() if not answers(place))
                raise Unavailable(f"{silent.name} (see {silent.home / 'hub.log'})")
            time.sleep(0.1)

    def stop(self) -> None:
        for child in self.running.values():
            with suppress(ProcessLookupError):
                child.terminate()
        for child in self.running.values():
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)


def started(place: Place, port: int) -> subprocess.Popen[bytes]:
    """The hub's process, at the head of a group of its own; its log lies in its home."""
    with (place.home / "hub.log").open("ab") as log:
        child = subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "entrepot", "up", "--home", str(place.home), "--port", str(port)],
            env=place.surroundings,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (place.home / "hub.pid").write_text(str(child.pid))
    return child


def answers(place: Place) -> bool:
    """Whether the hub at this address is up and is the one we mean."""
    try:
        told = httpx.get(f"{place.url}/health", timeout=2)
    except httpx.TransportError:
        return False
    ours = sha256(str(place.home.resolve()).encode()).hexdigest()[:16]
    if told.status_code == 200 and told.json().get("home") != ours:
        raise Refused(
            Finding(
                "port-taken",
                gettext_noop("Another hub, {other}, answers at {url}."),
                remedy=gettext_noop("Stop it, or choose another folder with --home."),
                params={"other": str(told.json().get("name")), "url": place.url},
            )
        )
    return told.status_code == 200


@contextmanager
def opened(home: Path, *, lines: bool = False, hubs: int = 2) -> Iterator[World]:
    """The world in this folder, seeded and running; hubs that were not running before are stopped afterwards.

    With `lines` a line that can be cut stands before each hub, at its address; the hubs must not be running yet.
    """
    world = World(places(home, hubs=hubs), {})
    bare = [place for place in world.places.values() if not (place.home / seed.DESK).exists()]
    for place in bare:
        place.home.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor() as side_by_side:
        list(side_by_side.map(lambda place: place.run("entrepot.twin.seed", place.code), bare))
    with ExitStack() as standing:
        standing.callback(world.stop)
        for place in world.places.values() if lines else ():
            world.lines[place.code] = standing.enter_context(_line_before(place).standing())
        world.wait()
        peering.ensure(world.places, neighbours(world.places))
        yield world


def _line_before(place: Place) -> Line:
    """A line at the hub's address, to a port at which nobody is called but through it."""
    if answers(place):
        raise Refused(
            Finding(
                "hub-runs-already",
                gettext_noop("{name} runs already; no line can be put before it."),
                remedy=gettext_noop("End the demo that runs in this folder, or choose another with --home."),
                params={"name": place.name},
            )
        )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return Line(place.port, int(probe.getsockname()[1]))
