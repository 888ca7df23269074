"""Every write of what follows a sale."""

from __future__ import annotations

from entrepot.hub.aftersales.receiving import receive
from entrepot.hub.aftersales.returns import answer, lapse, request, withdraw

__all__ = ["answer", "lapse", "receive", "request", "withdraw"]
