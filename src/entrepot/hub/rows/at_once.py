"""Several small questions put to the database as one statement, and answered where each of them is asked.

A way between two processes and a plan carried out cost more than what such a question looks up. Who asks keeps its own
question and its own words; whoever knows that several will be asked says so beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec
from django.db import connection

from entrepot.hub.rows import asking

_JSON = msgspec.json.Decoder(list[dict[str, Any]])


@dataclass(frozen=True, slots=True)
class Question:
    """A question in SQL with what is told to it; its columns have different names, and hold texts and whole numbers."""

    text: str
    told: tuple[str, ...] = ()


Answers = dict[Question, list[asking.Row]]
_ready: ContextVar[Answers | None] = ContextVar("_ready", default=None)


@contextmanager
def at_once(questions: Sequence[Question]) -> Iterator[None]:
    """Within, each of the questions is answered by what all of them were answered together at the beginning, once."""
    if connection.vendor != "postgresql":  # no way to another process, and nothing to save
        yield
        return
    told = [value for question in questions for value in question.told]
    [found] = asking.asked(_together(tuple(question.text for question in questions)), *told)
    before = _ready.set({question: _rows(text) for question, text in zip(questions, found, strict=True)})
    try:
        yield
    finally:
        _ready.reset(before)


def asked(question: Question) -> list[asking.Row]:
    """The answer to the question: the one that is at hand, or a new one."""
    answers = _ready.get()
    if answers is not None and (found := answers.pop(question, None)) is not None:
        return found
    return asking.asked(question.text, *question.told)


@cache
def _together(texts: tuple[str, ...]) -> str:
    parts = (f"(SELECT json_agg(row_to_json(q))::text FROM ({text}) AS q)" for text in texts)  # noqa: S608 - our words
    return f"SELECT {', '.join(parts)}"


def _rows(text: str | None) -> list[asking.Row]:
    return [tuple(row.values()) for row in _JSON.decode(text)] if text else []
