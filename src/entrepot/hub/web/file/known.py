"""Where the file of a consignment opens: a declaration that came without an order has none at this hub."""

from __future__ import annotations

from django.urls import reverse

from entrepot.hub.orders import queries as orders


def address(ucr: str) -> str:
    """The address of the consignment's file; nothing where this hub keeps none."""
    return reverse("file", args=[ucr]) if orders.consignment_or_none(ucr) is not None else ""
