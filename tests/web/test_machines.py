"""A firm issues keys and registers addresses by itself; a secret is shown once, and to nobody else."""

from __future__ import annotations

import html

import pytest
from django.test import Client
from pytest_django import Settings

from entrepot.hub.parties import queries
from entrepot.hub.webhooks import actions, postman
from entrepot.hub.webhooks.models import Delivery, Endpoint
from tests import cast
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db

PAGE = "/seller/machines/"
URL = "https://127.0.0.1:9/hub"  # nothing listens there


@pytest.fixture
def mei(sign_in: SignIn, settings: Settings) -> Client:
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    return sign_in("seller")


def registered(mei: Client) -> Endpoint:
    assert mei.post(PAGE, {"do": "endpoint", "url": URL, "kinds": ["orders.order.placed"]}).status_code == 200
    return Endpoint.objects.get()


def test_a_key_is_issued_shown_once_and_withdrawn(mei: Client) -> None:
    answer = mei.post(PAGE, {"do": "key", "name": "Shop of ours"})
    (key,) = queries.keys_of(cast.party("hz-ceramics"))
    shown = answer.content.decode()
    assert key.client_id in shown
    assert "CLIENT_SECRET" in shown
    assert "no-store" in answer["Cache-Control"]
    again = mei.get(PAGE).content.decode()
    assert "Shop of ours" in again
    assert "CLIENT_SECRET" not in again
    assert mei.post(f"{PAGE}keys/{key.client_id}/withdraw").status_code == 302
    assert not queries.keys_of(cast.party("hz-ceramics")).exists()


def test_a_key_without_a_name_is_refused_beside_the_form(mei: Client) -> None:
    answer = mei.post(PAGE, {"do": "key", "name": " "})
    assert answer.status_code == 422
    assert "A key has a name of up to 100 letters." in answer.content.decode()
    assert not queries.keys_of(cast.party("hz-ceramics")).exists()


def test_an_address_is_registered_and_its_secret_shown_once(mei: Client) -> None:
    answer = mei.post(PAGE, {"do": "endpoint", "url": URL})
    made = Endpoint.objects.get()
    assert html.escape(made.opened(made.secret)) in answer.content.decode()
    assert "whsec_" not in mei.get(PAGE).content.decode()
    assert URL in mei.get(PAGE).content.decode()


def test_an_address_behind_the_wall_is_refused_beside_the_form_and_stays_written(mei: Client) -> None:
    answer = mei.post(PAGE, {"do": "endpoint", "url": "https://10.0.0.1/hub", "kinds": ["orders.order.placed"]})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "is not an https address on the public network." in page
    assert 'value="https://10.0.0.1/hub"' in page
    assert 'value="orders.order.placed" checked' in page
    assert not Endpoint.objects.exists()


def test_the_log_shows_what_was_sent_and_what_became_of_it(mei: Client) -> None:
    address = f"{PAGE}{registered(mei).pk}"
    assert "Nothing was sent yet" in mei.get(address).content.decode()
    assert mei.post(address, {"do": "ping"}).status_code == 302
    postman.go_once()
    page = mei.get(address).content.decode()
    for told in ("webhooks.ping", "Waiting", "Unavailable", "Does not answer"):
        assert told in page


def test_what_is_parked_is_tried_again_and_a_disabled_address_taken_up(mei: Client) -> None:
    made = registered(mei)
    mei.post(f"{PAGE}{made.pk}", {"do": "ping"})
    Delivery.objects.update(state="parked")
    Endpoint.objects.update(state="disabled")
    assert "Mend it, then try again" in mei.get(f"{PAGE}{made.pk}").content.decode()
    mei.post(f"{PAGE}{made.pk}", {"do": "retry"})
    assert (Endpoint.objects.get().state, Delivery.objects.get().state) == ("active", "due")


def test_a_secret_is_renewed_and_an_address_withdrawn(mei: Client) -> None:
    made = registered(mei)
    answer = mei.post(f"{PAGE}{made.pk}", {"do": "renew"})
    renewed = Endpoint.objects.get()
    assert html.escape(renewed.opened(renewed.secret)) in answer.content.decode()
    assert bytes(renewed.former) == bytes(made.secret)
    assert mei.post(f"{PAGE}{made.pk}", {"do": "withdraw"}).status_code == 302
    assert not Endpoint.objects.exists()


def test_another_firms_endpoint_is_neither_seen_nor_changed(mei: Client) -> None:
    theirs, _ = actions.register(cast.party("kl-batik"), URL, [], by=cast.by("operator"))
    assert mei.get(f"{PAGE}{theirs.pk}").status_code == 403
    for do in ("ping", "retry", "renew", "withdraw"):
        assert mei.post(f"{PAGE}{theirs.pk}", {"do": do}).status_code == 403
    kept = Endpoint.objects.get()
    assert bytes(kept.secret) == bytes(theirs.secret)
    assert not Delivery.objects.exists()


def test_other_desks_have_no_such_page(sign_in: SignIn) -> None:
    assert sign_in("lender").get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302
