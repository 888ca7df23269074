"""Who is who, and who may do what."""

from __future__ import annotations

import json
from datetime import datetime

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Token
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from entrepot.hub import rows
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.models import Key, Membership, Party, Person, Right, VerifyingKey
from entrepot.trade.finding import Finding, NotYours, Refused

OURS = ("worker", "peer", "simulator")  # made by the hub itself, never from what a visitor says


def party(code: str) -> Party:
    """The party of this code, or a refusal."""
    found = _read(_OF_CODE, code)
    if found is None:
        raise Refused(
            Finding(
                "party-unknown",
                gettext_noop("There is no party “{code}” on this hub."),
                remedy=gettext_noop("Register the party first, or correct its code."),
                params={"code": code},
            )
        )
    return found


def _read(question: str, *told: object) -> Party | None:
    """The party that a question in SQL finds; every request asks for one."""
    for *plain, home, languages in rows.asked(question, *told):
        return Party.from_db("default", _FIELDS, [*plain, bool(home), json.loads(languages)])
    return None


_FIELDS = ("id", "code", "name", "country", "registration", "home", "languages")
_PARTY = f"SELECT {', '.join(f'party.{name}' for name in _FIELDS)} FROM parties_party AS party"  # noqa: S608 - our names
_OF_CODE = f"{_PARTY} WHERE party.code = %s"
_OF_TOKEN = (
    f"{_PARTY} JOIN parties_key ON parties_key.party_id = party.id"
    " JOIN allauth_idp_oidc_token AS token ON token.client_id = parties_key.client_id"
    " WHERE token.type = %s AND token.hash = %s AND (token.expires_at IS NULL OR token.expires_at > %s)"
)


def everyone() -> QuerySet[Party]:
    """Every party that this hub knows."""
    return Party.objects.all()


def with_right(right: str) -> QuerySet[Party]:
    """Every party that has the right."""
    return Party.objects.filter(rights__right=right)


def anyone_with_right(right: str, country: str) -> bool:
    """Whether any party of the country has the right. Every batch asks it."""
    return bool(rows.answer(anyone_with(right, country)))


def anyone_with(right: str, country: str) -> rows.Question:
    """The question of `anyone_with_right`, for who asks several at once."""
    return rows.Question(_ANYONE, (right, country))


_ANYONE = (
    "SELECT 1 AS one FROM parties_right JOIN parties_party ON parties_party.id = parties_right.party_id"
    ' WHERE parties_right."right" = %s AND parties_party.country = %s LIMIT 1'
)


def parties_of(person: Person) -> QuerySet[Party]:
    """The parties a person may act for."""
    return Party.objects.filter(memberships__person=person).distinct()


def memberships(person: Person) -> QuerySet[Membership]:
    """For whom a person may act, and in which capacity each time."""
    return Membership.objects.filter(person=person).select_related("party").order_by("party__name", "role")


def people_of(party: Party) -> QuerySet[Membership]:
    """Who may act for a party, and as what."""
    return Membership.objects.filter(party=party).select_related("person").order_by("person__email", "role")


def rights_of(by: Actor) -> set[str]:
    """The rights with which an actor acts: those of its party, and for a person only those of the roles held there."""
    if not by.party:
        return set()
    if by.kind != "person":
        return {right for (right,) in rows.answer(rights_held(by.party))}
    held = Membership.objects.filter(person_id=by.ref, person__is_active=True, party__code=by.party)
    rights = Right.objects.filter(party__code=by.party, right__in=held.values("role"))
    return set(rights.values_list("right", flat=True))


def rights_held(party: str) -> rows.Question:
    """The question for the rights of a party, for who asks several at once."""
    return rows.Question(_RIGHTS, (party,))


_RIGHTS = (
    'SELECT parties_right."right" FROM parties_right'
    " JOIN parties_party ON parties_party.id = parties_right.party_id WHERE parties_party.code = %s"
)


def may(by: Actor, right: str, party: Party | str | None = None) -> bool:
    """Whether the actor has the right, and acts for the party if one is named."""
    if by.kind in OURS:
        return True
    code = party.code if isinstance(party, Party) else party
    return (code is None or code == by.party) and right in rights_of(by)


def require(by: Actor, right: str, party: Party | str | None = None) -> None:
    """Raise `NotYours` unless the actor has the right, and acts for the party if one is named.

    A worker, a peer and a simulator pass: the hub itself makes them, for a consequence of something that was allowed,
    for a message whose signature it verified, or to stand for the outside world.
    """
    if may(by, right, party):
        return
    raise NotYours(
        Finding(
            "not-yours",
            gettext_noop("“{who}” may not act as {right} here."),
            remedy=gettext_noop("Ask the operator of the hub for the right, or sign in for the party that has it."),
            params={"who": by.party or by.name or by.ref, "right": right},
        )
    )


def party_of_token(token: str) -> Party | None:
    """The party for which a bearer token acts, while token and key are good."""
    now = rows.ready(Token, "expires_at", timezone.now())
    return _read(_OF_TOKEN, Token.Type.ACCESS_TOKEN.value, get_adapter().hash_token(token), now)


def key(client_id: str) -> Key | None:
    """The key of this id, with its client."""
    return Key.objects.select_related("client").filter(client=client_id).first()


def keys_of(party: Party) -> QuerySet[Key]:
    """The keys a party may use."""
    return Key.objects.filter(party=party).order_by("issued_at", "client_id")


def verifying_key(key: str) -> VerifyingKey:
    """The key of this thumbprint, in use; or a refusal that says why it is not believed."""
    kept = VerifyingKey.objects.select_related("party").filter(thumbprint=key).first()
    if kept is not None and kept.withdrawn_at is None:
        return kept
    if kept is not None:
        raise Refused(
            Finding(
                "verifying-key-withdrawn",
                gettext_noop("The key {key} of {party} was withdrawn; nothing new that it signs is believed."),
                remedy=gettext_noop("Sign with the key that took its place."),
                params={"key": key, "party": kept.party.name},
            )
        )
    raise Refused(
        Finding(
            "verifying-key-unknown",
            gettext_noop("No party of this hub has registered the key {key}."),
            remedy=gettext_noop("Register its public half first, or sign with the key that is registered."),
            params={"key": key},
        )
    )


def verifying_keys_of(party: Party) -> QuerySet[VerifyingKey]:
    """The keys with which a party signs what it says, those withdrawn too."""
    return VerifyingKey.objects.filter(party=party)


def actor_for(person: Person, party: Party | str | None, at: datetime) -> Actor:
    """The person as an actor for one party: the one named, else the only or first one of theirs."""
    code = party.code if isinstance(party, Party) else party
    theirs = parties_of(person)
    chosen = theirs.filter(code=code).first() if code else theirs.first()
    if code and chosen is None:
        raise NotYours(
            Finding(
                "not-a-member",
                gettext_noop("You do not act for “{code}”."),
                remedy=gettext_noop("Choose one of your parties, or ask to be enrolled there."),
                params={"code": code},
            )
        )
    return Actor("person", str(person.pk), person.name or person.email, at, chosen.code if chosen else "")


def actor_of(party: Party | str, at: datetime) -> Actor:
    """A party acting by itself, through a key of its own."""
    found = party if isinstance(party, Party) else Party.objects.get(code=party)
    return Actor("party", found.code, found.name, at, found.code)
