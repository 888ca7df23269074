from __future__ import annotations

import base64

import pytest
from django.test import Client

from entrepot.hub.parties import actions
from tests import cast

pytestmark = pytest.mark.django_db


def bearer(code: str) -> dict[str, str]:
    """The header with which a party's machine calls."""
    client_id, secret = actions.issue_key(cast.party(code), "till", by=cast.the_hub())
    answer = Client().post(
        "/api/v1/token",
        "grant_type=client_credentials",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": basic(client_id, secret)},
    )
    assert answer.status_code == 200
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def basic(client_id: str, secret: str) -> str:
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def test_a_party_with_a_token_is_known_by_its_rights() -> None:
    answer = Client().get("/api/v1/parties/me", headers=bearer("hz-ceramics"))
    told = answer.json()
    assert {key: told[key] for key in ("kind", "name", "party", "rights")} == {
        "kind": "party",
        "name": "Hangzhou Ceramics",
        "party": "hz-ceramics",
        "rights": ["declarant", "seller"],
    }


def test_whoever_brings_no_token_is_told_how_to_get_one() -> None:
    for answer in (Client().get("/api/v1/parties/me"), Client(enforce_csrf_checks=True).post("/api/v1/parties", {})):
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == 'Bearer realm="entrepot"'
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["type"].endswith("/api/v1/problems/not-signed-in")
