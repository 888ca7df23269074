"""Which shops a seller may connect, what each asks for, and how one is opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from entrepot.hub.adapters.shop.asking import not_reachable
from entrepot.hub.adapters.shop.shopify_store import ShopifyStore
from entrepot.hub.adapters.shop.store import Store
from entrepot.hub.adapters.shop.woocommerce_store import WooCommerceStore
from entrepot.hub.webhooks import line
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of shop: its name, and the keys that it asks for, by their name and what the shop calls them."""

    name: str
    keys: Mapping[str, str]
    rights: str
    """What its keys must allow, in the shop's own words."""
    makes_hook_secret: bool
    """Whether the secret of its calls is one of its own keys; else we make one, for the seller to enter there."""


KINDS: Mapping[str, Kind] = {
    "shopify": Kind(
        "Shopify",
        {"token": gettext_noop("Admin API access token"), "hook": gettext_noop("API secret key")},
        "read_orders, read_products, read_locations, write_inventory, write_merchant_managed_fulfillment_orders",
        True,
    ),
    "woocommerce": Kind(
        "WooCommerce",
        {"key": gettext_noop("Consumer key"), "secret": gettext_noop("Consumer secret")},
        "Read/Write",
        False,
    ),
}


def opened(kind: str, url: str, keys: Mapping[str, str]) -> Store:
    """The shop, ready to be asked; nothing is asked yet."""
    if kind == "shopify":
        return ShopifyStore(url, keys["token"])
    return WooCommerceStore(url, keys["key"], keys["secret"])


def address(kind: str, url: str) -> str:
    """The shop's address in one form; refused if it is none that we may call."""
    told = url.strip().rstrip("/")
    told = told if "://" in told else f"https://{told}"
    host = urlsplit(told).hostname or ""
    try:
        line.reachable(told)
    except Refused:
        raise Refused(not_reachable(url)) from None
    if kind == "shopify" and not host.endswith(".myshopify.com") and not settings.ENTREPOT_ALLOW_LOOPBACK_PEERS:
        raise Refused(
            Finding(
                "shop-address",
                gettext_noop("“{url}” is not the address of a shop at Shopify."),
                "/url",
                gettext_noop("Give the one that ends in .myshopify.com; it stands in the settings of the shop."),
                params={"url": url[:200]},
            )
        )
    return told
