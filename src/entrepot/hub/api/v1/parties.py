"""Parties, their rights, their people and their keys."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from entrepot.hub.api.caller import actor
from entrepot.hub.parties import actions, queries
from entrepot.hub.parties.models import Key, Membership, Party, Person, VerifyingKey

router = Router(tags=["parties"])


class PartyFacts(Schema):
    """A party as it is registered."""

    code: str
    name: str
    country: str
    registration: str = ""
    languages: list[str] = []
    rights: list[str] = []


class PartyShown(Schema):
    """A party as others see it."""

    code: str
    name: str
    country: str
    home: bool
    languages: list[str]
    rights: list[str]


class Caller(Schema):
    """Who the hub takes you for."""

    kind: str
    name: str
    party: str
    rights: list[str]
    at: datetime


class Enrolment(Schema):
    """A person who is to act for the party. Someone known already keeps name and password."""

    email: str
    role: str
    name: str = ""
    password: str = ""
    language: str = "en"


class Member(Schema):
    """A person who acts for the party, and as what."""

    number: int
    email: str
    name: str
    role: str


class KeyWanted(Schema):
    """What the key is for."""

    name: str


class KeyIssued(Schema):
    """A new key; its secret is told this once and kept only as a hash."""

    client_id: str
    client_secret: str
    token_address: str = "/api/v1/token"  # noqa: S105 - an address, not a secret


class KeyShown(Schema):
    """A key without its secret."""

    client_id: str
    name: str
    issued_at: datetime


class VerifyingKeyWanted(Schema):
    """The public half of a key with which your party signs what it says: Ed25519, base64url."""

    public: str
    name: str


class VerifyingKeyShown(Schema):
    """A key with which a party signs; withdrawn ones prove what they signed before."""

    thumbprint: str
    public: str
    name: str
    registered_at: datetime
    withdrawn_at: datetime | None


@router.get("/me", response=Caller, summary="Who you are to this hub")
def me(request: HttpRequest) -> Caller:
    by = actor(request)
    return Caller(kind=by.kind, name=by.name, party=by.party, rights=sorted(queries.rights_of(by)), at=by.at)


@router.get("", response=list[PartyShown], summary="Who takes part")
def listed(request: HttpRequest, right: str = "") -> list[PartyShown]:
    found = queries.with_right(right) if right else queries.everyone()
    return [_shown(party) for party in found.prefetch_related("rights")]


@router.get("/{code}", response=PartyShown, summary="One party")
def one(request: HttpRequest, code: str) -> PartyShown:
    return _shown(Party.objects.get(code=code))


@router.post("", response={201: PartyShown}, summary="Register a party (operator)")
def register(request: HttpRequest, facts: PartyFacts) -> Status[PartyShown]:
    return Status(201, _shown(actions.register(by=actor(request), **facts.dict())))


@router.put("/{code}/rights/{right}", response=PartyShown, summary="Grant a right (operator)")
def grant(request: HttpRequest, code: str, right: str) -> PartyShown:
    party = Party.objects.get(code=code)
    actions.grant(party, right, by=actor(request))
    return _shown(party)


@router.delete("/{code}/rights/{right}", response=PartyShown, summary="Withdraw a right (operator)")
def withdraw(request: HttpRequest, code: str, right: str) -> PartyShown:
    party = Party.objects.get(code=code)
    actions.withdraw(party, right, by=actor(request))
    return _shown(party)


@router.get("/{code}/people", response=list[Member], summary="Who acts for your party")
def people(request: HttpRequest, code: str) -> list[Member]:
    party = Party.objects.get(code=code)
    actions.require_theirs(party, actor(request))
    return [_member(row) for row in queries.people_of(party)]


@router.post("/{code}/people", response={201: list[Member]}, summary="Let a person act for a party (operator)")
def enrol(request: HttpRequest, code: str, wanted: Enrolment) -> Status[list[Member]]:
    party = Party.objects.get(code=code)
    actions.enrol(party=party, by=actor(request), **wanted.dict())
    return Status(201, [_member(row) for row in queries.people_of(party)])


@router.delete("/{code}/people/{number}/{role}", response={204: None}, summary="End a person's role (operator)")
def strike_off(request: HttpRequest, code: str, number: int, role: str) -> Status[None]:
    person = Person.objects.get(pk=number)
    actions.strike_off(person, party=Party.objects.get(code=code), role=role, by=actor(request))
    return Status(204, None)


@router.get("/{code}/keys", response=list[KeyShown], summary="The keys of your party")
def keys(request: HttpRequest, code: str) -> list[KeyShown]:
    party = Party.objects.get(code=code)
    actions.require_theirs(party, actor(request))
    return [_key(key) for key in queries.keys_of(party)]


@router.post("/{code}/keys", response={201: KeyIssued}, summary="Issue a key for your party's machines")
def issue_key(request: HttpRequest, code: str, wanted: KeyWanted) -> Status[KeyIssued]:
    client_id, secret = actions.issue_key(Party.objects.get(code=code), wanted.name, by=actor(request))
    return Status(201, KeyIssued(client_id=client_id, client_secret=secret))


@router.delete("/{code}/keys/{client_id}", response={204: None}, summary="Withdraw a key and its tokens")
def withdraw_key(request: HttpRequest, code: str, client_id: str) -> Status[None]:
    actions.withdraw_key(Party.objects.get(code=code), client_id, by=actor(request))
    return Status(204, None)


@router.get("/{code}/verifying-keys", response=list[VerifyingKeyShown], summary="The keys with which a party signs")
def verifying_keys(request: HttpRequest, code: str) -> list[VerifyingKeyShown]:
    return [_verifying(key) for key in queries.verifying_keys_of(queries.party(code))]


@router.post("/{code}/verifying-keys", response={201: VerifyingKeyShown}, summary="Register a signing key")
def register_verifying_key(request: HttpRequest, code: str, wanted: VerifyingKeyWanted) -> Status[VerifyingKeyShown]:
    kept = actions.register_verifying_key(queries.party(code), wanted.public, wanted.name, by=actor(request))
    return Status(201, _verifying(kept))


@router.delete("/{code}/verifying-keys/{thumbprint}", response={204: None}, summary="Withdraw a signing key")
def withdraw_verifying_key(request: HttpRequest, code: str, thumbprint: str) -> Status[None]:
    actions.withdraw_verifying_key(queries.party(code), thumbprint, by=actor(request))
    return Status(204, None)


def _shown(party: Party) -> PartyShown:
    return PartyShown(
        code=party.code,
        name=party.name,
        country=party.country,
        home=party.home,
        languages=party.languages,
        rights=sorted(right.right for right in party.rights.all()),
    )


def _member(row: Membership) -> Member:
    return Member(number=row.person_id, email=row.person.email, name=row.person.name, role=row.role)


def _key(key: Key) -> KeyShown:
    return KeyShown(client_id=key.client_id, name=key.name, issued_at=key.issued_at)


def _verifying(key: VerifyingKey) -> VerifyingKeyShown:
    return VerifyingKeyShown(
        thumbprint=key.thumbprint,
        public=key.public,
        name=key.name,
        registered_at=key.registered_at,
        withdrawn_at=key.withdrawn_at,
    )
