"""A seller states what a parcel costs and under which numbers it pays tax, on a page; the prices at the door follow."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue import freight
from entrepot.hub.catalogue.models import FreightRate
from entrepot.hub.tariffs import queries as tariffs
from tests import cast
from tests.hub.catalogue.test_freight import POST
from tests.hub.orders import shop
from tests.web.conftest import SignIn
from tests.web.test_quote import words

pytestmark = pytest.mark.django_db

SELLER = "hz-ceramics"
PAGE = "/seller/carriage/"
STEP = {
    "do": "step", "destination": "MY", "channel": "post", "up_to_kg": "2", "price": "28.00", "currency": "MYR",
    "days_least": "5", "days_most": "9", "source": "Price list of the post, 1 March 2026",
}  # fmt: skip
HEADER = "destination,channel,up_to_kg,price,currency,days_least,days_most,source"


@pytest.fixture
def seller(sign_in: SignIn, settings: Settings, tmp_path: Path) -> Client:
    """A seller in Hangzhou with a bowl at 46 ringgit; it states no table yet."""
    settings.ENTREPOT_COUNTRY = "CN"
    settings.ENTREPOT_HOME = tmp_path
    bowl = replace(shop.BOWL, price="46.00", currency="MYR")
    catalogue.list_products(cast.party(SELLER), [bowl], by=cast.by(SELLER))
    return sign_in("seller")


def did(client: Client, **form: object) -> str:
    return words(client.post(PAGE, form, follow=True).content.decode())


def steps(owner: str = SELLER) -> set[tuple[str, int, int]]:
    return set(FreightRate.objects.filter(owner=owner).values_list("destination", "up_to_g", "amount_minor"))


def file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("carriage.csv", text.encode())


def test_a_step_is_stated_seen_changed_and_taken_off(seller: Client) -> None:
    assert "No table holds for you: delivery is in the price of your goods" in words(seller.get(PAGE).content.decode())
    assert "Malaysia Post up to 2.00 kg MYR 28.00 5 to 9 working days Price list of the post" in did(seller, **STEP)
    change = seller.get(PAGE, {"change": FreightRate.objects.get().pk}).content.decode()
    assert 'name="price" value="28.00"' in change
    did(seller, **STEP | {"price": "31"})
    assert steps() == {("MY", 2000, 31_00)}
    assert "No table holds for you" in did(seller, do="off", step=[FreightRate.objects.get().pk])
    assert steps() == set()


def test_what_is_wrong_stands_beside_its_field_and_what_was_written_stays(seller: Client) -> None:
    answer = seller.post(PAGE, STEP | {"up_to_kg": "two", "days_least": "12", "source": " "})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'name="up_to_kg" value="two"' in html
    assert words(html[html.index('id="f-up_to_kg-found"') :]).find("“two” is no mass of a parcel.") < 60
    answer = seller.post(PAGE, STEP | {"days_least": "12", "source": " "})
    html = answer.content.decode()
    assert 'id="f-days_least-found"' in html
    assert 'id="f-source-found"' in html
    assert steps() == set()


def test_the_carriers_table_holds_until_the_seller_starts_from_it(seller: Client) -> None:
    freight.state(cast.party("hz-post"), [POST], by=cast.by("hz-post"))
    told = words(seller.get(PAGE).content.decode())
    assert "that of the carrier in your country holds for you" in told
    assert "Take off the table" not in told
    for _twice in range(2):
        assert "Your own table holds." in did(seller, do="copy")
    assert steps() == steps("hz-post") == {("MY", 500, 28_00)}


def test_a_whole_table_goes_out_and_comes_back_in_the_place_of_the_one_before(seller: Client) -> None:
    did(seller, **STEP)
    out = seller.get("/seller/carriage/table.csv").content.decode("utf-8-sig")
    assert out.splitlines() == [HEADER, 'MY,post,2,28.00,MYR,5,9,"Price list of the post, 1 March 2026"']
    told = did(seller, do="table", carriage=file(out.replace("28.00", "29.50") + ",post,2,60,CNY,7,20,the same\n"))
    assert "Your table has 2 steps now; it took the place of the one before." in told
    assert steps() == {("MY", 2000, 29_50), ("", 2000, 60_00)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"{HEADER}\nMY,post,2,28,MYR,5,9,list\nMY,post,much,28,MYR,5,9,list\n",
            "line 3 “much” is no mass of a parcel.",
        ),
        (f"{HEADER}\nMY,post,2,28,MYR,5,9,list\nMY,post,2,30,MYR,5,9,list\n", "line 3 The table has a step for up to"),
        (f"{HEADER}\nUK,post,2,28,MYR,5,9,list\n", "line 2 “UK” is not a country code"),
        ("destination,price\nMY,28\n", "No column is named for “channel”."),
    ],
)
def test_a_table_with_one_bad_row_is_refused_whole(seller: Client, text: str, said: str) -> None:
    did(seller, **STEP)
    answer = seller.post(PAGE, {"do": "table", "carriage": file(text)})
    assert answer.status_code == 422
    assert said in words(answer.content.decode())
    assert steps() == {("MY", 2000, 28_00)}


def test_a_product_shows_the_price_by_the_table_and_leads_to_it_where_there_is_none(seller: Client) -> None:
    before = words(seller.get("/seller/products/BOWL").content.decode())
    assert "so that delivery is in the price of the goods." in before
    did(seller, **STEP)
    page = seller.get("/seller/products/BOWL").content.decode()
    told = words(page)
    assert "Carriage by your own table." in told
    assert "Malaysia 46.00 28.00" in told
    assert "Singapore No carriage The seller states no price of carriage to SG, and does not deliver there." in told
    assert 'href="/seller/carriage/#step"' in page
    assert "No step by post leads to Singapore, Thailand," in words(seller.get(PAGE).content.decode())


def test_a_parcel_too_heavy_for_the_table_is_not_quoted(seller: Client) -> None:
    did(seller, **STEP | {"up_to_kg": "0.5"})
    told = words(seller.get("/seller/products/BOWL").content.decode())
    assert "Malaysia No carriage The parcel comes to 600 g with its packing, and the seller sends up to 500 g." in told
    assert "Malaysia 46.00 5.00" in words(seller.get("/seller/products/BOWL", {"freight": "5"}).content.decode())


def test_a_number_is_noted_replaced_and_ended(seller: Client) -> None:
    assert "Malaysia no number: the tax is taken at the border" in words(seller.get(PAGE).content.decode())
    did(seller, do="number", country="MY", number="LVG-0001")
    assert "Malaysia LVG-0002 since" in did(seller, do="number", country="MY", number="LVG-0002")
    assert "European Union IM2760000001" in did(seller, do="number", country="EU", number="IM2760000001")
    did(seller, do="end", country="MY")
    assert set(tariffs.noted(SELLER).values_list("country", "number")) == {("EU", "IM2760000001")}


def test_a_number_that_is_none_is_told_beside_its_field(seller: Client) -> None:
    answer = seller.post(PAGE, {"do": "number", "country": "MY", "number": "9" * 41})
    assert answer.status_code == 422
    assert 'id="f-number-found"' in answer.content.decode()
    assert tariffs.tax_numbers(SELLER) == {}


def test_another_sellers_steps_and_numbers_are_out_of_reach(seller: Client) -> None:
    [theirs] = freight.state(cast.party("kl-batik"), [POST], by=cast.by("kl-batik"))
    assert 'value="28.00"' not in seller.get(PAGE, {"change": theirs.pk}).content.decode()
    did(seller, do="off", step=[theirs.pk, "x"])
    assert steps("kl-batik") == {("MY", 500, 28_00)}


def test_who_sells_nothing_does_not_get_there(stranger: Client, sign_in: SignIn) -> None:
    for client in (stranger, sign_in("lender")):
        assert client.post(PAGE, STEP).status_code == 403
        assert client.get("/seller/carriage/table.csv").status_code == 403
    assert not FreightRate.objects.exists()


def test_a_deed_that_there_is_not_is_not_done(seller: Client) -> None:
    assert seller.post(PAGE, {"do": "anything"}).status_code == 404
