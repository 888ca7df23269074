"""Files of products on the seller's pages: from the file to the catalogue, every row looked at before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from entrepot.hub.adapters.shop import fetching
from entrepot.hub.catalogue.models import Import, Product
from entrepot.hub.events import worker
from entrepot.hub.webhooks import line
from tests import cast
from tests.hub.adapters.product_files import SHOPIFY
from tests.hub.catalogue.test_pictures import image
from tests.web.conftest import SignIn
from tests.web.test_quote import words

pytestmark = pytest.mark.django_db

COLUMNS = {
    "do": "remap", "column_sku": "Variant SKU", "column_title": "Title", "column_net_mass": "Variant Grams",
    "column_pictures": "Image Src", "column_price": "Variant Price", "column_stock": "Variant Inventory Qty",
    "column_brand": "Vendor", "mass_unit": "g", "size_unit": "mm",
    "default_origin": "cn", "default_currency": "cny", "fresh": "offered",
}  # fmt: skip
CREAM = "cream,Face cream with pearl powder,,Qinghe,,,true,Title,Default Title,,,CREAM,80,,,60,,,active\n"
POWER_BANK = "bank,Power bank,,Qinghe,,,true,Title,Default Title,,,BANK,230,,,79,,,active\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> None:
    settings.ENTREPOT_HOME = tmp_path
    settings.ENTREPOT_COUNTRY = "CN"
    settings.ENTREPOT_FOLLOWERS = "entrepot.hub.followers.FOLLOWERS"


def brought(client: Client, text: str = SHOPIFY) -> str:
    """The page of a file that was brought."""
    handed = SimpleUploadedFile("products_export.csv", text.encode())
    return str(client.post("/seller/imports/", {"products": handed})["Location"])


def did(client: Client, page: str, **form: str) -> str:
    return words(client.post(page, form, follow=True).content.decode())


def test_a_file_is_recognised_and_asks_once_for_what_it_does_not_say(sign_in: SignIn) -> None:
    client = sign_in("seller")
    told = words(client.get(brought(client)).content.decode())
    assert "A product export of Shopify. Nothing of it is in your catalogue yet." in told
    assert told.count("3 rows do not say it") == 2
    assert "Take " not in told[: told.index("How its columns are read")]


def test_the_whole_way_from_the_file_to_the_catalogue_and_back(sign_in: SignIn) -> None:
    client = sign_in("seller")
    page = brought(client)
    told = did(client, page, **COLUMNS)
    assert "Waits for a code 3 rows" in told
    assert "Stoneware mug, Blue, L" in told
    told = did(client, page, do="choose", **{"code:MUG-BL": "691200", "code:MUG-GL": "691200", "code:TOWEL": "630291"})
    assert "Codes are taken: 3." in told
    assert "Take 3 rows in" in told
    assert "2 rows open the stock of their products with what the file counts." in told
    assert "Stoneware mug, Blue, L MUG-BL line 2 12 pieces" in told
    assert "2 pictures are fetched from their addresses once the rows are taken in." in told
    assert not Product.objects.exists()
    told = did(client, page, do="start")
    assert "0 of 3 rows are answered" in told
    worker.work_until_idle()
    told = words(client.get(page).content.decode())
    assert "3 of 3 rows are answered" in told
    assert "New 3 rows" in told
    assert "What the file changed is put back." in did(client, page, do="undo")
    assert set(Product.objects.values_list("state", flat=True)) == {"removed"}


def test_pictures_are_fetched_while_the_page_shows_how_far_they_are(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("seller")
    page = brought(client)
    client.post(page, COLUMNS)
    did(client, page, do="choose", **{"code:MUG-BL": "691200", "code:MUG-GL": "691200", "code:TOWEL": "630291"})
    did(client, page, do="start")
    worker.work_until_idle()
    html = client.get(page).content.decode()
    assert "Pictures: 0 of 2 are there; 2 are still to be fetched." in words(html)
    assert 'hx-trigger="every 2s"' in html
    there = {"https://shop.example/1.jpg": line.Reply(200, image(), {})}
    none = line.Reply(404, b"", {})
    monkeypatch.setattr(line, "call", lambda _how, url, *_rest, largest: there.get(url, none))
    fetching.go_once()
    html = client.get(page).content.decode()
    assert "Pictures: 1 of 2 are there; 1 could not be had, and their row says why." in words(html)
    assert "The picture at https://shop.example/2.jpg is not taken." in words(html)
    assert "hx-trigger" not in html


def test_a_suggested_code_shows_its_band_and_is_never_chosen_beforehand(sign_in: SignIn) -> None:
    client = sign_in("seller")
    page = brought(client)
    client.post(page, COLUMNS)
    html = client.get(page).content.decode()
    codes = html[html.index('name="code:MUG-BL"') : html.index("</select>", html.index('name="code:MUG-BL"'))]
    assert re.search(r'<option value="691200">6912.00 .*\((Likely|Possible|Unsure)\)</option>', codes)
    assert "selected" not in codes


def test_every_code_marked_likely_is_taken_when_asked_for(sign_in: SignIn) -> None:
    client = sign_in("seller")
    page = brought(client, SHOPIFY + CREAM)
    client.post(page, COLUMNS)
    did(client, page, do="likely")
    assert Import.objects.get().codes.get("CREAM") == "330499"


def test_what_a_border_asks_is_shown_before_anything_is_written(sign_in: SignIn) -> None:
    client = sign_in("seller")
    page = brought(client, SHOPIFY + CREAM + POWER_BANK)
    client.post(page, COLUMNS)
    told = did(client, page, do="choose", **{"code:CREAM": "330499", "code:BANK": "850760"})
    assert "Power bank BANK line 7 Out of China Needs a permit By air Lithium-ion battery alone New" in told
    assert "Face cream with pearl powder CREAM line 6 Into Malaysia Needs a permit New" in told


def test_rows_to_correct_are_a_file(sign_in: SignIn) -> None:
    client = sign_in("seller")
    page = brought(client, SHOPIFY.replace("6901234567892", "6901234567890"))
    client.post(page, COLUMNS | {"column_gtin": "Variant Barcode"})
    did(client, page, do="choose", **{"code:MUG-GL": "691200", "code:TOWEL": "630291"})
    did(client, page, do="start")
    worker.work_until_idle()
    answer = client.get(f"{page}/refused.csv")
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "2,MUG-BL,gtin-check," in answer.content.decode("utf-8-sig")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"sku\n"])
def test_a_file_that_is_none_is_told_and_not_kept(content: bytes, sign_in: SignIn) -> None:
    client = sign_in("seller")
    answer = client.post("/seller/imports/", {"products": SimpleUploadedFile("x.xlsx", content)})
    assert answer.status_code == 422
    assert not Import.objects.exists()


def test_no_page_asks_the_database_more_than_thirty_times(sign_in: SignIn) -> None:
    client = sign_in("seller")
    page = brought(client)
    client.post(page, COLUMNS)
    client.get(page)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(page)
    assert len(asked) <= 30


def test_the_file_of_another_seller_is_not_found(sign_in: SignIn) -> None:
    page = brought(sign_in("seller"))
    other = Client()
    other.force_login(cast.person("aina@example.org", "kl-batik", "seller"))
    assert other.get(page).status_code == 404
    assert other.post(page, {"do": "start"}).status_code == 404
    assert Import.objects.get().state == "brought"
