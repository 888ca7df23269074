"""Calls to other hubs: signed, without redirects, with limits on time and size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from entrepot.ehx import httpsig
from entrepot.ehx.httpsig import Request, Response
from entrepot.ehx.refusal import code_of
from entrepot.hub.events import clock
from entrepot.hub.network import addresses, own
from entrepot.hub.network.models import Peer
from entrepot.trade.finding import Refused, Unavailable

LARGEST_ANSWER = 9 * 1024 * 1024
TIMES = httpx.Timeout(60, connect=10)


@dataclass
class Answer:
    """What came back. `proved` says that the peer itself signed it as the answer to this request, `skewed` that only
    the time of its signature is wrong: its clock or ours is.
    """

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    proved: bool = False
    skewed: bool = False


def call(method: str, url: str, *, peer: Peer | None = None, body: bytes = b"", media_type: str = "") -> Answer:
    """Call a hub and read its answer; raises `Unavailable` if none came. Signed if we know whom we call."""
    addresses.refuse_unless_public(url)
    request = Request(method, url, {"Content-Type": media_type} if body else {}, body)
    now = int(clock.wall().timestamp())
    if peer is not None:
        httpsig.sign_request(request, own.keys().signing_messages, now=now)
    answer = exchange(request)
    if peer is not None:
        fault = _fault(answer, request, peer)
        answer.proved, answer.skewed = not fault, fault == "clock-skew"
    return answer


def signed(method: str, url: str) -> Request:
    """A request without content, under our own signature, to be read piece by piece."""
    addresses.refuse_unless_public(url)
    request = Request(method, url)
    return httpsig.sign_request(request, own.keys().signing_messages, now=int(clock.wall().timestamp()))


@contextmanager
def stream(request: Request) -> Iterator[tuple[int, Iterable[bytes]]]:
    """Send the request and give status and content piece by piece. Tests put a simulated line in its place."""
    try:
        with (
            httpx.Client(follow_redirects=False, timeout=TIMES, trust_env=False) as client,
            client.stream(request.method, request.url, headers=request.headers) as answer,
        ):
            yield answer.status_code, answer.iter_raw()
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Unavailable(request.url) from None


def exchange(request: Request) -> Answer:
    """Send the request as it is. Tests put a simulated line in its place."""
    try:
        with (
            httpx.Client(follow_redirects=False, timeout=TIMES, trust_env=False) as client,
            client.stream(request.method, request.url, content=request.body, headers=request.headers) as answer,
        ):
            body = b""
            for piece in answer.iter_raw():
                body += piece
                if len(body) > LARGEST_ANSWER:
                    raise Unavailable(request.url)
            return Answer(answer.status_code, body, dict(answer.headers))
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Unavailable(request.url) from None


def _fault(answer: Answer, request: Request, peer: Peer) -> str:
    """Why the answer is not proved; nothing if it is."""
    response = Response(answer.status, request, answer.headers, answer.body)
    try:
        httpsig.verify_response(response, peer.said.http.get, now=int(clock.wall().timestamp()))
    except Refused as refused:
        return code_of(refused)
    return ""
