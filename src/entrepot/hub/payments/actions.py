"""Every write of payments, by what it concerns: what is asked of buyers, the proceeds, wallets, and visitors."""

from __future__ import annotations

from entrepot.hub.payments.giving_back import give_back, reclaim
from entrepot.hub.payments.proceeds import Due, claim, claims_paid, paid_out, pay_out
from entrepot.hub.payments.requests import ESCROW, PaymentFacts, forget_payer, lapse, refund, refuse, request, settled
from entrepot.hub.payments.visits import (
    Visit,
    confirm_visitor_payment,
    receive_visitor_payment,
    show_sale,
    visitor_request,
)
from entrepot.hub.payments.wallets import load, open_wallet

__all__ = [
    "ESCROW",
    "Due",
    "PaymentFacts",
    "Visit",
    "claim",
    "claims_paid",
    "confirm_visitor_payment",
    "forget_payer",
    "give_back",
    "lapse",
    "load",
    "open_wallet",
    "paid_out",
    "pay_out",
    "receive_visitor_payment",
    "reclaim",
    "refund",
    "refuse",
    "request",
    "settled",
    "show_sale",
    "visitor_request",
]
