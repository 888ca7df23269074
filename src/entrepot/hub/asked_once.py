"""A foreign key that PostgreSQL asks once a statement, where thousands of rows name the same few others.

Its own foreign keys ask once a row, which is an eighth of what a batch costs the database. What they promise is kept: a
row that names what is not there is refused, whoever writes it; what is named is locked as a foreign key locks it, and
cannot be deleted or renamed while rows name it. SQLite keeps its foreign keys, which cost it little.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.migrations import RunPython

_KNOWN = """
CREATE FUNCTION {name}_known() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE held bigint;
BEGIN
    PERFORM 1 FROM {parent} WHERE {key} IN (SELECT {column} FROM fresh) FOR KEY SHARE;
    GET DIAGNOSTICS held = ROW_COUNT;
    IF held < (SELECT count(DISTINCT {column}) FROM fresh) THEN
        RAISE EXCEPTION 'a row of {table} names in {column} what {parent} does not hold'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$"""

_NAMED = """
CREATE FUNCTION {name}_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM {table} WHERE {column} = OLD.{key})
        AND NOT EXISTS (SELECT 1 FROM {parent} WHERE {key} = OLD.{key}) THEN
        RAISE EXCEPTION 'a row of {table} names in {column} what is taken from {parent}'
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$"""

_WHEN_WRITTEN = (
    "CREATE TRIGGER {name}_{when} AFTER {when} ON {table} REFERENCING NEW TABLE AS fresh"
    " FOR EACH STATEMENT EXECUTE FUNCTION {name}_known()"
)
_WHEN_TAKEN = (
    "CREATE CONSTRAINT TRIGGER {name}_taken AFTER DELETE OR UPDATE OF {key} ON {parent}"
    " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {name}_named()"
)
_ROW_BY_ROW = (
    "SELECT conname FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)"
    " WHERE contype = 'f' AND conrelid = %s::regclass AND attname = %s"
)


@dataclass(frozen=True)
class Link:
    """A column of a table, and the column of the parent whose values it may hold."""

    table: str
    column: str
    parent: str
    key: str

    def asked_once(self) -> RunPython:
        """The step of a migration after which the database asks once a statement."""
        return RunPython(self._once, self._row_by_row)

    def _once(self, apps: Any, schema_editor: Any) -> None:
        connection = schema_editor.connection
        if connection.vendor != "postgresql":
            return
        with connection.cursor() as cursor:
            cursor.execute(_ROW_BY_ROW, [self.table, self.column])
            for (name,) in cursor.fetchall():
                cursor.execute(f'ALTER TABLE {self.table} DROP CONSTRAINT "{name}"')
            for statement in (_KNOWN, _NAMED, _WHEN_TAKEN):
                cursor.execute(self._told(statement))
            for when in ("INSERT", "UPDATE"):
                cursor.execute(self._told(_WHEN_WRITTEN, when=when))

    def _row_by_row(self, apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(self._told("DROP FUNCTION {name}_known() CASCADE"))
            schema_editor.execute(self._told("DROP FUNCTION {name}_named() CASCADE"))
            schema_editor.execute(
                self._told(
                    "ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY ({column}) REFERENCES {parent} ({key})"
                    " DEFERRABLE INITIALLY DEFERRED"
                )
            )

    def _told(self, statement: str, **more: str) -> str:
        names = {"table": self.table, "column": self.column, "parent": self.parent, "key": self.key}
        return statement.format(name=f"{self.table}_{self.column}", **names, **more)
