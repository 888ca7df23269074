"""How tests come to the door: as a party's machine with a token."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from entrepot.hub.parties import actions
from tests import cast


def bearer(code: str) -> dict[str, str]:
    """The header with which a party's machine calls."""
    client_id, secret = actions.issue_key(cast.party(code), "till", by=cast.the_hub())
    answer = send("/api/v1/token", {"grant_type": "client_credentials"}, basic(client_id, secret))
    assert answer.status_code == 200, answer.content
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def basic(client_id: str, secret: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


def send(address: str, form: dict[str, str], headers: dict[str, str]) -> Any:
    """Send a form, as OAuth wants it."""
    kind = "application/x-www-form-urlencoded"
    return Client().post(address, urlencode(form), content_type=kind, headers=headers)


def post(address: str, body: Any, headers: dict[str, str]) -> Any:
    """Send JSON."""
    return Client().post(address, body, content_type="application/json", headers=headers)
