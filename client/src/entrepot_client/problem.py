"""What a hub answers when it does not do what was asked (RFC 9457)."""

from __future__ import annotations

from typing import Any

import httpx

from entrepot_client.shown import Finding


class Problem(Exception):  # noqa: N818 - the name of RFC 9457
    """The hub said no, or nobody answered; nothing was changed unless `status` is 0 or in the five hundreds.

    `kind` is the name that the hub's document of problems describes (`refused`, `not-allowed-now` …), `status` that of
    HTTP, or 0 when no answer came; `findings` are all of them, with pointers into what was sent; `request_id` finds the
    call in the hub's log.
    """

    def __init__(
        self,
        kind: str,
        status: int,
        title: str,
        detail: str = "",
        findings: tuple[Finding, ...] = (),
        request_id: str = "",
    ) -> None:
        told = [title, *(f"{found.get('pointer', '')} {found['sentence']}".strip() for found in findings)]
        super().__init__("; ".join(told))
        self.kind = kind
        self.status = status
        self.title = title
        self.detail = detail
        self.findings = findings
        self.request_id = request_id

    @property
    def codes(self) -> list[str]:
        """The codes of the findings, for programs that decide by them."""
        return [found["code"] for found in self.findings]

    @classmethod
    def of(cls, answer: httpx.Response) -> Problem:
        """The problem that an answer tells; of one that no hub wrote, what its status says."""
        told = _told(answer)
        return cls(
            kind=str(told.get("type", "")).rpartition("/")[2] or f"http-{answer.status_code}",
            status=answer.status_code,
            title=str(told.get("title") or told.get("error") or answer.reason_phrase),
            detail=str(told.get("detail") or told.get("error_description") or ""),
            findings=tuple(told.get("findings", ())),
            request_id=answer.headers.get("X-Request-Id", ""),
        )

    @classmethod
    def silent(cls, fault: httpx.HTTPError) -> Problem:
        """Nobody answered in time."""
        return cls("silent", 0, "The hub does not answer", f"{type(fault).__name__}: {fault}")


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
