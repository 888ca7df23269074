"""Problems as RFC 9457 tells them: what kind, which findings, and what to do about each.

The kinds are the house's four (cannot be read, may not be, an outside party is silent, we are wrong) and the few that
HTTP adds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext, gettext_noop
from ninja import Schema

from entrepot.trade.finding import Finding


class Told(Schema):
    """One finding, in the language of whoever asked."""

    code: str
    sentence: str
    pointer: str = ""
    remedy: str = ""
    law: str = ""
    level: str = "error"
    params: dict[str, str] = {}


class Problem(Schema):
    """The body of every answer that is not the one asked for (`application/problem+json`)."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    findings: list[Told] = []


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem: its name in the address of its description, its status, and what it means."""

    name: str
    status: int
    title: str
    meaning: str


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "unreadable",
            400,
            gettext_noop("The request cannot be read"),
            gettext_noop("Its form differs from the one described; every place is named. Correct them and try again."),
        ),
        Kind(
            "not-signed-in",
            401,
            gettext_noop("Who asks is not known"),
            gettext_noop("Send a bearer token, obtained for a key of your party, or sign in."),
        ),
        Kind(
            "not-yours",
            403,
            gettext_noop("Whoever asks has no right to it"),
            gettext_noop("The request is in order, and another party may make it; nothing was changed."),
        ),
        Kind(
            "unknown",
            404,
            gettext_noop("There is no such thing here"),
            gettext_noop("The address names nothing on this hub, or nothing that you may see."),
        ),
        Kind(
            "not-allowed-now",
            409,
            gettext_noop("Not possible in the present state"),
            gettext_noop("The request is right in itself, but not in the state things are in; nothing was changed."),
        ),
        Kind(
            "too-large",
            413,
            gettext_noop("The request is too large"),
            gettext_noop("Send it in smaller batches."),
        ),
        Kind(
            "refused",
            422,
            gettext_noop("Understood, but may not be"),
            gettext_noop("A rule of trade or law forbids it; every finding is told, and nothing was changed."),
        ),
        Kind(
            "asked-too-often",
            429,
            gettext_noop("Asked too often"),
            gettext_noop("Too many questions came from your network; wait half a minute, and ask again."),
        ),
        Kind(
            "wrong",
            500,
            gettext_noop("The hub is wrong"),
            gettext_noop("An error of ours, in the log under the number in X-Request-Id; nothing was changed."),
        ),
        Kind(
            "unavailable",
            503,
            gettext_noop("An outside party is silent"),
            gettext_noop("Try again at the time in Retry-After; nothing was changed."),
        ),
    )
}

log = structlog.get_logger(__name__)


def problem(
    request: HttpRequest, kind: Kind, findings: Iterable[Finding] = (), *, retry_at: datetime | None = None
) -> JsonResponse:
    """The answer of this kind, with every finding in the language of the request."""
    body = {
        "type": f"{settings.ENTREPOT_URL}/api/v1/problems/{kind.name}",
        "title": gettext(kind.title),
        "status": kind.status,
        "detail": gettext(kind.meaning),
        "instance": request.path,
        "findings": [told(finding) for finding in findings],
    }
    answer = JsonResponse(body, status=kind.status, content_type="application/problem+json")
    if kind.status == 503:
        answer["Retry-After"] = str(_seconds_until(retry_at))
    if kind.status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="entrepot"'
    return answer


def told(finding: Finding) -> dict[str, Any]:
    """A finding as it is sent."""
    return {
        "code": finding.code,
        "sentence": finding.told(gettext),
        "pointer": finding.pointer,
        "remedy": finding.cure(gettext) if finding.remedy else "",
        "law": finding.law,
        "level": finding.level,
        "params": dict(finding.params),
    }


def _seconds_until(moment: datetime | None) -> int:
    return 60 if moment is None else max(1, round((moment - datetime.now(UTC)).total_seconds()))
