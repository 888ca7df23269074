"""The door of a hub in this process: the very bytes of a request go through the hub's whole web application."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from django.core.handlers.wsgi import WSGIHandler

from entrepot.conform.hubs.hub import Hub
from entrepot.ehx.httpsig import Request
from entrepot.hub.network.wire import Answer


def knock(hub: Hub, request: Request) -> Answer:
    """What the hub answers to a request that is whole and says how long it is."""
    told = {"Content-Length": str(len(request.body))} if request.body or request.method == "POST" else {}
    return pour(hub, request, io.BytesIO(request.body), told)


def pour(hub: Hub, request: Request, stream: io.IOBase, told: Mapping[str, str]) -> Answer:
    """What the hub answers when the body is read from a stream, whatever the headers say of it."""
    with hub.here():
        return served(request, stream, told)


def served(request: Request, stream: io.IOBase, told: Mapping[str, str]) -> Answer:
    """What the hub answers that this process now is."""
    status: list[str] = []
    headers: list[tuple[str, str]] = []

    def start(line: str, given: list[tuple[str, str]], fault: Any = None, /) -> Callable[[bytes], object]:
        status.append(line)
        headers.extend(given)
        return lambda piece: None  # Django writes nothing this old way

    answer = _application()(_environ(request, stream, told), start)
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    return Answer(int(status[0].split()[0]), body, dict(headers))


@cache
def _application() -> WSGIHandler:
    return WSGIHandler()


def _environ(request: Request, stream: io.IOBase, told: Mapping[str, str]) -> dict[str, Any]:
    parts = urlsplit(request.url)
    given = {**{name: value for name, value in request.headers.items() if name.lower() != "content-length"}, **told}
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or 443),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.1",
        "HTTP_HOST": parts.netloc,
        "SCRIPT_NAME": "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "https",
        "wsgi.input": stream,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in given.items():
        key = name.upper().replace("-", "_")
        environ[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    return environ
