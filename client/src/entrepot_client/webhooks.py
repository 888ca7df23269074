"""Checks the messages that a hub sends to your endpoint (Standard Webhooks, scheme `v1`); needs nothing but Python."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import cast

from entrepot_client.shown import Message

PREFIX = "whsec_"
TOLERANCE = 300  # seconds between the hub's clock and yours


class NotTheHub(Exception):  # noqa: N818 - says what it is
    """The message was not signed with your secret, or is too old; answer 400 and do nothing else."""


def opened(secret: str, headers: Mapping[str, str], body: bytes, *, now: float | None = None) -> Message:
    """The message, if the hub that knows your secret sent it lately; give the body as it came, letter by letter.

    The hub sends at least once: keep the ids you have seen, and pass over one that comes again.
    """
    told = {name.lower(): value for name, value in headers.items()}
    number, sent = told.get("webhook-id", ""), told.get("webhook-timestamp", "")
    if not sent.isdigit() or abs((time.time() if now is None else now) - int(sent)) > TOLERANCE:
        raise NotTheHub("the time of the message is missing or too far from now")
    key = base64.b64decode(secret.removeprefix(PREFIX))
    due = base64.b64encode(hmac.digest(key, f"{number}.{sent}.".encode() + body, hashlib.sha256))
    given = told.get("webhook-signature", "").encode().split()
    if not any(hmac.compare_digest(b"v1," + due, each) for each in given):
        raise NotTheHub("no signature of the message is made with this secret")
    return cast("Message", json.loads(body))
