"""Reads a peer's body under its limits of length and pace, so that nobody holds a server's thread by dripping.

The server hands a body over as it arrives and waits for it without end. So it is read by a thread of its own, and who
does not keep the pace is answered without it; that thread ends with the connection.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, TimeoutError

from django.http import HttpRequest

from entrepot.hub.events import clock
from entrepot.hub.network.answer import Reply, problem

PIECE = 64 * 1024
PIECE_TAKES = 5.0  # seconds in which a piece must come
LONGEST = 60.0  # seconds for all of it
READERS = 256

_readers = ThreadPoolExecutor(READERS, thread_name_prefix="body")


def read(http: HttpRequest, limit: int) -> tuple[Reply | None, bytes]:
    """The raw body, if its length is announced and allowed and it comes in time; nothing is read before."""
    if http.method == "GET":
        return None, b""
    if http.headers.get("Content-Encoding", "identity") != "identity":
        return problem(415, "content-coding"), b""
    given = http.headers.get("Content-Length", "")
    if not (given.isascii() and given.isdigit()) or "Transfer-Encoding" in http.headers:
        return problem(411, "length-required"), b""
    if len(given) > 12 or int(given) > limit:
        return problem(413, "too-large"), b""
    try:
        body = _in_time(http, int(given))
    except TimeoutError:
        return problem(408, "body-too-slow"), b""
    if len(body) != int(given):
        return problem(400, "body-cut-off"), b""
    return None, body


def _in_time(http: HttpRequest, length: int) -> bytes:
    until, pieces, left = clock.ticks() + LONGEST, [], length
    while left:
        piece = _readers.submit(http.read, min(left, PIECE)).result(PIECE_TAKES)
        if clock.ticks() > until:
            raise TimeoutError
        if not piece:
            break
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)
