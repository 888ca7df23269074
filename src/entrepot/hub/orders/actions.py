"""Every write of orders, by what it concerns: placing, moving on, the border, and the settlement."""

from __future__ import annotations

from entrepot.hub.orders.border import file_papers, label, lodge_arrival, lodge_export, lodge_import
from entrepot.hub.orders.forgetting import forget
from entrepot.hub.orders.handing import hand_over
from entrepot.hub.orders.many import cancel_each, hand_over_each
from entrepot.hub.orders.moving import advance, cancel, joined, let_in, mirror, turned_back
from entrepot.hub.orders.passing import noted, owed_through, pass_on, pass_through
from entrepot.hub.orders.placing import Outcome, place
from entrepot.hub.orders.settling import settle, settled_at_home
from entrepot.hub.orders.stopping import stopped

__all__ = [
    "Outcome",
    "advance",
    "cancel",
    "cancel_each",
    "file_papers",
    "forget",
    "hand_over",
    "hand_over_each",
    "joined",
    "label",
    "let_in",
    "lodge_arrival",
    "lodge_export",
    "lodge_import",
    "mirror",
    "noted",
    "owed_through",
    "pass_on",
    "pass_through",
    "place",
    "settle",
    "settled_at_home",
    "stopped",
    "turned_back",
]
