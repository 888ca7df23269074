"""Screening: whether the name of a party stands on a list of those with whom trade is forbidden or limited.

A name is written in many ways: in another script, another order, with a title, with another vowel. Lists are read once
into an index; asking it costs some millionths of a second and answers with reasons that a person can check.
"""

from __future__ import annotations

from entrepot.trade.screening.entry import Kind, Listed, NameHit
from entrepot.trade.screening.index import Index, Screen
from entrepot.trade.screening.parties import Role, from_names, role_of
from entrepot.trade.screening.words import words

__all__ = ["Index", "Kind", "Listed", "NameHit", "Role", "Screen", "from_names", "role_of", "words"]
