"""Calls to addresses that parties gave: https on the public network only, no redirects, with limits on time and size.

The host's addresses are looked up once, and the call goes to the very address that was looked at: a name that answers
differently a moment later (DNS rebinding) leads nowhere new.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.trade.finding import Finding, Refused, Unavailable

TIMES = httpx.Timeout(10, connect=5)
LONGEST = 15.0  # seconds for one call, from the first byte of its answer
LARGEST_ANSWER = 4096


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint said: its status, the beginning of its words, and how many seconds it asks to be left alone."""

    status: int
    said: str
    wait: int = 0


def reachable(url: str) -> str:
    """The network address behind the URL, looked up now; refuses what is not https on the public network."""
    parts = _parts(url)
    if parts is None or not parts.hostname or parts.username or parts.password or parts.fragment:
        raise Refused(_refused(url))
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(_refused(url)) from None
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    here = settings.ENTREPOT_ALLOW_LOOPBACK_PEERS and all(each.is_loopback for each in addresses)
    if not addresses or not (here or (parts.scheme == "https" and all(_is_public(each) for each in addresses))):
        raise Refused(_refused(url))
    return str(addresses[0])


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, as far as it was allowed to be long: its status, its body and its headers by small names."""

    status: int
    body: bytes
    headers: Mapping[str, str]
    wait: int = 0


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send one message; raises `Unavailable` if no answer came, `Refused` if the address is no longer a public one."""
    sent = {"Content-Type": "application/json", "User-Agent": "Entrepot-Webhooks", **headers}
    reply = call("POST", url, body, sent, largest=LARGEST_ANSWER)
    return Answer(reply.status, reply.body.decode(errors="replace").replace("\0", "")[:200], reply.wait)


def call(method: str, url: str, body: bytes, headers: Mapping[str, str], *, largest: int) -> Reply:
    """Ask an address that a party gave, and read no more of its answer than is wanted.

    Raises `Unavailable` if no answer came, `Refused` if the address is not, or no longer, a public one.
    """
    parts = urlsplit(url)
    address = reachable(url)
    there = httpx.URL(url).copy_with(host=address)
    sent = {"Host": parts.netloc, **headers}
    try:
        with (
            httpx.Client(follow_redirects=False, timeout=TIMES, trust_env=False) as client,
            client.stream(
                method, there, content=body, headers=sent, extensions={"sni_hostname": parts.hostname}
            ) as answer,
        ):
            told = {name.lower(): value for name, value in answer.headers.items()}
            return Reply(answer.status_code, _beginning(answer, largest), told, _wait(answer))
    except (httpx.HTTPError, httpx.InvalidURL):
        raise Unavailable(url) from None


def _beginning(answer: httpx.Response, largest: int) -> bytes:
    """The first words of the answer; the rest is not read, however long it is or however slowly it comes.

    They are read as they came: a packed answer is not unpacked, since that could make a mountain of a molehill.
    """
    ends, body = time.monotonic() + LONGEST, b""
    for piece in answer.iter_raw(1024 if largest <= LARGEST_ANSWER else 65536):
        body += piece
        if len(body) >= largest or time.monotonic() > ends:
            break
    return body[:largest]


def _wait(answer: httpx.Response) -> int:
    told = answer.headers.get("Retry-After", "")
    return min(int(told), 24 * 3600) if told.isascii() and told.isdigit() and len(told) < 8 else 0


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") else None


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return bool(inner.is_global and not inner.is_multicast)


def _refused(url: str) -> Finding:
    return Finding(
        "webhook-address",
        gettext_noop("“{url}” is not an https address on the public network."),
        "/url",
        gettext_noop("Give the address at which your system receives messages, such as https://shop.example/hub."),
        params={"url": url[:200]},
    )
