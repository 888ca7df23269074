"""The rules that every declaration meets before it is lodged, whatever the country: D001 to D042.

What only one country asks is in its law. “Annex B” is Annex B to Delegated Regulation (EU) 2015/2446 as amended by
(EU) 2021/234, whose numbering of data elements is the best known; the elements themselves are the WCO Data Model's.
"""

from __future__ import annotations

from entrepot.trade.declaration import rules_of_goods, rules_of_header, rules_of_permits
from entrepot.trade.declaration.facts import DeclarationFacts
from entrepot.trade.declaration.reading import Read, read
from entrepot.trade.declaration.rules_of_header import Manner
from entrepot.trade.finding import Finding, Rule, findings

RULES: tuple[Rule[Read], ...] = rules_of_header.RULES + rules_of_goods.RULES + rules_of_permits.RULES

_OF_MANNER = frozenset(each.code for each in rules_of_header.OF_MANNER)
_OF_HEADER = tuple(each for each in rules_of_header.RULES if each.code not in _OF_MANNER)
_SOUND: set[Manner] = set()
MOST_MANNERS = 10_000


def check(facts: DeclarationFacts) -> list[Finding]:
    """Everything found in a declaration, errors and warnings, in the order of the rules."""
    return check_read(read(facts))


def check_read(declaration: Read) -> list[Finding]:
    """Everything found in a declaration that was read already."""
    found: list[Finding] = []
    if not _is_of_sound_manner(declaration):
        found += findings(rules_of_header.RULES, declaration)
    elif not rules_of_header.sound_at_a_glance(declaration):
        found += findings(_OF_HEADER, declaration)
    if not rules_of_goods.sound_at_a_glance(declaration):
        found += findings(rules_of_goods.RULES, declaration)
    if declaration.facts.permits:
        found += findings(rules_of_permits.RULES, declaration)
    return found


def _is_of_sound_manner(declaration: Read) -> bool:
    """Whether the rules that look at little else than countries and terms were met before by the same of these."""
    manner = rules_of_header.manner(declaration.facts)
    if manner in _SOUND:
        return True
    if findings(rules_of_header.OF_MANNER, declaration):
        return False
    if len(_SOUND) >= MOST_MANNERS:
        _SOUND.clear()
    _SOUND.add(manner)
    return True
