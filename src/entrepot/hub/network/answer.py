"""What we answer to a peer, before it is signed."""

from __future__ import annotations

from dataclasses import dataclass, field

from entrepot.ehx import strict
from entrepot.hub.network.models import Head

TEXT = "text/plain; charset=utf-8"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Reply:
    """Status, body and type of an answer."""

    status: int
    body: bytes
    media_type: str = TEXT
    headers: dict[str, str] = field(default_factory=dict)


def receipt(head: Head) -> Reply:
    """A head with our receipt for it."""
    return Reply(200, (head.checkpoint + head.receipt).encode())


def json(value: object, status: int = 200) -> Reply:
    """A value as JSON."""
    return Reply(status, strict.line(value), "application/json")


def problem(status: int, code: str, *, detail: str = "", size: int | None = None, retry_after: int = 0) -> Reply:
    """A refusal (RFC 9457) with the code that the protocol names; after a gap, with the size that we hold."""
    said: dict[str, object] = {"type": f"urn:ehx:{code}", "title": code, "status": status, "code": code}
    said |= {"detail": detail} if detail else {}
    said |= {"size": size} if size is not None else {}
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    return Reply(status, strict.line(said), PROBLEM, headers)
