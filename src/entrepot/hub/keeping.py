"""Making, starting and keeping one hub: its database, its first operator, its server and its worker.

A hub on SQLite is one parent process with two children: the server and the worker. A child that dies is started
again; when the parent dies, the children end (see `lifeline`). Everything a child does is safe to repeat.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management import call_command

from entrepot.hub import lifeline

IDLE = 0.05  # seconds between two looks for work, when there was none


@dataclass(frozen=True)
class SignIn:
    """An address and a password that is shown once."""

    email: str
    password: str


def prepare() -> None:
    """Bring the database and the static files up to date; harmless to repeat."""
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def first_operator() -> SignIn | None:
    """The first operator of a new hub; None where there is one already."""
    from entrepot.hub.parties import queries

    return None if queries.has_operator() else add_operator("operator@localhost.localdomain")


def add_operator(email: str) -> SignIn:
    """A new operator with a password of our making."""
    from entrepot.hub.parties import actions

    password = secrets.token_urlsafe(12)
    actions.first_operator(email, password)
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


def serve(host: str, port: int) -> None:
    """Serve pages and API until told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    hold_on()
    Granian(
        "entrepot.hub.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=4,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()


def work() -> None:
    """Carry out what follows, and talk to the peers, until told to stop."""
    from entrepot.hub.events import worker
    from entrepot.hub.network import turn

    hold_on()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    while not stopping.is_set():
        done = worker.work_once(50) + turn.once()
        if not done:
            stopping.wait(IDLE)


def hold_on() -> None:
    """End with the hub's parent process, where it named itself."""
    if parent := os.environ.get("ENTREPOT_LIFELINE"):
        lifeline.hold(int(parent))


def connect(url: str, thumbprint: str) -> str:
    """Offer or accept a peering; says in which state it is now."""
    from entrepot.hub.network import actions

    peer: Any = actions.peer_with(url, thumbprint)
    return f"{peer.name}: {peer.state}"


def identity_lines() -> list[str]:
    """The public root key of this hub and the thumbprint that operators compare."""
    from entrepot.hub.network import queries

    with contextlib.suppress(FileExistsError):
        settings.ENTREPOT_HOME.mkdir(parents=True, exist_ok=True)
    mine = queries.identity()
    return [mine.root_vkey, mine.thumbprint]
