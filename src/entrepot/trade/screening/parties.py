"""Who is screened of a declaration, and on which lane a name that is listed puts it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from entrepot.trade.declaration.facts import DeclarationFacts
from entrepot.trade.risk.profile import Hit, Lane
from entrepot.trade.screening.entry import NameHit
from entrepot.trade.screening.index import Screen
from entrepot.trade.wording import gettext_noop

Role = Literal["consignor", "consignee"]

CODE = "NAME"
NAME_SAME = gettext_noop("A listed name")
NAME_NEAR = gettext_noop("A name near a listed one")
REASON_SAME = gettext_noop("The {role} has the name of entry {entry} on the list {list}. Compare who it is.")
REASON_NEAR = gettext_noop("The {role}'s name is near entry {entry} on the list {list}, by {near} of 100. Compare who.")


def from_names(facts: DeclarationFacts, screen: Screen) -> tuple[Hit, ...]:
    """What the names of the two parties are near to, as hits: the same name is opened, a near one has papers checked.

    A hit names the entry and not the party: who receives the goods is told to nobody who reads only the hits.
    """
    found = (*screen(facts.consignor.name), *screen(facts.consignee.name))
    return tuple(_hits(facts, screen)) if found else ()


def role_of(hit: Hit) -> str:
    """Which party a hit is about, or nothing if no name led to it."""
    return hit.params.get("role", "") if hit.code == CODE else ""


def _hits(facts: DeclarationFacts, screen: Screen) -> Iterator[Hit]:
    roles: tuple[tuple[Role, str], ...] = (("consignor", facts.consignor.name), ("consignee", facts.consignee.name))
    for role, name in roles:
        for hit in screen(name):
            yield _hit(role, hit)


def _hit(role: Role, hit: NameHit) -> Hit:
    same = hit.near == 100
    lane: Lane = "red" if same else "yellow"
    params = {"role": role, "list": hit.listed.list, "entry": hit.listed.entry, "near": str(hit.near), "how": hit.how}
    return Hit(
        CODE,
        NAME_SAME if same else NAME_NEAR,
        lane,
        REASON_SAME if same else REASON_NEAR,
        hit.listed.programme,
        params=params,
    )
