"""Which exception is told as which kind of problem: the one place where the four kinds of error become HTTP."""

from __future__ import annotations

from typing import Any

import structlog
from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from entrepot.hub.api.problem import KINDS, problem
from entrepot.hub.reading import Unreadable, findings_of
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours, Refused, Unavailable

log = structlog.get_logger(__name__)

NOT_TO_BE_KEPT = Finding(
    "not-to-be-kept",
    gettext_noop("A value is longer than the hub can keep, or holds a letter that no text may."),
    remedy=gettext_noop("Shorten it, and leave out letters that cannot be shown."),
)
OF_STATUS = {kind.status: kind for kind in KINDS.values()}


def answer_for(api: NinjaAPI) -> None:
    """Let the interface answer for every exception; the most particular one is looked for first."""

    @api.exception_handler(Unreadable)
    def unreadable(request: HttpRequest, failed: Unreadable) -> HttpResponse:
        return problem(request, KINDS["unreadable"], failed.findings)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, failed: ValidationError) -> HttpResponse:
        found = [finding for error in failed.errors for finding in findings_of([error], skip=_ours(error))]
        return problem(request, KINDS["unreadable"], found)

    @api.exception_handler(DataError)
    def not_to_be_kept(request: HttpRequest, failed: DataError) -> HttpResponse:
        log.info("a value cannot be kept", path=request.path, why=str(failed))
        return problem(request, KINDS["unreadable"], [NOT_TO_BE_KEPT])

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, failed: Refused) -> HttpResponse:
        return problem(request, KINDS["refused"], failed.findings)

    @api.exception_handler(NotAllowedNow)
    def not_allowed_now(request: HttpRequest, failed: NotAllowedNow) -> HttpResponse:
        return problem(request, KINDS["not-allowed-now"], failed.findings)

    @api.exception_handler(NotYours)
    def not_yours(request: HttpRequest, failed: NotYours) -> HttpResponse:
        return problem(request, KINDS["not-yours"], failed.findings)

    @api.exception_handler(Unavailable)
    def unavailable(request: HttpRequest, failed: Unavailable) -> HttpResponse:
        return problem(request, KINDS["unavailable"], retry_at=failed.retry_at)

    @api.exception_handler(RequestDataTooBig)
    def too_large(request: HttpRequest, failed: RequestDataTooBig) -> HttpResponse:
        return problem(request, KINDS["too-large"])

    @api.exception_handler(ObjectDoesNotExist)
    @api.exception_handler(Http404)
    def unknown(request: HttpRequest, failed: Exception) -> HttpResponse:
        return problem(request, KINDS["unknown"])

    @api.exception_handler(AuthenticationError)
    def not_signed_in(request: HttpRequest, failed: AuthenticationError) -> HttpResponse:
        return problem(request, KINDS["not-signed-in"])

    @api.exception_handler(HttpError)
    def by_status(request: HttpRequest, failed: HttpError) -> HttpResponse:
        kind = OF_STATUS.get(failed.status_code, KINDS["unreadable"])
        return problem(request, kind, failed.__cause__.findings if isinstance(failed.__cause__, Unreadable) else ())

    @api.exception_handler(Exception)
    def wrong(request: HttpRequest, failed: Exception) -> HttpResponse:
        log.exception("a request failed", path=request.path)
        return problem(request, KINDS["wrong"])


def _ours(error: dict[str, Any]) -> int:
    """How many parts of the error's place name the parameter and not something inside of it."""
    return 2 if error["loc"][:1] == ("body",) else 1
