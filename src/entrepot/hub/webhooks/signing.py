"""Signatures of messages as Standard Webhooks has them: HMAC-SHA256 over id, time and body, scheme `v1`.

Source: the Standard Webhooks specification, on signatures. Its asymmetric scheme `v1a` is not offered: the hub's
Ed25519 keys sign what hubs say to each other, and serve no second purpose.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"


def fresh_secret() -> str:
    """A secret of 32 random bytes, in the form that receivers' libraries read."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def headers(message: str, seconds: int, body: bytes, with_secrets: Sequence[str]) -> dict[str, str]:
    """The three headers; one signature for each secret that is good."""
    told = f"{message}.{seconds}.".encode() + body
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join(f"v1,{_signature(secret, told)}" for secret in with_secrets),
    }


def _signature(secret: str, told: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, told, hashlib.sha256)).decode()
