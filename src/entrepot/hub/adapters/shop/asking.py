"""How a shop is asked over HTTP: under the guard for addresses that parties give, and with its silence told apart.

A shop that is too busy says when to come again; that, and no answer at all, is `Unavailable`. Keys that do not open it,
and an answer that is none of a shop, are `Refused`.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import msgspec

from entrepot.hub.events import clock
from entrepot.hub.webhooks import line
from entrepot.trade.finding import Finding, Refused, Unavailable
from entrepot.trade.wording import gettext_noop

LARGEST = 8 * 1024 * 1024
AGENT = "Entrepot-Shop"
BUSY = (420, 429, 430, 503)
_JSON = msgspec.json.Encoder()


def ask(method: str, url: str, headers: Mapping[str, str], body: Any = None) -> tuple[Any, Mapping[str, str]]:
    """What the shop answers, read as JSON, and the headers of the answer."""
    sent = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": AGENT, **headers}
    content = b""
    if body is not None:
        content = _JSON.encode(body)
        sent["Content-Type"] = "application/json"
    try:
        reply = line.call(method, url, content, sent, largest=LARGEST)
    except Refused:
        raise Refused(not_reachable(url)) from None
    if reply.status in BUSY or reply.status >= 500:
        raise busy(url, reply.wait)
    if reply.status in (401, 403):
        raise Refused(_not_opened())
    try:
        told = msgspec.json.decode(reply.body) if reply.body else None
    except msgspec.DecodeError:
        raise Refused(_not_a_shop(url, reply.status)) from None
    if reply.status == 404:
        return None, reply.headers
    if not 200 <= reply.status < 300:
        raise Refused(said_no(_reason(told) or str(reply.status)))
    return told, reply.headers


def basic(key: str, secret: str) -> str:
    """Key and secret as the header of HTTP's basic way of signing in."""
    return "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode()


def busy(who: str, seconds: float = 0) -> Unavailable:
    """The shop asks to be left alone for so long, or does not say for how long."""
    return Unavailable(who, clock.wall() + timedelta(seconds=seconds) if seconds else None)


def said_no(reason: str) -> Finding:
    """The shop understood and will not."""
    return Finding(
        "shop-refused",
        gettext_noop("The shop refused: {reason}."),
        remedy=gettext_noop("Put it right in the shop, then try again."),
        params={"reason": reason[:200].rstrip(".")},
    )


def not_reachable(url: str) -> Finding:
    return Finding(
        "shop-address",
        gettext_noop("“{url}” is not the https address of a shop on the public network."),
        "/url",
        gettext_noop("Give the address under which the shop is administered, such as https://shop.example."),
        params={"url": url[:200]},
    )


def _not_opened() -> Finding:
    return Finding(
        "shop-keys",
        gettext_noop("The shop does not accept the keys, or they do not allow this."),
        "/credentials",
        gettext_noop("Make new keys in the shop with the rights named on this page, and enter them here."),
    )


def _not_a_shop(url: str, status: int) -> Finding:
    return Finding(
        "shop-answer",
        gettext_noop("What answers at “{url}” ({status}) does not speak as a shop does."),
        "/url",
        gettext_noop("Check the address; give it without a page behind it, and as it stands after any forwarding."),
        params={"url": url[:200], "status": str(status)},
    )


def _reason(told: Any) -> str:
    if isinstance(told, dict):
        return str(told.get("message") or told.get("errors") or "")
    return ""
