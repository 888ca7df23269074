"""The goods declaration: its facts, the rules it must meet, and its totals."""

from __future__ import annotations

from entrepot.trade.declaration.facts import DeclarationFacts, Direction, GoodsItem, MoneyText, PermitUse, Trader
from entrepot.trade.declaration.rules import RULES, check

__all__ = [
    "RULES",
    "DeclarationFacts",
    "Direction",
    "GoodsItem",
    "MoneyText",
    "PermitUse",
    "Trader",
    "check",
]
