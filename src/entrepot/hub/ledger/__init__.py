"""Accounts and transfers: append-only, balanced in each currency, safe to repeat; others say `ledger.post(...)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from entrepot.hub.ledger.actions import post

__all__ = ["post"]


def __getattr__(name: str) -> Any:
    """The action, found when first asked for: Django imports this package before there are tables."""
    if name not in __all__:
        raise AttributeError(name)
    from entrepot.hub.ledger import actions

    return getattr(actions, name)
