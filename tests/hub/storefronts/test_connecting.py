"""A shop is connected when its keys open it, and its calls are believed for their signature."""

from __future__ import annotations

import json
import uuid

import pytest
from django.db import connection as database
from django.test import Client
from pytest_django import Settings

from entrepot.hub.adapters.shop.hooks import SIGNATURES, signature
from entrepot.hub.adapters.shop.simulator import serving
from entrepot.hub.events.models import Event
from entrepot.hub.storefronts import actions
from entrepot.hub.storefronts.models import Storefront
from entrepot.trade.finding import NotYours, Refused
from tests import cast
from tests.hub.storefronts.conftest import Connected, connection, owner

BODY = json.dumps({"id": 820982911946154508, "name": "#1001"}).encode()


def refused(stated: actions.Connection) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as found:
        actions.connect(cast.party("hz-ceramics"), stated, by=owner())
    return [(each.code, each.pointer) for each in found.value.findings]


def test_keys_cannot_be_read_in_the_database(shop: Connected) -> None:
    with database.cursor() as cursor:
        cursor.execute("select * from storefronts_storefront")
        row = repr([bytes(each) if isinstance(each, memoryview) else each for each in cursor.fetchone()])
    for name, key in shop.serving.shop.keys.items():
        assert key not in row
        assert shop.front.opened_keys()[name] == key


def test_connecting_is_recorded_and_no_key_with_it(shop: Connected) -> None:
    event = Event.objects.get(kind="storefronts.shop.connected")
    assert event.body == {"storefront": str(shop.front.pk), "kind": shop.front.kind}


def test_wrong_keys_connect_nothing(db: None, settings: Settings) -> None:
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    with serving("shopify") as found:
        assert refused(connection(found, keys={"token": "wrong", "hook": "x"})) == [("shop-keys", "/credentials")]
    assert not Storefront.objects.exists()


def test_everything_wrong_with_a_form_is_said_at_once(db: None, settings: Settings) -> None:
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    with serving("woocommerce") as found:
        wrong = connection(found, keys={"key": "", "secret": " "}, prefix="MUCH-TOO-LONG-")
    assert refused(wrong) == [
        ("shop-key-missing", "/key"),
        ("shop-key-missing", "/secret"),
        ("shop-prefix", "/prefix"),
    ]


@pytest.mark.parametrize(
    "url", ["http://shop.example", "https://10.0.0.7", "https://169.254.169.254/latest", "https://localhost", "ftp://x"]
)
def test_an_address_behind_the_wall_is_never_asked(db: None, url: str) -> None:
    with serving("woocommerce") as found:
        assert refused(connection(found, url=url)) == [("shop-address", "/url")]


def test_a_shopify_token_goes_to_shopify_alone(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrepot.hub.webhooks.line.reachable", lambda url: "93.184.216.34")
    with serving("shopify") as found:
        assert refused(connection(found, url="https://evil.example")) == [("shop-address", "/url")]


def test_one_shop_is_connected_once_and_two_have_marks_of_their_own(shop: Connected) -> None:
    again = connection(shop.serving, prefix="B-")
    assert refused(again) == [("shop-known", "/url")]
    with serving("woocommerce") as another:
        assert refused(connection(another)) == [("shop-prefix-taken", "/prefix")]
        front, _ = actions.connect(cast.party("hz-ceramics"), connection(another, prefix="B-"), by=owner())
        Connected(front, another).look()
    numbers = front.intakes.order_by("number").values_list("number", flat=True)
    assert numbers[0] == "B-721"


def test_a_machine_and_a_stranger_connect_nothing(db: None, settings: Settings) -> None:
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    with serving("shopify") as found:
        for who in (cast.by("hz-ceramics"), cast.by("kl-batik"), cast.stranger()):
            with pytest.raises(NotYours):
                actions.connect(cast.party("hz-ceramics"), connection(found), by=who)
    assert not Storefront.objects.exists()


def test_new_keys_are_tried_before_they_are_kept(shop: Connected) -> None:
    wrong = dict.fromkeys(shop.serving.shop.keys, "wrong")
    with pytest.raises(Refused):
        actions.renew_keys(shop.front, wrong, by=owner())
    shop.front.refresh_from_db()
    assert shop.front.opened_keys().items() >= shop.serving.shop.keys.items()


def call(shop: Connected, body: bytes, signed: str, client: Client | None = None) -> int:
    header = {SIGNATURES[shop.front.kind]: signed}
    where = f"/hooks/{shop.front.pk}"
    return (client or Client()).post(where, body, content_type="application/json", headers=header).status_code


def test_a_signed_call_makes_us_look_at_once(shop: Connected) -> None:
    shop.look()
    planned = shop.front.next_look
    assert call(shop, BODY, signature(shop.front.opened_keys()["hook"], BODY)) == 200
    shop.front.refresh_from_db()
    assert shop.front.called_at is not None
    assert shop.front.next_look < planned


def test_a_call_that_is_not_signed_changes_nothing(shop: Connected) -> None:
    secret = shop.front.opened_keys()["hook"]
    for body, signed in ((BODY, ""), (BODY, signature("another", BODY)), (BODY + b" ", signature(secret, BODY))):
        assert call(shop, body, signed) == 401
    shop.front.refresh_from_db()
    assert shop.front.called_at is None


def test_nobody_learns_which_storefronts_there_are(shop: Connected) -> None:
    assert Client().post(f"/hooks/{uuid.uuid4()}", BODY, content_type="application/json").status_code == 401
    assert Client().get(f"/hooks/{shop.front.pk}").status_code == 405


def test_the_call_with_which_woocommerce_tries_an_address_is_answered(shop: Connected) -> None:
    expected = {"woocommerce": 200, "shopify": 401}[shop.front.kind]
    assert call(shop, b"webhook_id=42", "") == expected
    shop.front.refresh_from_db()
    assert shop.front.called_at is None


def test_a_signature_is_that_which_openssl_makes() -> None:
    """`printf '{}' | openssl dgst -sha256 -hmac hush -binary | base64`."""
    assert signature("hush", b"{}") == "UFwgrGBPZilFtmKh8TqcovA78LGYb1BdWu9I4Q2oyRg="
