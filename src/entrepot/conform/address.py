"""The kit as a peer of a hub that runs elsewhere: our peer listens at an address of its own, and calls over HTTP."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from entrepot.conform.outside import Outside
from entrepot.conform.peer import doors
from entrepot.conform.peer.reference import Reference
from entrepot.conform.peer.reply import Reply
from entrepot.ehx import batch
from entrepot.ehx.checkpoint import CHANNELS
from entrepot.ehx.httpsig import Request
from entrepot.trade.finding import Unavailable

LONGEST = 60.0  # seconds to wait for an answer


def call(request: Request) -> Reply:
    """Send the request as it is; no redirect is followed, and nothing is taken from the environment."""
    headers = {name: value.strip() for name, value in request.headers.items()}
    try:
        with httpx.Client(follow_redirects=False, timeout=LONGEST, trust_env=False) as client:
            answer = client.request(request.method, request.url, content=request.body, headers=headers)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Unavailable(request.url) from None
    return Reply(answer.status_code, answer.content, dict(answer.headers))


@contextmanager
def listening(hub: str, host: str, port: int, url: str = "") -> Iterator[Reference]:
    """A fresh peer that answers at this address, and that has read who the hub is. Port 0 takes any that is free."""
    server = ThreadingHTTPServer((host, port), BaseHTTPRequestHandler)
    peer = Reference.made(url or f"http://{host}:{server.server_address[1]}", call, _now)
    peer.fetch(hub.rstrip("/"))
    server.RequestHandlerClass = _answering(peer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield peer
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def together(peer: Reference, patience: float) -> Outside | None:
    """The hub as a peer of ours, once its operator has approved us; None if that did not come in time."""
    ends = time.monotonic() + patience
    while not (peer.agreement and _active(peer)):
        if time.monotonic() > ends:
            return None
        time.sleep(0.5)
    for name in CHANNELS:
        peer.post(name, peer.logs[name].batch(0))
    return Outside(peer)


def _active(peer: Reference) -> bool:
    """Whether the hub has heard our answer to its one-time word, and takes what we say."""
    try:
        return peer.prove() and peer.post("ctl", peer.logs["ctl"].batch(0)).status == 200
    except Unavailable:
        return False


def _now() -> datetime:
    return datetime.now(UTC)


def _answering(peer: Reference) -> type[BaseHTTPRequestHandler]:
    """Carries requests to the peer's doors, one at a time."""
    one = threading.Lock()

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = LONGEST

        def do_GET(self) -> None:
            length = self.headers.get("Content-Length", "0")
            if not length.isdigit() or int(length) > batch.HARD_SIZE:
                self.send_error(413)
                return
            body = self.rfile.read(int(length))
            asked = Request(self.command, peer.url + self.path, dict(self.headers.items()), body)
            with one:
                reply = doors.answer(peer, asked)
            self.send_response_only(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        do_POST = do_GET  # noqa: N815 - named by the standard library

        def log_message(self, format: str, *args: object) -> None:
            """What is asked of us is not written down."""

    return Answering
