"""Risk: which consignments are looked at, and why.

A profile says in a closed vocabulary what is looked for, and on which lane it sends what it finds: green is released,
yellow has its papers checked, red is opened. Profiles are data of the law; here they are read, compiled and applied.
"""

from __future__ import annotations

from entrepot.trade.risk.chance import commitment, drawn, proves
from entrepot.trade.risk.combined import AllOf, AnyOf, Not
from entrepot.trade.risk.look import Condition
from entrepot.trade.risk.of_items import (
    AnItem,
    Goods,
    ItemMassOver,
    ItemValueOver,
    Origin,
    ValuePerKgBelow,
    ValuePerKgOver,
    Words,
)
from entrepot.trade.risk.profile import Hit, Lane, Profile, Selection, Selector, compiled, lane
from entrepot.trade.risk.reading import profile
from entrepot.trade.risk.told import told
from entrepot.trade.risk.vocabulary import (
    Declarant,
    Direction,
    DueOver,
    From,
    ItemCountOver,
    MassOver,
    OneIn,
    Party,
    Regime,
    ScoreFrom,
    Term,
    To,
    Unregistered,
    ValueBelow,
    ValueOver,
)

__all__ = [
    "AllOf",
    "AnItem",
    "AnyOf",
    "Condition",
    "Declarant",
    "Direction",
    "DueOver",
    "From",
    "Goods",
    "Hit",
    "ItemCountOver",
    "ItemMassOver",
    "ItemValueOver",
    "Lane",
    "MassOver",
    "Not",
    "OneIn",
    "Origin",
    "Party",
    "Profile",
    "Regime",
    "ScoreFrom",
    "Selection",
    "Selector",
    "Term",
    "To",
    "Unregistered",
    "ValueBelow",
    "ValueOver",
    "ValuePerKgBelow",
    "ValuePerKgOver",
    "Words",
    "commitment",
    "compiled",
    "drawn",
    "lane",
    "profile",
    "proves",
    "told",
]
