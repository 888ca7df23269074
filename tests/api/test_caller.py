from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from entrepot.hub.parties import actions
from tests import cast
from tests.api.door import basic, bearer, send

pytestmark = pytest.mark.django_db


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


def test_a_wrong_secret_or_another_grant_gets_no_token() -> None:
    client_id, secret = actions.issue_key(cast.party("hz-ceramics"), "till", by=cast.the_hub())
    wrong = send("/api/v1/token", {"grant_type": "client_credentials"}, basic(client_id, "guess"))
    assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
    assert wrong["WWW-Authenticate"].startswith("Bearer")
    nobody = send("/api/v1/token", {"grant_type": "client_credentials"}, basic("nobody", secret))
    assert (nobody.status_code, nobody.json()["error"]) == (401, "invalid_client")
    crooked = send("/api/v1/token", {"grant_type": "client_credentials"}, {"Authorization": "Basic %%%"})
    assert (crooked.status_code, crooked.json()["error"]) == (401, "invalid_client")
    other = send("/api/v1/token", {"grant_type": "password"}, basic(client_id, secret))
    assert (other.status_code, other.json()["error"]) == (400, "unsupported_grant_type")


def test_id_and_secret_may_stand_in_the_body_too() -> None:
    client_id, secret = actions.issue_key(cast.party("hz-ceramics"), "till", by=cast.the_hub())
    form = {"grant_type": "client_credentials", "client_id": client_id, "client_secret": secret}
    told = send("/api/v1/token", form, {}).json()
    assert (told["token_type"], told["expires_in"]) == ("Bearer", 3600)
    assert (
        Client().get("/api/v1/parties/me", headers={"Authorization": f"Bearer {told['access_token']}"}).status_code
        == 200
    )


def test_a_person_signed_in_acts_for_one_of_their_parties() -> None:
    person = cast.person("mei@example.org", "hz-ceramics", "seller")
    cast.person("mei@example.org", "kl-batik", "declarant")
    browser = Client()
    browser.force_login(person)
    assert browser.get("/api/v1/parties/me").json()["party"] == "hz-ceramics"
    chosen = browser.get("/api/v1/parties/me", headers={"Entrepot-Party": "kl-batik"}).json()
    assert (chosen["party"], chosen["rights"]) == ("kl-batik", ["declarant"])
    cast.party("hz-post")
    other = browser.get("/api/v1/parties/me", headers={"Entrepot-Party": "hz-post"})
    assert (other.status_code, other.json()["findings"][0]["code"]) == (403, "not-a-member")


def test_a_browser_must_show_that_the_request_is_not_forged(settings: Settings) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.person("op@example.org", "operator", "operator"))
    answer = browser.post(
        "/api/v1/parties", {"code": "x", "name": "X", "country": "CN"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "not-yours")


def test_a_story_tells_the_time_of_a_request_and_a_hub_on_the_wall_does_not_listen(settings: Settings) -> None:
    header = {**bearer("hz-ceramics"), "Entrepot-Time": "2026-03-02T20:00:00+08:00"}
    assert Client().get("/api/v1/parties/me", headers=header).json()["at"] != "2026-03-02T12:00:00Z"
    settings.ENTREPOT_CLOCK = "simulated"
    assert Client().get("/api/v1/parties/me", headers=header).json()["at"] == "2026-03-02T12:00:00Z"
    crooked = Client().get("/api/v1/parties/me", headers={**header, "Entrepot-Time": "2026-03-02T20:00:00"})
    assert (crooked.status_code, crooked.json()["findings"][0]["code"]) == (422, "time-form")
