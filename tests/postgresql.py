"""A PostgreSQL for the tests that are marked so: started once, in a temporary folder, fsync on; stopped at the end.

A pytest plug-in (named in `conftest.py`). Where no PostgreSQL can be had, the tests say so and skip.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from entrepot.hub.database import Server, ordinary_user
from entrepot.trade.finding import Refused

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL of the tests' own."""
    folder = Path(tempfile.mkdtemp(prefix="entrepot-pg-"))
    owner = ordinary_user()
    if owner:
        shutil.chown(folder, owner)
    server = Server(folder / "server", owner)
    try:
        try:
            url = server.up()
        except (Refused, ImportError, OSError) as missing:
            pytest.skip(f"no PostgreSQL can be had: {missing}")
        yield url
    finally:
        if server.folder.exists():
            server.down()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def new_database(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes empty databases, one for each hub of a story, and drops them afterwards."""
    import psycopg
    from psycopg import sql

    made: list[sql.Identifier] = []

    def make() -> str:
        name = f"story_{secrets.token_hex(6)}"
        made.append(sql.Identifier(name))
        with psycopg.connect(postgres_server, autocommit=True) as door:
            door.execute(sql.SQL("CREATE DATABASE {}").format(made[-1]))
        return postgres_server.replace("/entrepot?", f"/{name}?", 1)

    yield make
    with psycopg.connect(postgres_server, autocommit=True) as door:
        for each in made:
            door.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(each))


@pytest.fixture
def postgres_url(new_database: Callable[[], str]) -> str:
    """The address of an empty database."""
    return new_database()


@pytest.fixture
def on_postgres(postgres_server: str, django_db_blocker: Any) -> Iterator[None]:
    """The hub's tables on PostgreSQL for one test, in this process; emptied afterwards."""
    from django.core.management import call_command
    from django.db import connections
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        kept, described = connections["default"], connections.settings["default"]
        connections.settings["default"] = _described(postgres_server, described)
        del connections["default"]
        try:
            call_command("migrate", verbosity=0)
            yield
            TransactionTestCase("__init__")._fixture_teardown()
        finally:
            connections["default"].close()
            connections.settings["default"] = described
            connections["default"] = kept


def _described(url: str, sqlite: dict[str, Any]) -> dict[str, Any]:
    from entrepot.hub.settings import database

    return {**sqlite, **database(url), "OPTIONS": {}}


def again(url: str, *folders: str) -> subprocess.CompletedProcess[str]:
    """Run the tests of these folders once more, with the hub's tables on PostgreSQL."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not postgres", *folders],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
