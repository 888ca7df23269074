"""Which addresses we call: those of other hubs on the public network, never what stands behind our own wall."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.trade.finding import Finding, Refused


def refuse_unless_public(url: str) -> None:
    """Refuse an address that is not https, or whose host is on a private network, here, or nowhere.

    A hub's address comes from outside. Without this a stranger could have us call our own database or a cloud's
    metadata. `ENTREPOT_ALLOW_LOOPBACK_PEERS` lets two hubs meet on one machine for a demonstration.
    """
    parts = urlsplit(url)
    if settings.ENTREPOT_ALLOW_LOOPBACK_PEERS and parts.scheme in ("http", "https") and parts.hostname:
        return
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise _refused(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _refused(url) from None
    if not found or not all(_is_public(str(address[4][0])) for address in found):
        raise _refused(url)


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None)
    return (mapped or found).is_global and not found.is_multicast


def _refused(url: str) -> Refused:
    return Refused(
        Finding(
            "address-not-public",
            gettext_noop("“{url}” is not the public address of a hub."),
            remedy=gettext_noop("Give an https address on the public network."),
            params={"url": url[:200]},
        )
    )
