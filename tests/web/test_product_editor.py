"""The editor of a product: saved, offered, coded, pictured, stocked and varied on one page, or told back whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.models import ClassificationDecision, Picture, Product
from entrepot.hub.stock import queries as stock
from entrepot.trade.stock import Balance
from tests import cast
from tests.hub.catalogue.test_pictures import image
from tests.web.conftest import SignIn
from tests.web.test_product import TEA_SET
from tests.web.test_quote import words

pytestmark = pytest.mark.django_db

PAGE = "/seller/products/QH/TS-04"
FORM = {
    "do": "save",
    "name_en": "Celadon tea set",
    "name_zh": "青瓷茶具",
    "name_ms": "",
    "text_zh": "一壶四杯。",
    "title": "Porcelain teapot with four cups, for table use",
    "brand": "Qinghe",
    "materials": "porcelain",
    "origin": "CN",
    "net_mass_kg": "1.84",
    "gross_mass_kg": "2.3",
    "length": "320",
    "width": "240",
    "height": "180",
    "hs": "691110",
    "codes": "MY 6911100000; CN 6911101900",
    "price": "459.62",
    "currency": "cny",
    "traits": ["food"],
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> None:
    settings.ENTREPOT_HOME = tmp_path
    settings.ENTREPOT_COUNTRY = "CN"


@pytest.fixture
def seller(sign_in: SignIn) -> Client:
    catalogue.list_products(cast.party("hz-ceramics"), [TEA_SET], by=cast.by("hz-ceramics"))
    return sign_in("seller")


def product() -> Product:
    return Product.objects.select_related("family").get(sku=TEA_SET.sku)


def did(client: Client, **form: object) -> str:
    """What the page says after the form was sent."""
    answer = client.post(PAGE, form, follow=True)
    return words(answer.content.decode())


def test_everything_about_a_product_is_saved_at_once(seller: Client) -> None:
    assert "QH/TS-04 is saved." in did(seller, **FORM)
    found = product()
    assert (found.family.title, found.family.brand) == ("Celadon tea set", "Qinghe")
    assert found.family.texts == {
        "en": {"title": "Celadon tea set"},
        "zh": {"title": "青瓷茶具", "description": "一壶四杯。"},
    }
    assert (found.materials, found.gross_mass_g, found.size_mm, found.traits) == (
        "porcelain",
        2300,
        (320, 240, 180),
        ["food"],
    )
    assert found.codes == {"MY": "6911100000", "CN": "6911101900"}
    assert (found.price_text, found.currency) == ("459.62", "CNY")


def test_what_is_wrong_is_told_whole_and_nothing_is_saved(seller: Client) -> None:
    answer = seller.post(PAGE, FORM | {"net_mass_kg": "heavy", "length": "long", "origin": "UK", "brand": "Other"})
    told = words(answer.content.decode())
    assert answer.status_code == 422
    for code in ("country-unknown", "mass-not-positive", "size-not-three"):
        assert code in told
    assert 'value="heavy"' in answer.content.decode()
    assert product().family.brand == ""


def test_a_draft_is_saved_and_offered_and_withdrawn(seller: Client) -> None:
    draft = replace(TEA_SET, sku="NEW")
    catalogue.list_products(cast.party("hz-ceramics"), [draft], by=cast.by("hz-ceramics"), fresh="draft")
    page = "/seller/products/NEW"
    assert "NEW is offered." in words(seller.post(page, FORM | {"then": "offer"}, follow=True).content.decode())
    assert queries.product("hz-ceramics", "NEW").state == "offered"
    assert "NEW is withdrawn" in words(seller.post(page, {"do": "withdraw"}, follow=True).content.decode())
    assert queries.product("hz-ceramics", "NEW").state == "withdrawn"
    seller.post(page, {"do": "offer"})
    assert queries.product("hz-ceramics", "NEW").state == "offered"


def test_the_assistant_argues_and_asks_at_most_two_questions(seller: Client) -> None:
    html = seller.get(PAGE).content.decode()
    assert "Choose 6911.10" in words(html)
    assert html.count('id="h-q') <= 2
    assert "porcelain" in html


def test_a_code_that_is_chosen_is_recorded_as_the_sellers_decision(seller: Client) -> None:
    did(seller, **FORM)
    assert "your choice is recorded" in did(seller, do="choose", code="691310")
    assert (product().hs, product().codes) == ("691310", {})
    decision = ClassificationDecision.objects.get()
    assert (decision.code, decision.authority, decision.party_id) == ("691310", "seller", "hz-ceramics")
    assert decision.text == "Porcelain teapot with four cups, for table use, porcelain"


def test_a_code_that_does_not_exist_is_refused_and_nothing_is_recorded(seller: Client) -> None:
    assert seller.post(PAGE, {"do": "choose", "code": "999999"}).status_code == 422
    assert product().hs == "691110"
    assert not ClassificationDecision.objects.exists()


def test_pictures_are_sent_described_put_first_and_taken_away(seller: Client) -> None:
    files = [SimpleUploadedFile("a.jpg", image()), SimpleUploadedFile("b.png", image("PNG", colour="red"))]
    assert "Pictures are there: 2." in did(seller, do="add-pictures", pictures=files)
    first, second = Picture.objects.all()
    did(seller, do="picture-words", picture=second.pk, alt="The set on a table")
    did(seller, do="picture-first", picture=second.pk)
    assert [(each.pk, each.alt) for each in Picture.objects.all()] == [
        (second.pk, {"en": "The set on a table"}),
        (first.pk, {}),
    ]
    did(seller, do="picture-away", picture=first.pk)
    assert [each.pk for each in Picture.objects.all()] == [second.pk]


def test_a_file_that_is_no_picture_is_told_beside_the_form(seller: Client) -> None:
    answer = seller.post(PAGE, {"do": "add-pictures", "pictures": SimpleUploadedFile("a.jpg", b"<svg/>")})
    assert answer.status_code == 422
    assert "picture-kind" in answer.content.decode()
    assert not Picture.objects.exists()


def test_pieces_come_in_once_and_are_counted(seller: Client) -> None:
    for _ in range(2):
        did(seller, do="receive", pieces="10", once="abc")
    [balance] = stock.held("hz-ceramics", [TEA_SET.sku])[TEA_SET.sku].values()
    assert balance == Balance(10, 0)
    assert "Your own stock 7 there, 0 promised" in did(seller, do="count", pieces="7")
    assert seller.post(PAGE, {"do": "count", "pieces": "some"}).status_code == 422


def test_a_variant_is_made_from_the_product_it_differs_from(seller: Client) -> None:
    told = did(
        seller,
        do="vary",
        sku="QH/TS-05",
        option_name="colour",
        option_here="celadon",
        option_value="white",
        price="400",
    )
    assert "QH/TS-05 is a variant now, as a draft." in told
    here, other = Product.objects.filter(family=product().family).order_by("pk")
    assert (here.options, other.options, other.state) == ({"colour": "celadon"}, {"colour": "white"}, "draft")
    assert (other.price_text, other.hs, other.family.options) == ("400.00", "691110", ["colour"])


def test_a_variant_under_a_number_that_is_taken_is_refused(seller: Client) -> None:
    answer = seller.post(PAGE, {"do": "vary", "sku": "QH/TS-04", "option_name": "colour", "option_value": "white"})
    assert answer.status_code == 422
    assert "sku-taken" in answer.content.decode()
    assert product().family.options == []


def test_a_border_that_forbids_or_asks_says_so_and_one_that_is_not_held_is_not_called_free(seller: Client) -> None:
    did(seller, **FORM | {"title": "Cosmetic face cream with pearl powder", "hs": "330499", "codes": ""})
    told = words(seller.get(PAGE).content.decode())
    borders = told[told.index("At the borders") : told.index("Stock")]
    assert "Into Malaysia Needs a permit Cosmetics are notified before they are sold in Malaysia." in borders
    assert "That is no promise that nothing is asked there." in borders
    assert "Japan" in borders[borders.index("Where no permits are held") :]


def test_a_battery_is_told_to_the_carrier(seller: Client) -> None:
    did(seller, **FORM | {"traits": ["battery-lithium-ion-inside"]})
    assert "Lithium-ion battery in the device (UN 3481): tell your carrier" in words(seller.get(PAGE).content.decode())


def test_a_code_that_names_a_battery_is_told_to_the_carrier_unasked(seller: Client) -> None:
    did(seller, **FORM | {"title": "Power bank", "hs": "850760", "codes": ""})
    assert "Lithium-ion battery alone (UN 3480): tell your carrier" in words(seller.get(PAGE).content.decode())


def test_another_seller_changes_nothing_here(seller: Client, sign_in: SignIn) -> None:
    cast.person("aina@example.org", "kl-batik", "seller")
    other = Client()
    other.force_login(cast.person("aina@example.org", "kl-batik", "seller"))
    for form in (FORM, {"do": "withdraw"}, {"do": "count", "pieces": "0"}, {"do": "choose", "code": "691310"}):
        assert other.post(PAGE, form).status_code == 404
    found = product()
    assert (found.state, found.hs, found.family.brand) == ("offered", "691110", "")


def test_what_no_page_offers_is_not_done(seller: Client) -> None:
    assert seller.post(PAGE, {"do": "remove-everything"}).status_code == 404
