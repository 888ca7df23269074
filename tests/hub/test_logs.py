from __future__ import annotations

import json
import logging

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from entrepot.hub import logs


def answered(**headers: str) -> tuple[HttpResponse, dict[str, object]]:
    """An answer given under the middleware, and what a log line would have carried meanwhile."""
    carried: dict[str, object] = {}

    def view(request: HttpRequest) -> HttpResponse:
        carried.update(structlog.contextvars.get_contextvars())
        return HttpResponse()

    return logs.numbered(view)(RequestFactory().get("/", headers=headers)), carried


def test_every_request_has_a_number_that_its_log_lines_carry() -> None:
    answer, carried = answered()
    assert carried == {"request": answer["X-Request-Id"]}
    assert structlog.contextvars.get_contextvars() == {}


def test_a_number_that_was_given_is_kept_if_it_can_do_no_harm() -> None:
    assert answered(**{"X-Request-Id": "till-7.0001"})[0]["X-Request-Id"] == "till-7.0001"
    for crooked in ("short", "x" * 65, "a b c d e f g h", "{'a': 'bcdef'}"):
        assert answered(**{"X-Request-Id": crooked})[0]["X-Request-Id"] != crooked


def test_a_line_for_machines_is_one_json_object() -> None:
    formatter = logs.configured("INFO", "json")["formatters"]["line"]
    made = formatter.pop("()")(**formatter)
    line = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", ("/x",), None)
    told = json.loads(made.format(line))
    assert (told["event"], told["level"], told["logger"]) == ("Not Found: /x", "warning", "django.request")


def test_a_level_that_there_is_not_is_noticed_at_the_start() -> None:
    with pytest.raises(KeyError):
        logs.configured("LOUD", "words")
