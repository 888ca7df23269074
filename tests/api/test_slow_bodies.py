"""A peer that drips its body is cut off, and the others are served meanwhile (failure 18). Over a real socket."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings

from entrepot.hub.api import body
from entrepot.hub.events import clock


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


class Threaded(WSGIServer):
    """Each connection has a thread, as with the hub's own server."""

    def process_request(self, request: object, address: object) -> None:
        threading.Thread(target=self._served, args=(request, address), daemon=True).start()

    def _served(self, request: object, address: object) -> None:
        self.finish_request(request, address)  # type: ignore[arg-type]
        self.shutdown_request(request)  # type: ignore[arg-type]


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    monkeypatch.setattr(body, "PIECE_TAKES", 0.2)
    with override_settings(ROOT_URLCONF="entrepot.hub.api.peer", MIDDLEWARE=[], ALLOWED_HOSTS=["*"]):
        server = make_server("127.0.0.1", 0, WSGIHandler(), server_class=Threaded, handler_class=Quiet)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()
        server.server_close()


def dripping(port: int) -> socket.socket:
    """A connection that announces much and sends one byte."""
    line = socket.create_connection(("127.0.0.1", port), timeout=10)
    line.sendall(b"POST /ehx/v1/peerings HTTP/1.1\r\nHost: kl.example\r\nContent-Length: 60000\r\n\r\nx")
    return line


def test_18_a_body_that_drips_is_cut_off_and_others_are_answered_meanwhile(port: int) -> None:
    lines = [dripping(port) for _ in range(20)]
    other = socket.create_connection(("127.0.0.1", port), timeout=10)
    other.sendall(b"POST /ehx/v1/peerings HTTP/1.1\r\nHost: kl.example\r\nContent-Length: 0\r\n\r\n")
    assert other.recv(4096).startswith(b"HTTP/1.0 422")
    for line in lines:
        assert line.recv(4096).startswith(b"HTTP/1.0 408")
        line.close()
    other.close()


def test_18_a_body_that_keeps_a_small_pace_for_ever_is_cut_off_after_a_minute(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "PIECE", 1)
    ticks = iter(range(0, 10_000, 7))
    monkeypatch.setattr(clock, "ticks", lambda: float(next(ticks)))
    line = dripping(port)
    for _ in range(12):
        try:
            line.sendall(b"x")
        except OSError:
            break
        time.sleep(0.01)
    assert line.recv(4096).startswith(b"HTTP/1.0 408")
    line.close()


def test_a_body_that_comes_in_time_is_read_whole(port: int) -> None:
    line = socket.create_connection(("127.0.0.1", port), timeout=10)
    line.sendall(b"POST /ehx/v1/peerings HTTP/1.1\r\nHost: kl.example\r\nContent-Length: 20000\r\n\r\n")
    for _ in range(4):
        line.sendall(b"y" * 5000)
    assert line.recv(4096).startswith(b"HTTP/1.0 422")  # read, and found to be no offer
    line.close()
