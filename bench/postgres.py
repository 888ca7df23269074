"""A hub on a PostgreSQL of the measurements' own: started once a run with fsync on, stopped and removed at its end."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

from bench.timing import Unavailable


@cache
def hub() -> Path:
    """Django with its tables on the server, and its home; asked again it is the same."""
    from entrepot.hub.database import Server, ordinary_user
    from entrepot.trade.finding import Refused

    folder = Path(tempfile.mkdtemp(prefix="entrepot-bench-"))
    owner = ordinary_user()
    if owner:
        shutil.chown(folder, owner)
    server = Server(folder / "server", owner)
    atexit.register(_gone, server, folder)
    try:
        url = server.up()
    except (Refused, ImportError, OSError) as missing:
        raise Unavailable(f"no PostgreSQL can be had: {missing}") from missing
    home = folder / "home"
    home.mkdir()
    os.environ |= {"DATABASE_URL": url, "ENTREPOT_HOME": str(home), "ENTREPOT_URL": "https://kl.example"}
    os.environ |= {"ENTREPOT_COUNTRY": "MY", "ENTREPOT_LOG": "ERROR", "ENTREPOT_ALLOW_LOOPBACK_PEERS": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.hub.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0, interactive=False)
    return home


def server_seconds() -> float:
    """The CPU time that the database has used for our connection."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _gone(server: object, folder: Path) -> None:
    if (folder / "server").exists():
        server.down()  # type: ignore[attr-defined]
    shutil.rmtree(folder, ignore_errors=True)
