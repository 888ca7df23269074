"""What operators do about peers and keys on their page: four eyes, keys that follow, channels that begin again."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from entrepot.ehx import keyring
from entrepot.hub.network import own
from entrepot.hub.network.models import OwnStatement, Proposal
from tests import cast
from tests.web.conftest import SignIn

THUMBPRINT = "1a2b 3c4d 1a2b 3c4d 1a2b 3c4d 1a2b 3c4d"


@pytest.fixture(autouse=True)
def own_keys(settings: Settings, tmp_path: object) -> None:
    settings.ENTREPOT_HOME = tmp_path
    settings.ENTREPOT_FOUR_EYES = "1"


def second(db: None = None) -> Client:
    client = Client()
    client.force_login(cast.person("bo@example.org", "operator", "operator", "Bo"))
    return client


def propose(client: Client) -> str:
    asked = {"move": "connect", "url": "https://127.0.0.1", "thumbprint": THUMBPRINT}
    return client.post("/operator/proposals/", asked, follow=True).content.decode()


def test_a_proposal_waits_and_only_another_operator_is_offered_to_approve_it(db: None, sign_in: SignIn) -> None:
    first = sign_in("operator")
    html = propose(first)
    assert "The proposal waits for another operator of this hub." in html
    assert "Another operator must approve it." in html
    assert THUMBPRINT in html
    found = Proposal.objects.get()
    assert f"/operator/proposals/{found.pk}" not in html
    assert f"/operator/proposals/{found.pk}" in second().get("/operator/network/").content.decode()


def test_who_proposed_cannot_approve_by_asking_the_address(db: None, sign_in: SignIn) -> None:
    first = sign_in("operator")
    propose(first)
    answer = first.post(f"/operator/proposals/{Proposal.objects.get().pk}")
    assert answer.status_code in (403, 422)
    assert Proposal.objects.get().closed_at is None


def test_an_approval_that_fails_says_why_and_the_proposal_stays(db: None, sign_in: SignIn) -> None:
    propose(sign_in("operator"))
    answer = second().post(f"/operator/proposals/{Proposal.objects.get().pk}", follow=True)
    assert answer.status_code == 422
    assert Proposal.objects.get().closed_at is None


def test_a_key_is_followed_by_another_and_the_old_one_let_go(db: None, sign_in: SignIn) -> None:
    client = sign_in("operator")
    before = own.keys().log.verifier
    html = client.post("/operator/keys/log", {"do": "rotate"}, follow=True).content.decode()
    assert "The key before it still signs beside it." in html
    assert own.keys().log.verifier != before
    html = client.post("/operator/keys/log", {"do": "finish"}, follow=True).content.decode()
    assert "The key before it still signs beside it." not in html
    assert (own.key_folder() / f"log{keyring.LEAVING}.pem").exists() is False


def test_a_stolen_key_is_replaced_at_once(db: None, sign_in: SignIn) -> None:
    client = sign_in("operator")
    before = own.keys().http.verifier
    client.post("/operator/keys/http", {"do": "stolen"})
    assert own.keys().http.verifier != before
    assert own.keys().leaving == {}


@pytest.mark.parametrize("role", ["seller", "customs", "lender"])
def test_nobody_else_touches_peers_or_keys(db: None, sign_in: SignIn, role: str) -> None:
    own.statement()
    client = sign_in(role)
    for address in ("/operator/proposals/", "/operator/keys/log", "/operator/channels/1"):
        assert client.post(address, {"move": "connect", "url": "https://x.example"}).status_code in (302, 403, 404)
    assert Proposal.objects.count() == 0
    assert OwnStatement.objects.count() == 1
