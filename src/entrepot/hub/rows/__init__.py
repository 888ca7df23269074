"""Rows past the object mapper, many in one go: COPY on PostgreSQL, one prepared statement on SQLite.

An action that writes thousands of rows says which columns and hands over tuples; constraints, triggers and the
transaction are the database's, as ever. Values are what the driver takes: JSON as text, moments and days made `ready`.
"""

from __future__ import annotations

from entrepot.hub.rows.asking import Row, among, any_of, asked, held, listed, numbers
from entrepot.hub.rows.at_once import Question, at_once
from entrepot.hub.rows.at_once import asked as answer
from entrepot.hub.rows.columns import Columns, Same, Utf8
from entrepot.hub.rows.writing import FEW_ROWS, fill, insert, insert_new, ready

__all__ = [
    "FEW_ROWS",
    "Columns",
    "Question",
    "Row",
    "Same",
    "Utf8",
    "among",
    "answer",
    "any_of",
    "asked",
    "at_once",
    "fill",
    "held",
    "insert",
    "insert_new",
    "listed",
    "numbers",
    "ready",
]
