"""Shops that are none: they answer over HTTP as Shopify and WooCommerce do, from orders and products that we made up.

They page, ask to be left alone, fail, and keep what they are told, so that the real stores can be held to one conduct
without an account anywhere. Names and addresses in them are invented.
"""

from __future__ import annotations

from entrepot.hub.adapters.shop.simulator.serving import Serving, serving

__all__ = ["Serving", "serving"]
