"""Who calls: a party with a token for one of its keys, or a person signed in; and at what time.

Routers read the caller with `actor(request)`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import gettext_noop
from ninja.security import HttpBearer, SessionAuth

from entrepot.hub.events import Actor, clock
from entrepot.hub.parties import queries
from entrepot.hub.parties.models import Party, Person
from entrepot.trade.finding import Finding, NotYours

PARTY = "entrepot.party"  # where a request keeps the party of its token, which no header can name


class Token(HttpBearer):
    """A bearer token, obtained by a party for one of its keys (OAuth 2.0, client credentials)."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        party = queries.party_of_token(token)
        if party is None:
            return None
        request.META[PARTY] = party
        return queries.actor_of(party, clock.moment_of(request))


class SignedIn(SessionAuth):
    """A person signed in at a browser; `Entrepot-Party` names the party acted for, if there are several.

    A browser sends its cookie wherever a page tells it to, so here, and only here, the token against forged requests is
    asked for.
    """

    def __init__(self) -> None:
        super().__init__(csrf=False)  # ours answers with a finding, not with a page

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        person = request.user
        if not isinstance(person, Person):
            return None
        _refuse_forged(request)
        return queries.actor_for(person, request.headers.get("Entrepot-Party"), clock.moment_of(request))


def _refuse_forged(request: HttpRequest) -> None:
    """Django's own check, told as a finding."""
    reason = _Forgery(_no_view).process_view(request, _no_view, (), {})
    if reason is not None:
        raise NotYours(
            Finding(
                "request-forged",
                gettext_noop("The request does not show that it comes from a page of this hub."),
                remedy=gettext_noop("Send the token of the page in X-CSRFToken, or use a bearer token instead."),
            )
        )


class _Forgery(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> HttpResponseForbidden:
        return HttpResponseForbidden(reason)


def _no_view(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def actor(request: HttpRequest) -> Actor:
    """Whoever calls, as the actor that actions are told."""
    found: object = getattr(request, "auth", None)
    assert isinstance(found, Actor), "this address asks nobody who they are"
    return found


def party(request: HttpRequest) -> Party:
    """The party for which is called, as it was read with the token; or a refusal if it is none."""
    found = request.META.get(PARTY)
    return found if isinstance(found, Party) else queries.party(actor(request).party)
