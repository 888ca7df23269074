"""Who calls: a party with a token for one of its keys, or a person signed in; and at what time.

Routers read the caller with `actor(request)`.
"""

from __future__ import annotations

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from entrepot.hub.events import Actor, clock
from entrepot.hub.parties import queries
from entrepot.hub.parties.models import Person


class Token(HttpBearer):
    """A bearer token, obtained by a party for one of its keys (OAuth 2.0, client credentials)."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        party = queries.party_of_token(token)
        return party and queries.actor_of(party, clock.moment_of(request))


class SignedIn(SessionAuth):
    """A person signed in at a browser; `Entrepot-Party` names the party acted for, if there are several.

    A browser sends its cookie wherever a page tells it to, so only here the token against forged requests is asked for.
    """

    def _get_key(self, request: HttpRequest) -> str | None:
        return super()._get_key(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        person = request.user
        if not isinstance(person, Person):
            return None
        return queries.actor_for(person, request.headers.get("Entrepot-Party"), clock.moment_of(request))


def actor(request: HttpRequest) -> Actor:
    """Whoever calls, as the actor that actions are told."""
    found: object = getattr(request, "auth", None)
    assert isinstance(found, Actor), "this address asks nobody who they are"
    return found
