"""Logs: one line an occurrence, JSON for machines or words for people, with the number of the request it belongs to."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse

GOOD_NUMBER = re.compile(r"[A-Za-z0-9._-]{8,64}")

_BEFORE: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configured(level: str, form: str) -> dict[str, Any]:
    """The logging settings: Django's own lines and ours take the same way to standard error."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_BEFORE,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    last = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    formatter = {"()": structlog.stdlib.ProcessorFormatter, "processor": last, "foreign_pre_chain": _BEFORE}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"level": level, "propagate": True, "handlers": []},
            "django.server": {"level": level, "propagate": True, "handlers": []},
            "httpx": {"level": max(logging.getLevelNamesMapping()[level], logging.WARNING)},
        },
    }


def numbered(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: every request has a number, told in `X-Request-Id` and in each log line it causes."""

    def answered(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-Id", "")
        number = given if GOOD_NUMBER.fullmatch(given) else secrets.token_hex(8)
        with structlog.contextvars.bound_contextvars(request=number):
            response = get_response(request)
        response["X-Request-Id"] = number
        return response

    return answered
