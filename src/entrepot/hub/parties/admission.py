"""A firm or an office is taken in: registered with what it may do, and with a person who acts for it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import actions, queries
from entrepot.hub.parties.models import Party, Person, Role
from entrepot.trade.finding import Finding, refuse_if_any
from entrepot.trade.wording import gettext_noop

CALLINGS: dict[str, tuple[Role, ...]] = {
    "seller": (Role.SELLER, Role.DECLARANT),
    "declarant": (Role.DECLARANT,),
    "agency": (Role.AGENCY,),
    "customs": (Role.CUSTOMS,),
}
"""What may be taken in: one that sells and declares its own, one that declares for others, an agency, a customs office.

The first right is the role of whoever signs in.
"""


@dataclass(frozen=True, slots=True)
class Firm:
    """What an operator is told of a firm or an office; `person` is who signs in, by `email`."""

    code: str
    name: str
    country: str
    person: str
    email: str
    registration: str = ""
    calling: str = "seller"


@dataclass(frozen=True, slots=True)
class Admitted:
    """The firm and its person; the password is told this once, and is empty for somebody who has one already."""

    party: Party
    person: Person
    password: str


@transaction.atomic
def admit(firm: Firm, *, by: Actor) -> Admitted:
    """Register it with the rights of its calling, and let a person act for it. The same again is harmless.

    Another person of the same firm or office is taken in the same way.
    """
    queries.require(by, Role.OPERATOR)
    email = firm.email.strip().lower()
    told = actions.of_party(firm.code, firm.name, firm.country, firm.registration)
    refuse_if_any([*_no_calling(firm.calling), *told, *actions.of_address(email)])
    rights = CALLINGS[firm.calling]
    party = actions.register(
        firm.code, name=firm.name, country=firm.country, registration=firm.registration, rights=rights, by=by
    )
    password = "" if Person.objects.filter(email=email).exists() else secrets.token_urlsafe(9)
    person = actions.enrol(email, name=firm.person, password=password, party=party, role=rights[0], by=by)
    return Admitted(party, person, password)


def _no_calling(calling: str) -> Iterator[Finding]:
    if calling not in CALLINGS:
        yield Finding(
            "calling-unknown",
            gettext_noop("Nothing is taken in as “{calling}”."),
            "/calling",
            gettext_noop("Choose what it does from the list."),
            params={"calling": calling},
        )
