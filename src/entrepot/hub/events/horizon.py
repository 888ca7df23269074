"""Up to which position the record is complete, so that whoever reads on from a position misses nothing.

On PostgreSQL positions are given before commits: 6 may be visible while 5 is still being written. Each writing
transaction therefore shows, as an advisory lock, the highest position given before its own; below the least of these
nothing can appear any more. On SQLite there is one writer at a time, and nothing to wait for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection
from django.db.migrations import RunPython

from entrepot.hub import rows
from entrepot.hub.events.models import Event

MARK = 0x45564E54  # tells our advisory locks from those of others

_GIVEN = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS position FROM events_event_position_seq"
_CYCLE = 2**31  # an advisory lock has room for so much of a position

_RAISE = f"""
CREATE OR REPLACE FUNCTION events_writing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared({MARK}, (position % {_CYCLE})::int) FROM ({_GIVEN}) AS given;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER events_event_writing BEFORE INSERT ON events_event
    FOR EACH STATEMENT EXECUTE FUNCTION events_writing();
"""
_LOWER = "DROP TRIGGER IF EXISTS events_event_writing ON events_event; DROP FUNCTION IF EXISTS events_writing();"

# The sequence is read before the locks: whoever was given a position by then holds its lock, or has finished.
_ASK = f"""
WITH given AS MATERIALIZED ({_GIVEN})
SELECT least(given.position, (
    SELECT min(given.position - (given.position - objid::bigint) % {_CYCLE}) FROM pg_locks
    WHERE locktype = 'advisory' AND classid = {MARK} AND objsubid = 2 AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)) FROM given
"""  # noqa: S608 - words of ours only


FEW = 20
"""Up to so many positions their number stands in the question, which is then planned once and not each time."""

_NEXT = (
    f"WITH shown AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared({MARK}, (position %% {_CYCLE})::int)"  # noqa: S608 - words of ours only
    f" FROM ({_GIVEN}) AS given)"
    " SELECT nextval('events_event_position_seq') FROM shown, generate_series(1, {count}::int)"
)


def positions(count: int) -> list[int]:
    """As many positions for events about to be written; that they are is shown before the first is given."""
    if connection.vendor != "postgresql":
        return rows.numbers(Event, count)
    if count <= FEW:
        return [position for (position,) in rows.asked(_next(str(count)))]
    return [position for (position,) in rows.asked(_next("%s"), count)]


@cache
def _next(count: str) -> str:
    return _NEXT.format(count=count)


def settled() -> int | None:
    """The position up to which everything is written, or None where everything visible is."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        (position,) = cursor.fetchone()
    return int(position)


def shown_by_writers() -> RunPython:
    """The step of a migration after which writers show where they are."""

    def raised(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_RAISE, params=None)

    def fallen(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(_LOWER, params=None)

    return RunPython(raised, fallen)
