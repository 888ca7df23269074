"""A firm is taken in: registered as a seller, with the first person who acts for it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.db import transaction

from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import actions
from entrepot.hub.parties.models import Party, Person, Role

RIGHTS = (Role.SELLER, Role.DECLARANT)


@dataclass(frozen=True, slots=True)
class Firm:
    """What an operator is told of a firm that wants to sell; `person` is who signs in first, by `email`."""

    code: str
    name: str
    country: str
    person: str
    email: str
    registration: str = ""


@dataclass(frozen=True, slots=True)
class Admitted:
    """The firm and its person; the password is told this once, and is empty for somebody who has one already."""

    party: Party
    person: Person
    password: str


@transaction.atomic
def admit(firm: Firm, *, by: Actor) -> Admitted:
    """Register a firm that sells and declares, and let a person act for it. The same again is harmless."""
    party = actions.register(
        firm.code, name=firm.name, country=firm.country, registration=firm.registration, rights=RIGHTS, by=by
    )
    email = firm.email.strip().lower()
    password = "" if Person.objects.filter(email=email).exists() else secrets.token_urlsafe(9)
    person = actions.enrol(email, name=firm.person, password=password, party=party, role=Role.SELLER, by=by)
    return Admitted(party, person, password)
