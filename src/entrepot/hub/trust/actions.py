"""Every write about notices and measures."""

from __future__ import annotations

from entrepot.hub.trust.measures import appeal, decide, decide_appeal
from entrepot.hub.trust.notices import notify

__all__ = ["appeal", "decide", "decide_appeal", "notify"]
