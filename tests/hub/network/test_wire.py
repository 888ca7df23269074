"""Calls over a real socket: no redirects, no endless answers, silence told as silence."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from entrepot.ehx.httpsig import Request
from entrepot.hub.network import wire
from entrepot.trade.finding import Unavailable


class Doors(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, body + b" from " + self.headers["Host"].encode())

    def do_GET(self) -> None:
        if self.path == "/moved":
            self.answer(301, b"", Location="/elsewhere")
        elif self.path == "/endless":
            self.answer(200, b"x" * 20_000)
        else:
            self.answer(502, b"<html>")

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    made = HTTPServer(("127.0.0.1", 0), Doors)
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    thread.join()
    made.server_close()


def test_body_and_host_arrive_as_they_were_signed(server: str) -> None:
    answer = wire.exchange(Request("POST", f"{server}/x", {"Content-Type": "text/plain"}, b"line"))
    assert (answer.status, answer.body) == (200, b"line from " + server.removeprefix("http://").encode())


def test_a_redirect_is_an_answer_and_is_not_followed(server: str) -> None:
    assert wire.exchange(Request("GET", f"{server}/moved")).status == 301


def test_an_error_page_is_an_answer(server: str) -> None:
    assert wire.exchange(Request("GET", f"{server}/broken")).status == 502


def test_an_answer_without_end_is_cut_off(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "LARGEST_ANSWER", 10_000)
    with pytest.raises(Unavailable):
        wire.exchange(Request("GET", f"{server}/endless"))


def test_silence_is_told_as_silence() -> None:
    with pytest.raises(Unavailable):
        wire.exchange(Request("GET", "http://127.0.0.1:9/"))
