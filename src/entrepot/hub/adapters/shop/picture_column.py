"""Pictures that a file of products names by their addresses: read from their column, nothing fetched."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf import settings

from entrepot.hub.catalogue.pictures import MOST
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

BETWEEN = re.compile(r"[\s|;]+|,\s*(?=https?://)|,\s")
"""What stands between two addresses; a comma may stand within one."""
LONGEST = 2000


def read(sku: str, text: str) -> tuple[tuple[str, ...], tuple[Finding, ...]]:
    """The addresses in a cell, each once, and what is to be said of those that are left out."""
    told = [each.strip(",") for each in BETWEEN.split(text) if each.strip(",")]
    good = list(dict.fromkeys(each for each in told if _is_address(each)))
    found = [_unread(sku, each) for each in told if not _is_address(each)][:3]
    if len(good) > MOST:
        found.append(_too_many(sku, len(good)))
    return tuple(good[:MOST]), tuple(found)


def _is_address(text: str) -> bool:
    """Whether something could be fetched there; whether it may be is asked when it is."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    schemes = ("http", "https") if settings.ENTREPOT_ALLOW_LOOPBACK_PEERS else ("https",)
    return parts.scheme in schemes and bool(parts.hostname) and len(text) <= LONGEST and text.isprintable()


def _unread(sku: str, text: str) -> Finding:
    return Finding(
        "picture-address",
        gettext_noop("“{text}” is no https address of a picture of {sku}; it is not fetched."),
        "/pictures",
        gettext_noop("Correct the column, or add the picture on the page of the product."),
        level="warning",
        params={"text": text[:100], "sku": sku},
    )


def _too_many(sku: str, count: int) -> Finding:
    return Finding(
        "picture-addresses-too-many",
        gettext_noop("{count} pictures of {sku} are named, and a product shows at most {most}; the first are fetched."),
        "/pictures",
        level="warning",
        params={"count": str(count), "sku": sku, "most": str(MOST)},
    )
