"""Making, starting and keeping one hub: its database, its first operator, its server and its worker.

A hub on SQLite is one parent process with two children: the server and the worker. A child that dies is started
again; when the parent dies, the children end (see `lifeline`). Everything a child does is safe to repeat.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from entrepot.hub import lifeline

SOON, LONGEST = 0.02, 0.3  # seconds between two rounds of work, while there is some and while there is none

UPKEEP = 3600  # seconds between two upkeeps

HOUSE = "operator"  # the party that runs the hub

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class SignIn:
    """An address and a password that is shown once."""

    email: str
    password: str


def prepare() -> None:
    """Bring the database and the static files up to date; harmless to repeat."""
    migrate()
    call_command("collectstatic", verbosity=0, interactive=False)


def migrate() -> None:
    """Bring the database up to date; harmless to repeat."""
    call_command("migrate", verbosity=0, interactive=False)


def publish_courses() -> None:
    """Put on offer the courses that come with the hub; harmless to repeat."""
    from entrepot.hub.events import Actor, clock
    from entrepot.hub.training import actions

    actions.publish_shipped(by=Actor("worker", "publish", "what comes with the hub", clock.now()))


def first_operator() -> SignIn | None:
    """The first operator of a new hub; None where there is one already."""
    from entrepot.hub.parties import queries

    if queries.with_right("operator").exists():
        return None
    return add_operator("operator@entrepot.example")


def add_operator(email: str) -> SignIn:
    """A new operator with a password of our making."""
    from entrepot.hub.events import Actor, clock
    from entrepot.hub.parties import actions, queries

    password = secrets.token_urlsafe(12)
    if not queries.with_right("operator").exists():
        actions.first_operator(email, password)
        return SignIn(email, password)
    by = Actor("worker", "operator-add", "the command line", clock.now())
    actions.enrol(email, name="", password=password, party=queries.party(HOUSE), role="operator", by=by)
    return SignIn(email, password)


def keep(host: str, port: int) -> int:
    """Run server and worker until told to stop; a child that dies is started again."""
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    commands = {
        "serve": ["serve", "--host", host, "--port", str(port)],
        "worker": ["worker"],
    }
    children = {name: _child(command) for name, command in commands.items()}
    while not stopping.wait(0.2):
        for name, child in children.items():
            if child.poll() is not None and not stopping.is_set():
                children[name] = _child(commands[name])
                time.sleep(0.5)
    for child in children.values():
        child.terminate()
    for child in children.values():
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0


def _child(command: list[str]) -> subprocess.Popen[bytes]:
    here = [sys.executable, "-m", "entrepot", *command, "--home", str(settings.ENTREPOT_HOME)]
    return subprocess.Popen(here, env={**os.environ, "ENTREPOT_LIFELINE": str(os.getpid())})  # noqa: S603 - our own command


THREADS = 4
"""Threads that answer, of all processes together; those of one process share its interpreter and slow each other."""

PATIENCE = 10
"""Seconds for which requests under way may go on when the server is told to stop."""

IDLE = 600
"""Seconds for which a thread without work is kept: its connection and the statements that it has planned go with it."""


def serve(host: str, port: int, workers: int = 1) -> None:
    """Serve pages and API until told to stop; several processes on PostgreSQL use several cores.

    Each of several is awake before it answers; a hub that serves by one is up sooner, and reads as it goes.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from entrepot.hub import awake

    hold_on()
    if workers > 1:
        awake.wake()  # once for all: processes are forked from this one where the system can
    Granian(
        "entrepot.hub.awake:application" if workers > 1 else "entrepot.hub.wsgi:application",
        factory=workers > 1,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=max(2, THREADS // workers),
        blocking_threads_idle_timeout=IDLE,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
    ).serve()


def work() -> None:
    """Carry out what follows, talk to peers, endpoints and sellers' shops, fetch pictures, until told to stop."""
    from entrepot.hub.adapters.shop import fetching
    from entrepot.hub.storefronts import runner
    from entrepot.hub.webhooks import postman

    hold_on()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    threading.Thread(target=postman.go_forever, args=[stopping], name="postman", daemon=True).start()
    threading.Thread(target=runner.go_forever, args=[stopping], name="runner", daemon=True).start()
    threading.Thread(target=fetching.go_forever, args=[stopping], name="fetcher", daemon=True).start()
    pause, due = SOON, time.monotonic()
    while not stopping.is_set():
        if time.monotonic() >= due:
            due = time.monotonic() + UPKEEP
            _upkeep()
        pause = SOON if _round() else min(pause * 2, LONGEST)
        stopping.wait(pause)


def _upkeep() -> None:
    """What a hub does every hour: fetch lists of names, keep chance, close passages. A fault is logged."""
    from entrepot.hub.adapters import names
    from entrepot.hub.customs import actions
    from entrepot.hub.events import Actor, clock
    from entrepot.hub.webhooks import postman

    by = Actor("worker", "upkeep", "every hour", clock.now())
    try:
        names.refresh(by=by)
        actions.keep_chance(by=by)
        actions.close_overdue(by.at.date(), by=by)
        postman.forget()
    except Exception:
        log.exception("the upkeep failed")
        connection.close()


def _round() -> int:
    """One round of work; answers how much was done. A fault of the database is logged and survived."""
    from entrepot.hub.events import worker
    from entrepot.hub.network import courier, duties

    try:
        duties.look()
        return worker.work_once() + courier.carry_once() or worker.clock_jumped()
    except Exception:
        log.exception("a round of work failed")
        connection.close()
        return 0


def hold_on() -> None:
    """End with the hub's parent process, where it named itself."""
    if parent := os.environ.get("ENTREPOT_LIFELINE"):
        lifeline.hold(int(parent))


def identity_lines() -> list[str]:
    """The public root key of this hub and the thumbprint that operators compare."""
    from entrepot.hub.network import own

    mine = own.statement()
    return [str(mine.root_key), mine.thumbprint]


def signet_line() -> str:
    """The public key under which this hub signs permits and certificates."""
    from entrepot.hub.training import queries

    return str(queries.key().verifier)
