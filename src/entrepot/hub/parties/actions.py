"""Every write about who takes part: registering, enrolling, granting and withdrawing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries
from entrepot.hub.parties.keys import issue_key, require_theirs, withdraw_key
from entrepot.hub.parties.models import Membership, Party, Person, Right, Role
from entrepot.hub.parties.verifying import register_verifying_key, withdraw_verifying_key
from entrepot.trade.code.country import country as code_of_country
from entrepot.trade.finding import Finding, NotAllowedNow, Refused, refuse_if_any

__all__ = [
    "enrol",
    "first_operator",
    "grant",
    "issue_key",
    "register",
    "register_verifying_key",
    "require_theirs",
    "strike_off",
    "withdraw",
    "withdraw_key",
    "withdraw_verifying_key",
]


@transaction.atomic
def register(
    code: str,
    *,
    name: str,
    country: str,
    by: Actor,
    registration: str = "",
    rights: Iterable[str] = (),
    home: bool = True,
    languages: Sequence[str] = (),
) -> Party:
    """Register a party with its rights; registering the same again is harmless."""
    queries.require(by, Role.OPERATOR)
    wanted = {"name": name, "country": country, "registration": registration, "home": home}
    rights = tuple(rights)
    refuse_if_any(
        [*of_party(code, name, country, registration), *(found for right in rights for found in _of_role(right))]
    )
    party, fresh = Party.objects.get_or_create(code=code, defaults={**wanted, "languages": list(languages)})
    if not fresh and any(getattr(party, field) != value for field, value in wanted.items()):
        raise Refused(
            Finding(
                "party-code-taken",
                gettext_noop("The code “{code}” already stands for “{name}”."),
                pointer="/code",
                remedy=gettext_noop("Choose another code."),
                params={"code": code, "name": party.name},
            )
        )
    if fresh:
        events.record("parties.party.registered", f"party:{code}", by=by, body={"name": name, "country": country})
    for right in rights:
        grant(party, right, by=by)
    return party


@transaction.atomic
def grant(party: Party, right: str, *, by: Actor) -> None:
    """Give a party a right; giving it twice is harmless."""
    queries.require(by, Role.OPERATOR)
    refuse_if_any(_of_role(right))
    given = {"granted_at": by.at, "by": f"{by.kind}:{by.ref}"}
    _, fresh = Right.objects.get_or_create(party=party, right=right, defaults=given)
    if fresh:
        events.record("parties.right.granted", f"party:{party.code}", by=by, body={"right": right})


@transaction.atomic
def withdraw(party: Party, right: str, *, by: Actor) -> None:
    """Take a right back; taking back what is not there is harmless."""
    queries.require(by, Role.OPERATOR)
    gone, _ = Right.objects.filter(party=party, right=right).delete()
    if gone:
        events.record("parties.right.withdrawn", f"party:{party.code}", by=by, body={"right": right})


@transaction.atomic
def enrol(email: str, *, name: str, password: str, party: Party, role: str, by: Actor, language: str = "en") -> Person:
    """Let a person act for a party in a role; someone known already keeps name and password, and gains the role."""
    queries.require(by, Role.OPERATOR)
    address = email.strip().lower()
    person = Person.objects.filter(email=address).first()
    refuse_if_any([*_of_role(role), *([] if person else _of_sign_in(address, password))])
    if person is None:
        person = Person.objects.create_user(address, password, name=name, language=language)
        EmailAddress.objects.create(user=person, email=address, verified=True, primary=True)
    _, fresh = Membership.objects.get_or_create(person=person, party=party, role=role)
    if fresh:
        body = {"person": str(person.pk), "role": role}
        events.record("parties.person.enrolled", f"party:{party.code}", by=by, body=body, personal={"name": name})
    return person


@transaction.atomic
def strike_off(person: Person, *, party: Party, role: str, by: Actor) -> None:
    """End a person's acting for a party in a role; ending it twice is harmless."""
    queries.require(by, Role.OPERATOR)
    gone, _ = Membership.objects.filter(person=person, party=party, role=role).delete()
    if gone:
        body = {"person": str(person.pk), "role": role}
        events.record("parties.person.struck_off", f"party:{party.code}", by=by, body=body)


@transaction.atomic
def first_operator(
    email: str, password: str, *, name: str = "", party: str = "operator", at: datetime | None = None
) -> Person:
    """The person who opens the hub: enters once, while it has no operator yet.

    Nobody could allow it, so the hub itself acts; the one action that looks at the clock when it is told no time.
    """
    if Membership.objects.filter(role=Role.OPERATOR).exists():
        raise NotAllowedNow(
            Finding(
                "operator-exists",
                gettext_noop("This hub already has an operator."),
                remedy=gettext_noop("Ask the operator to enrol you."),
            )
        )
    hub = Actor("worker", "first-operator", settings.ENTREPOT_NAME, at or clock.now())
    home = register(
        party, name=settings.ENTREPOT_NAME, country=settings.ENTREPOT_COUNTRY, rights=[Role.OPERATOR], by=hub
    )
    person = enrol(email, name=name, password=password, party=home, role=Role.OPERATOR, by=hub)
    person.is_staff = person.is_superuser = True
    person.save(update_fields=["is_staff", "is_superuser"])
    return person


CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def of_party(code: str, name: str, country: str, registration: str) -> Iterator[Finding]:
    """What is wrong with what is said of a party."""
    if not CODE.fullmatch(code) or len(code) > 40:
        yield Finding(
            "party-code-form",
            gettext_noop("“{code}” cannot be the code of a party."),
            pointer="/code",
            remedy=gettext_noop("Use up to 40 small letters, digits and single hyphens, such as hz-ceramics."),
            params={"code": code},
        )
    if not name.strip():
        yield Finding("name-missing", gettext_noop("A party has a name."), pointer="/name")
    for field, value, longest in (("name", name, 200), ("registration", registration, 60)):
        if len(value) > longest:
            yield Finding(
                "too-long",
                gettext_noop("This has {length} letters; {longest} is the most."),
                pointer=f"/{field}",
                remedy=gettext_noop("Shorten it."),
                params={"length": str(len(value)), "longest": str(longest)},
            )
    yield from _of_country(country)


def _of_country(text: str) -> Iterator[Finding]:
    """What is wrong with a country: ISO 3166-1 has it, and it is written as it is kept."""
    try:
        known = code_of_country(text)
    except Refused as unknown:
        yield from (replace(each, pointer="/country") for each in unknown.findings)
        return
    if known != text:
        yield Finding(
            "country-form",
            gettext_noop("“{country}” is not a country code."),
            pointer="/country",
            remedy=gettext_noop("Use the two capital letters of ISO 3166-1, such as MY."),
            params={"country": text},
        )


def _of_role(role: str) -> Iterator[Finding]:
    if role not in Role.values:
        yield Finding(
            "right-unknown",
            gettext_noop("“{right}” is not a right on this hub."),
            pointer="/right",
            remedy=gettext_noop("Use one of: {known}."),
            params={"right": role, "known": ", ".join(Role.values)},
        )


def of_address(address: str) -> Iterator[Finding]:
    """What is wrong with the address by which somebody would sign in."""
    try:
        validate_email(address)
    except ValidationError:
        yield Finding(
            "email-form",
            gettext_noop("“{email}” is not an e-mail address."),
            pointer="/email",
            params={"email": address},
        )


def _of_sign_in(address: str, password: str) -> Iterator[Finding]:
    yield from of_address(address)
    try:
        validate_password(password, Person(email=address))
    except ValidationError as weak:
        for sentence in weak.messages:
            yield Finding("password-weak", sentence, pointer="/password")
