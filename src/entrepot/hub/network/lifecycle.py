"""How two hubs come together and part."""

from __future__ import annotations

from entrepot.trade.lifecycle import Lifecycle

PEERING = Lifecycle(
    "peering",
    "none",
    {
        ("none", "offer"): "offered",
        ("none", "agree"): "agreed",
        ("offered", "agree"): "agreed",
        ("agreed", "prove"): "active",
        ("active", "suspend"): "suspended",
        ("suspended", "resume"): "active",
        ("offered", "close"): "closed",
        ("agreed", "close"): "closed",
        ("active", "close"): "closed",
        ("suspended", "close"): "closed",
    },
)
