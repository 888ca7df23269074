"""What every lodgement asks before it judges: what the declarant may, who decides, and what is in force."""

from __future__ import annotations

from collections.abc import Iterable

from entrepot.hub.customs.profiles import newest_changes
from entrepot.hub.customs.queries import names
from entrepot.hub.customs.queries.guarantees import guarantees_given
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party
from entrepot.hub.rows import Question
from entrepot.hub.tariffs import queries as tariffs


def asked_at_lodging(countries: Iterable[str], declarant: Party, *, by: Actor) -> list[Question]:
    """The questions that lodging to these countries will ask, to be put to the database at once."""
    asked = [names.IN_FORCE, tariffs.EDITION]
    if by.kind != "peer":
        asked.append(guarantees_given(declarant))
    if by.kind == "party":
        asked.append(parties.rights_held(by.party))
    for country in sorted(set(countries)):
        asked += [parties.anyone_with("customs", country), newest_changes(country)]
    return asked
