"""A question to PostgreSQL, read and planned once by each connection, and then asked past the driver's cursor.

The cursor of the driver does much that a few rows do not need: for a question that the database answers in twenty
microseconds it takes longer than the answer. Values are told as text, which the database reads as its columns have it;
rows come back through the driver's own loaders.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

import psycopg
from django.db import OperationalError
from psycopg.adapt import Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

from entrepot.hub.rows.text import told

Row = tuple[Any, ...]
_GOOD = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)


class _Known:
    """The questions that a connection has planned, by their text, and what loads its rows."""

    def __init__(self, line: psycopg.Connection) -> None:
        self.names: dict[str, bytes] = {}
        self.loads = Transformer(line)


_known: WeakKeyDictionary[psycopg.Connection, _Known] = WeakKeyDictionary()


def answer(here: Any, question: str, values: Sequence[Any]) -> list[Row]:
    """What the database answers; of a statement that only writes, nothing.

    Whether a connection kept from an earlier request still stands is seen by its first question: one that only reads
    is asked again over a new one. A question of its own for that would cost as much as most of them do.
    """
    if here.health_check_done or not here.health_check_enabled:
        return _answer(here, question, values)
    if here.connection is None or here.in_atomic_block or not question.startswith("SELECT"):
        here.close_if_health_check_failed()
        return _answer(here, question, values)
    try:
        found = _answer(here, question, values)
    except OperationalError:
        if not here.connection.closed:
            raise
        here.close()
        found = _answer(here, question, values)
    here.health_check_done = True
    return found


def _answer(here: Any, question: str, values: Sequence[Any]) -> list[Row]:
    if here.connection is None:
        here.ensure_connection()
    line: psycopg.Connection = here.connection
    with here.wrap_database_errors:
        known = _known.get(line) or _known.setdefault(line, _Known(line))
        if not line.autocommit and line.pgconn.transaction_status == TransactionStatus.IDLE:
            _good(line, line.pgconn.exec_(b"BEGIN"))  # as the driver does before the first statement of a transaction
        name = known.names.get(question) or _prepare(line, known, question)
        result = _good(line, line.pgconn.exec_prepared(name, _texts(values)))
        if not result.ntuples:
            return []
        known.loads.set_pgresult(result)
        return known.loads.load_rows(0, result.ntuples, tuple)


def _prepare(line: psycopg.Connection, known: _Known, question: str) -> bytes:
    name = f"asked_{len(known.names)}".encode()
    first, *rest = question.split("%s")
    numbered = first + "".join(f"${n}{part}" for n, part in enumerate(rest, 1))
    _good(line, line.pgconn.prepare(name, numbered.replace("%%", "%").encode()))
    known.names[question] = name
    return name


def _texts(values: Sequence[Any]) -> list[Any]:
    """The values as bytes; or as None, which the description of the driver's library forgets."""
    texts = [value.encode() if type(value) is str else _text(value) for value in values]
    for text in texts:
        if text is not None and b"\0" in text:  # the driver's library would end the text there
            raise psycopg.DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
    return texts


def _text(value: Any) -> bytes | None:
    text = told(value)
    return None if text is None else text.encode()


def _good(line: psycopg.Connection, result: PGresult) -> PGresult:
    if result.status not in _GOOD:
        if line.closed:
            raise psycopg.OperationalError(result.get_error_message())
        raise psycopg.errors.error_from_result(result)
    return result
