"""What a simulated shop is asked and answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

Tree = dict[str, Any]
HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Question:
    """One call: method, path, query, headers by small names, and the body read as JSON."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True, slots=True)
class Said:
    """One answer: its status, what it says, and further headers."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)


class Shop(Protocol):
    """A simulated shop: its keys, what it holds, and how it answers. Its next answers may be set to fail."""

    KIND: str
    keys: dict[str, str]
    faults: list[Said]

    def answer(self, asked: Question) -> Said:
        """One answer, as the real shop would give it."""

    def touch(self, number: int, **changes: Any) -> None:
        """Change the order with this number (the first is 0), as somebody in the shop would, now."""


def fixture(name: str) -> Tree:
    """What the shop holds when it opens."""
    told: Tree = json.loads((HERE / f"{name}.json").read_text())
    return told


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
