"""How a key becomes a bearer token: OAuth 2.0, client credentials (RFC 6749, section 4.4), on oauthlib.

Keys and tokens are rows of django-allauth's identity provider. Its own endpoints are not served: they bring sign-in for
other sites, device codes and fetched client descriptions, which no hub needs and which would only widen the door.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

from allauth.idp.oidc.models import Client, Token
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from oauthlib.common import Request
from oauthlib.oauth2 import BackendApplicationServer, RequestValidator

from entrepot.hub.events import clock
from entrepot.hub.parties import queries

LIFETIME = timedelta(hours=1)


@transaction.atomic
def token_for(request: HttpRequest) -> HttpResponse:
    """A token for whoever sends the id and the secret of a key, or the error that RFC 6749 names."""
    headers, body, status = SERVER.create_token_response(
        request.path, "POST", request.body.decode(errors="replace"), _headers(request)
    )
    return HttpResponse(body, status=status, headers={"Content-Type": "application/json", **headers})


class Keys(RequestValidator):  # type: ignore[misc]
    """What the protocol asks of the hub: is this a key of ours, and please keep its token."""

    def authenticate_client(self, request: Request, *args: Any, **kwargs: Any) -> bool:
        client_id, secret = _credentials(request)
        key = queries.key(client_id)
        if key is None or not key.client.check_secret(secret):
            return False
        request.client = key.client
        request.client.client_id = key.client.pk
        return True

    def validate_grant_type(
        self, client_id: str, grant_type: str, client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        return grant_type in client.get_grant_types()

    def get_default_scopes(self, client_id: str, request: Request, *args: Any, **kwargs: Any) -> list[str]:
        return []

    def validate_scopes(
        self, client_id: str, scopes: list[str], client: Client, request: Request, *args: Any, **kwargs: Any
    ) -> bool:
        return not scopes

    def save_bearer_token(self, token: dict[str, Any], request: Request, *args: Any, **kwargs: Any) -> None:
        Token.objects.filter(client=request.client).expired().delete()
        kept = Token(type=Token.Type.ACCESS_TOKEN, client=request.client, expires_at=clock.wall() + LIFETIME)
        kept.set_value(token["access_token"])
        kept.save()


SERVER = BackendApplicationServer(
    Keys(),
    token_generator=lambda request: secrets.token_urlsafe(32),
    token_expires_in=int(LIFETIME.total_seconds()),
)


def _credentials(request: Request) -> tuple[str, str]:
    """Id and secret: in the header, as the standard prefers, or else in the body."""
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.client_id or "", request.client_secret or ""
    try:
        client_id, _, secret = base64.b64decode(told, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote(client_id), unquote(secret)


def _headers(request: HttpRequest) -> dict[str, str]:
    return {"Content-Type": request.content_type or "", "Authorization": request.headers.get("Authorization", "")}
