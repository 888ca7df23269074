"""Values as PostgreSQL reads them from text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID


def told(value: Any) -> str | None:
    return None if value is None else _TOLD[type(value)](value)


def _array(values: Sequence[Any]) -> str:
    """A list as PostgreSQL reads it from text, each value between quotation marks."""
    texts = [told(value) for value in values]
    if not any(text is None or "\\" in text or '"' in text for text in texts):
        return '{"' + '","'.join(texts) + '"}' if texts else "{}"  # type: ignore[arg-type]
    return "{" + ",".join("NULL" if text is None else _quoted(text) for text in texts) + "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


_TOLD: dict[type, Callable[[Any], str]] = {
    str: str,
    int: int.__repr__,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\x" + value.hex(),
    date: date.isoformat,
    datetime: datetime.isoformat,
    UUID: str,
    list: _array,
}
"""Values as PostgreSQL reads them from text."""
