"""Keys with which a party's machines enter: issued once, kept only as a hash, withdrawn at any time.

A key is an OAuth 2.0 client of the hub's own identity provider (django-allauth): with its id and secret a machine
obtains a bearer token for an hour at `/api/v1/token` (grant `client_credentials`).
"""

from __future__ import annotations

import secrets

from allauth.idp.oidc.models import Client
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries
from entrepot.hub.parties.models import Key, Party, Role
from entrepot.trade.finding import Finding, Refused


@transaction.atomic
def issue_key(party: Party, name: str, *, by: Actor) -> tuple[str, str]:
    """A new key of the party: its id, and its secret, which is told this once."""
    require_theirs(party, by)
    named(name)
    secret = secrets.token_urlsafe(32)
    client = Client(
        name=name,
        secret="",  # else the library makes and hashes one of its own first
        scopes="",
        grant_types=Client.GrantType.CLIENT_CREDENTIALS,
        response_types=Client.ResponseType.NONE,
    )
    client.set_secret(secret)
    client.save()
    Key.objects.create(client=client, party=party, name=name, issued_at=by.at)
    events.record("parties.key.issued", f"party:{party.code}", by=by, body={"key": client.pk, "name": name})
    return client.pk, secret


@transaction.atomic
def withdraw_key(party: Party, client_id: str, *, by: Actor) -> None:
    """End a key and every token obtained with it; withdrawing it twice is harmless."""
    require_theirs(party, by)
    gone, _ = Client.objects.filter(pk=client_id, key__party=party).delete()
    if gone:
        events.record("parties.key.withdrawn", f"party:{party.code}", by=by, body={"key": client_id})


def require_theirs(party: Party, by: Actor) -> None:
    """Keys of a party are its own people's business, and the operator's; a key makes no further keys."""
    if by.kind == "person" and by.party == party.code and queries.rights_of(by):
        return
    queries.require(by, Role.OPERATOR)


def named(name: str) -> None:
    """Refuse a key without a name of its own."""
    if not name.strip() or len(name) > 100:
        raise Refused(
            Finding(
                "key-name-form",
                gettext_noop("A key has a name of up to 100 letters."),
                pointer="/name",
                remedy=gettext_noop("Name the machine or programme that will use it."),
            )
        )
