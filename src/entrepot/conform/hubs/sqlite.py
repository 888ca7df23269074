"""The database of one hub of the kit: a SQLite file in the hub's folder, whatever this process uses otherwise."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler, load_backend

from entrepot.conform.hubs import effects

FILE = "hub.sqlite3"
ENGINE = "django.db.backends.sqlite3"
OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # A trial ends a process by an error, never the machine: what was committed need not outlive the machine.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA recursive_triggers=ON;",
}


def connection(home: Path) -> BaseDatabaseWrapper:
    """A connection to the database in this folder."""
    given = {"ENGINE": ENGINE, "NAME": str(home / FILE), "CONN_MAX_AGE": None, "OPTIONS": dict(OPTIONS)}
    settings = ConnectionHandler({"default": given}).settings["default"]
    made: BaseDatabaseWrapper = load_backend(ENGINE).DatabaseWrapper(settings, "default")
    return made


def made(home: Path) -> None:
    """Make the database in this folder, with every table and nothing in them."""
    home.mkdir(parents=True)
    fresh = connection(home)
    before = connections["default"]
    connections["default"] = fresh
    try:
        call_command("migrate", verbosity=0, interactive=False)
        with fresh.cursor() as cursor:
            cursor.execute(effects.TABLE)
    finally:
        fresh.close()
        connections["default"] = before
