"""What can be asked about guarantees: which hold, what of them is used, and by whom they may be seen."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from entrepot.hub import rows
from entrepot.hub.customs.models import Guarantee
from entrepot.hub.events.actor import Actor
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party


def guarantees_in_force(party: Party | str, begins: date, ends: date) -> QuerySet[Guarantee]:
    """The guarantees of a party that hold from one day to another."""
    code = party.code if isinstance(party, Party) else party
    lasting = Q(ended_on__isnull=True) | Q(ended_on__gt=ends)
    return Guarantee.objects.filter(lasting, party__code=code, valid_from__lte=begins).order_by("id")


def hold_guarantees(party: Party, begins: date, ends: date) -> list[tuple[str, str, int]]:
    """Country, currency and amount of those guarantees, held until the transaction ends. Every batch asks it."""
    if not rows.answer(guarantees_given(party)):
        return []  # most have given none: nothing to hold
    turn = " FOR UPDATE" if connection.features.has_select_for_update else ""
    return [
        (country, currency, amount) for country, currency, amount in rows.asked(_HELD + turn, party.code, begins, ends)
    ]


def guarantees_given(party: Party) -> rows.Question:
    """The question whether a party ever gave a guarantee, for who asks several at once."""
    return rows.Question(_GIVEN, (party.code,))


_GIVEN = "SELECT 1 AS one FROM customs_guarantee WHERE party_id = %s LIMIT 1"
_HELD = (
    "SELECT country, currency, amount_minor FROM customs_guarantee"
    " WHERE party_id = %s AND valid_from <= %s AND (ended_on IS NULL OR ended_on > %s) ORDER BY id"
)


def guarantees_visible(by: Actor) -> QuerySet[Guarantee]:
    """The guarantees somebody may see: a party its own, an officer those given to the country."""
    theirs = Q(party__code=by.party)
    if by.party and parties.may(by, "customs"):
        theirs |= Q(country=parties.party(by.party).country)
    return Guarantee.objects.filter(theirs).select_related("party").order_by("-id")


def guarantee_used(party: Party | str, currency: str) -> int:
    """What a party owes now against its guarantees, in minor units."""
    return ledger.balance(f"guarantee:{party.code if isinstance(party, Party) else party}", currency)
