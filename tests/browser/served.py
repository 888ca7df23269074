"""Two hubs of one process, each at a port of its own: what a browser needs to go from one to the other."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer, get_internal_wsgi_application
from django.test.testcases import QuietWSGIRequestHandler

from tests.hub.network.two_hubs import Node

TURN = threading.RLock()
"""Held by whoever acts: the hubs share this process, so one request of one hub is answered at a time."""


@contextmanager
def served(node: Node) -> Iterator[str]:
    """The pages of a hub, at the address that is given."""
    pages = StaticFilesHandler(get_internal_wsgi_application())
    node.connection.inc_thread_sharing()

    def answered(asked: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        with TURN, node.here():
            answer = pages(asked, start)
            body = b"".join(answer)
            answer.close()
        return [body]

    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
    server.set_app(answered)
    running = threading.Thread(target=server.serve_forever, daemon=True)
    running.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        running.join(10)
        node.connection.dec_thread_sharing()
