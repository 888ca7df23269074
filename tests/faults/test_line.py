"""The line that the demo cuts: what hubs say to each other suffers, everything else passes byte for byte."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from entrepot.trade.finding import Refused
from entrepot.twin import world
from entrepot.twin.line import Line

BODY = b"leaf " * 40_000
HUBS = ("/ehx/v1/channels/a/entries", "/.well-known/openid-federation")


class Hub(BaseHTTPRequestHandler):
    """Answers with what it was sent, or with a long body."""

    def do_GET(self) -> None:
        self._answer(BODY)

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def line() -> Iterator[Line]:
    hub = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=hub.serve_forever, daemon=True).start()
    with Line(free_port(), hub.server_address[1]).standing() as standing:
        yield standing
    hub.shutdown()
    hub.server_close()


def get(line: Line, path: str) -> httpx.Response:
    return httpx.get(f"http://127.0.0.1:{line.port}{path}", timeout=10)


@pytest.mark.parametrize("path", [*HUBS, "/health", "/c/ehx"])
def test_a_whole_line_carries_every_byte(line: Line, path: str) -> None:
    assert get(line, path).content == BODY
    answer = httpx.post(f"http://127.0.0.1:{line.port}{path}", content=BODY, timeout=10)
    assert (answer.content, line.lost) == (BODY, 0)


@pytest.mark.parametrize("path", HUBS)
def test_while_it_is_cut_hubs_do_not_reach_each_other_and_people_still_reach_their_hub(line: Line, path: str) -> None:
    line.cut()
    for _ in range(3):
        with pytest.raises(httpx.TransportError):
            get(line, path)
    assert get(line, "/health").content == BODY
    line.mend()
    assert (get(line, path).content, line.lost) == (BODY, 3)


def test_a_call_that_is_under_way_breaks_off(line: Line) -> None:
    with socket.create_connection(("127.0.0.1", line.port), timeout=10) as caller:
        caller.sendall(b"POST /ehx/v1/x HTTP/1.1\r\nHost: hub\r\nContent-Length: 9\r\n\r\nhalf")
        until = time.monotonic() + 10
        while not line._open and time.monotonic() < until:
            time.sleep(0.01)
        line.cut()
        with suppress(ConnectionResetError):
            assert caller.recv(10) == b""


def test_an_answer_can_be_lost_on_its_way(line: Line) -> None:
    line.drop = 100
    with pytest.raises(httpx.TransportError):
        get(line, HUBS[0])
    assert get(line, "/health").content == BODY
    line.mend()
    assert (get(line, HUBS[0]).content, line.lost) == (BODY, 1)


def test_calls_can_be_slow(line: Line) -> None:
    line.delay = 0.3
    before = time.monotonic()
    assert get(line, HUBS[0]).content == BODY
    assert time.monotonic() - before >= 0.3


def test_a_hub_that_is_away_looks_away(line: Line) -> None:
    line.behind = free_port()
    with pytest.raises(httpx.TransportError):
        get(line, "/health")


def test_a_port_that_is_taken_is_said_at_once(line: Line) -> None:
    with pytest.raises(OSError, match="in use"), Line(line.port, line.behind).standing():
        pass


def test_no_line_is_put_before_a_hub_that_runs_already(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for code in world.places(tmp_path):
        (tmp_path / code).mkdir()
        (tmp_path / code / "desk.json").write_text("{}")
    monkeypatch.setattr(world, "answers", lambda place: True)
    with pytest.raises(Refused, match="runs already"), world.opened(tmp_path, lines=True):
        pass
