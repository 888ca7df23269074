"""What came back, or goes back, over HTTP, and what is to be read in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from entrepot.ehx import strict
from entrepot.ehx.httpsig import Request
from entrepot.trade.finding import Refused


@dataclass
class Reply:
    """Status, body and headers of an answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def said(self) -> dict[str, Any]:
        """What a JSON answer says; nothing if it is none."""
        try:
            found = strict.read(self.body)
        except Refused:
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def code(self) -> str:
        """The code of a refusal."""
        return str(self.said.get("code", ""))

    @property
    def told(self) -> tuple[int, str]:
        """Status and code: what a refusal is compared by."""
        return self.status, self.code


Way = Callable[[Request], Reply]
"""Carries a request to whom it is addressed; raises `Unavailable` if no answer comes."""
