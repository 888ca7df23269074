"""The database itself refuses to change or to delete what was recorded; no code path, ours included, can do it.

A migration raises the fence around a table. On SQLite, where altering a table means making it anew, a later migration
that alters a fenced table raises its fence again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython

REFUSAL = "is append-only: what was recorded is neither changed nor deleted"

_RAISE = {
    "sqlite": [
        "CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table}"
        " BEGIN SELECT RAISE(ABORT, '{table} {refusal}'); END",
        "CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table}"
        " BEGIN SELECT RAISE(ABORT, '{table} {refusal}'); END",
    ],
    "postgresql": [
        "CREATE OR REPLACE FUNCTION {table}_fence() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION '{table} {refusal}' USING ERRCODE = 'restrict_violation'; END $$",
        "CREATE OR REPLACE TRIGGER {table}_fence BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION {table}_fence()",
    ],
}
_LOWER = {
    "sqlite": ["DROP TRIGGER IF EXISTS {table}_no_update", "DROP TRIGGER IF EXISTS {table}_no_delete"],
    "postgresql": ["DROP TRIGGER IF EXISTS {table}_fence ON {table}"],
}
_STANDING = {
    "sqlite": "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name = tbl_name || '_no_update'",
    "postgresql": "SELECT relname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid"
    " WHERE tgname = relname || '_fence'",
}


def around(*tables: str) -> RunPython:
    """The step of a migration that raises the fence around these tables."""

    def raised(apps: Any, schema_editor: Any) -> None:
        raise_around(schema_editor.connection, *tables)

    def fallen(apps: Any, schema_editor: Any) -> None:
        _each(schema_editor.connection, _LOWER, tables)

    return RunPython(raised, fallen)


def raise_around(connection: BaseDatabaseWrapper, *tables: str) -> None:
    """Raise the fence; raising it twice is harmless."""
    _each(connection, _RAISE, tables)


def standing(connection: BaseDatabaseWrapper) -> tuple[str, ...]:
    """The tables around which a fence stands."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        return tuple(table for (table,) in cursor.fetchall())


@contextmanager
def lowered(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Every fence taken away for a moment: only for emptying the database of a test."""
    tables = standing(connection)
    _each(connection, _LOWER, tables)
    try:
        yield
    finally:
        raise_around(connection, *tables)


def _each(connection: BaseDatabaseWrapper, statements: dict[str, list[str]], tables: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            for statement in statements[connection.vendor]:
                cursor.execute(statement.format(table=table, refusal=REFUSAL))
