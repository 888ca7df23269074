"""What a shop calls out by itself, and whether it was that shop: both sign the body with HMAC-SHA256, in base64.

Shopify writes the signature into `X-Shopify-Hmac-Sha256`, WooCommerce into `X-WC-Webhook-Signature`. A call only says
that something changed; what changed is read from the shop itself, so that a call told twice, late or out of order does
no harm.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping

SIGNATURES = {"shopify": "X-Shopify-Hmac-Sha256", "woocommerce": "X-WC-Webhook-Signature"}
TOPICS = {"shopify": "X-Shopify-Topic", "woocommerce": "X-WC-Webhook-Topic"}
_TRIED = re.compile(rb"webhook_id=\d{1,12}")


def signature(secret: str, body: bytes) -> str:
    """The signature of a body."""
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def genuine(kind: str, headers: Mapping[str, str], body: bytes, secret: str) -> bool:
    """Whether the call can only have come from who knows the secret."""
    given = headers.get(SIGNATURES[kind], "")
    return bool(secret) and hmac.compare_digest(given.encode(), signature(secret, body).encode())


def only_tried(kind: str, body: bytes) -> bool:
    """Whether it is the unsigned call with which WooCommerce tries an address before it takes it; it tells nothing."""
    return kind == "woocommerce" and bool(_TRIED.fullmatch(body.strip()))


def topic(kind: str, headers: Mapping[str, str]) -> str:
    """What the shop says has happened, such as `orders/updated`."""
    return headers.get(TOPICS[kind], "")[:60]
