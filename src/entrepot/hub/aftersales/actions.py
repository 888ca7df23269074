"""Every write of what follows a sale, by what it concerns: goods that come back, disputes, ratings."""

from __future__ import annotations

from entrepot.hub.aftersales.deciding import decide_dispute
from entrepot.hub.aftersales.disputes import answer_dispute, lapse_dispute, open_dispute, withdraw_dispute
from entrepot.hub.aftersales.rating import hide, let_pass, rate, reply
from entrepot.hub.aftersales.receiving import receive
from entrepot.hub.aftersales.returns import answer, lapse, request, withdraw

__all__ = [
    "answer",
    "answer_dispute",
    "decide_dispute",
    "hide",
    "lapse",
    "lapse_dispute",
    "let_pass",
    "open_dispute",
    "rate",
    "receive",
    "reply",
    "request",
    "withdraw",
    "withdraw_dispute",
]
