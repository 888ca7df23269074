"""A firm connects its shop by itself, sees what came of each order there, and disconnects it."""

from __future__ import annotations

import html

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from entrepot.hub.adapters.shop.simulator import Serving, serving
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.storefronts.models import Intake, Storefront
from tests import cast
from tests.hub.orders import shop as orders
from tests.hub.storefronts.conftest import Connected
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
PAGE = "/seller/shops/"


@pytest.fixture
def mei(sign_in: SignIn, settings: Settings) -> Client:
    settings.ENTREPOT_ALLOW_LOOPBACK_PEERS = True
    settings.ENTREPOT_COUNTRY = "CN"
    orders.ceramics()
    return sign_in("seller")


def form(found: Serving, **changes: str) -> dict[str, str]:
    kind = found.shop.KIND
    keys = {f"{kind}-{name}": key for name, key in found.shop.keys.items()}
    return {"kind": kind, "url": found.url, "since": "2026-01-01", **keys, **changes}


def connected(mei: Client, found: Serving) -> Connected:
    assert mei.post(PAGE, form(found)).status_code in (200, 302)
    return Connected(Storefront.objects.get(), found)


@pytest.mark.parametrize("kind", ["shopify", "woocommerce"])
def test_a_shop_is_connected_and_its_orders_are_seen(mei: Client, kind: str) -> None:
    with serving(kind) as found:
        shop = connected(mei, found)
        shop.look()
        page = mei.get(f"{PAGE}{shop.front.pk}").content.decode()
    for told in ("Connected", "Placed", "Refused", "Not paid", "Left out", "Cancelled"):
        assert told in page
    assert "SKU UNLISTED is not in your catalogue." in page
    for key in found.shop.keys.values():
        assert key not in page
    listed = mei.get(PAGE).content.decode()
    assert shop.front.name in listed
    assert "1 shop is connected" in listed


def test_a_secret_of_our_making_is_shown_once(mei: Client) -> None:
    with serving("woocommerce") as found:
        answer = mei.post(PAGE, form(found))
    secret = Storefront.objects.get().opened_keys()["hook"]
    assert html.escape(secret) in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert f"/hooks/{Storefront.objects.get().pk}" in answer.content.decode()
    assert secret not in mei.get(PAGE).content.decode()


def test_what_is_wrong_stands_beside_the_form_and_nothing_is_connected(mei: Client) -> None:
    with serving("shopify") as found:
        for changes, told in (
            ({"shopify-token": "wrong"}, "The shop does not accept the keys"),
            ({"url": "https://10.0.0.1"}, "is not the https address of a shop on the public network"),
            ({"since": "yesterday"}, "is not a date"),
            ({"kind": "stall"}, "is no kind of shop we know"),
        ):
            answer = mei.post(PAGE, form(found, **changes))
            assert answer.status_code == 422
            assert told in answer.content.decode()
    answer = mei.post(PAGE, form(found))
    assert "The shop does not answer." in answer.content.decode()
    assert not Storefront.objects.exists()


def test_a_refused_order_is_left_out_or_tried_again(mei: Client) -> None:
    with serving("shopify") as found:
        shop = connected(mei, found)
        shop.look()
        refused = Intake.objects.get(state="refused")
        mei.post(f"{PAGE}{shop.front.pk}/change", {"do": "retry"})
        refused.refresh_from_db()
        assert refused.again
        mei.post(f"{PAGE}{shop.front.pk}/orders/{refused.pk}")
    refused.refresh_from_db()
    assert (refused.state, refused.findings) == ("left", [])


def test_products_are_brought_and_what_they_lack_is_said(mei: Client) -> None:
    with serving("shopify") as found:
        shop = connected(mei, found)
        page = mei.post(f"{PAGE}{shop.front.pk}/change", {"do": "products"}).content.decode()
    assert "1 product is listed, 1 needs correction" in page
    assert catalogue.product("hz-ceramics", "TEAPOT").title == "Celadon teapot, Moss green"


def test_keys_are_renewed_stock_told_and_the_shop_disconnected(mei: Client) -> None:
    with serving("shopify") as found:
        change = f"{PAGE}{connected(mei, found).front.pk}/change"
        assert mei.post(change, {"do": "keys", "token": "wrong", "hook": "x"}).status_code == 422
        found.shop.keys["token"] = "shpat_fresh"
        assert mei.post(change, {"do": "keys", **found.shop.keys}).status_code == 200
        mei.post(change, {"do": "stock", "on": "1"})
    kept = Storefront.objects.get()
    assert (kept.opened_keys()["token"], kept.sends_stock) == ("shpat_fresh", True)
    assert mei.post(change, {"do": "disconnect"}).status_code == 302
    assert not Storefront.objects.exists()


def test_another_firms_shop_is_neither_seen_nor_changed(mei: Client, sign_in: SignIn) -> None:
    with serving("shopify") as found:
        shop = connected(mei, found)
    batik = Client()
    batik.force_login(cast.person("rosnah@example.org", "kl-batik", "seller"))
    page = f"{PAGE}{shop.front.pk}"
    assert batik.get(page).status_code == 403
    for do in ("retry", "products", "keys", "stock", "disconnect"):
        assert batik.post(f"{page}/change", {"do": do}).status_code == 403
    assert shop.front.name not in batik.get(PAGE).content.decode()
    assert sign_in("lender").get(PAGE).status_code == 403
    assert Storefront.objects.get().opened_keys() == shop.front.opened_keys()


def test_a_long_list_is_paged_and_asks_little(mei: Client) -> None:
    with serving("shopify") as found:
        shop = connected(mei, found)
        shop.look()
    one = Intake.objects.filter(state="refused").values().get()
    more = [{**one, "id": None, "key": f"k{n}", "number": f"N{n:03d}"} for n in range(90)]
    Intake.objects.bulk_create(Intake(**each) for each in more)
    address = f"{PAGE}{shop.front.pk}?show=trouble"
    mei.get(address)
    with CaptureQueriesContext(connection) as asked:
        page = mei.get(address).content.decode()
    assert len(asked) <= 30
    assert "1 to 40 of 91" in page
    assert "page=2" in page
    assert "81 to 91 of 91" in mei.get(f"{address}&page=3").content.decode()
