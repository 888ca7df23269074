"""Which provider this hub is paid through; who that is stands in the settings, and what it does in `hub.adapters`."""

from __future__ import annotations

from django.conf import settings


def name() -> str:
    """The provider's short name, under which it has its clearing account."""
    return str(settings.ENTREPOT_PAYMENT).rpartition(".")[2]


def clearing() -> str:
    """The account of the money that is with the provider."""
    return f"clearing:{name()}"
