"""Many products at once: found, offered and withdrawn; priced and counted by a table that goes out and comes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.catalogue import queries
from entrepot.hub.catalogue.models import PriceList, Product
from entrepot.hub.stock import queries as stock
from entrepot.trade.stock import Balance
from tests import cast
from tests.hub.orders import shop
from tests.web.conftest import SignIn
from tests.web.test_quote import words

pytestmark = pytest.mark.django_db

SELLER = "hz-ceramics"
SPRING = {
    "do": "prices", "name": "Malaysia, spring", "currency": "myr", "destination": "my", "valid_from": "2026-03-01",
    "valid_until": "2026-05-31",
}  # fmt: skip


@pytest.fixture
def seller(sign_in: SignIn) -> Client:
    """A seller with a bowl and a cup."""
    shop.ceramics()
    return sign_in("seller")


def table(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("table.csv", text.encode())


def did(client: Client, page: str, **form: object) -> str:
    return words(client.post(page, form, follow=True).content.decode())


def states() -> dict[str, str]:
    return dict(Product.objects.filter(seller=cast.party(SELLER)).values_list("sku", "state"))


def test_products_that_are_ticked_are_withdrawn_offered_and_removed_together(seller: Client) -> None:
    page = "/seller/products/"
    assert "2 products are changed." in did(seller, page, do="withdraw", sku=["BOWL", "CUP"])
    assert states() == {"BOWL": "withdrawn", "CUP": "withdrawn"}
    assert "1 product is changed." in did(seller, page, do="offer", sku=["CUP"])
    did(seller, page, do="remove", sku=["BOWL"])
    assert states() == {"BOWL": "removed", "CUP": "offered"}
    assert "BOWL" not in words(seller.get(page).content.decode())


def test_one_unknown_product_moves_none(seller: Client) -> None:
    assert seller.post("/seller/products/", {"do": "withdraw", "sku": ["BOWL", "JUG"]}).status_code == 422
    assert states() == {"BOWL": "offered", "CUP": "offered"}


def test_products_are_found_by_name_sku_and_state(seller: Client) -> None:
    assert "Celadon bowl" not in words(seller.get("/seller/products/", {"q": "cup"}).content.decode())
    assert "Celadon cup" in words(seller.get("/seller/products/", {"q": "CUP"}).content.decode())
    assert "No product is listed" in words(seller.get("/seller/products/", {"show": "draft"}).content.decode())


def test_more_products_than_a_page_holds_are_reached_by_a_link(seller: Client) -> None:
    many = [replace(shop.CUP, sku=f"M-{n:03d}") for n in range(60)]
    catalogue.list_products(SELLER, many, by=cast.by(SELLER))
    html = seller.get("/seller/products/").content.decode()
    assert "after=M-047" in html
    told = words(seller.get("/seller/products/?after=M-047").content.decode())
    assert "M-048" in told
    assert "M-047" not in told


def test_a_price_list_comes_by_a_table_and_goes_out_as_one(seller: Client) -> None:
    told = did(seller, "/seller/shelf/", **SPRING, prices=table("SKU,Price\nBOWL,45.00\nCUP,20\n"))
    assert "Rows taken: 2." in told
    assert "Malaysia, spring Malaysia MYR 1 Mar 2026 to 31 May 2026" in told
    bowl = queries.product(SELLER, "BOWL")
    assert str(queries.price_for(bowl, "MY", date(2026, 3, 2))) == "MYR 45.00"
    out = seller.get(f"/seller/shelf/prices/{PriceList.objects.get().pk}.csv").content.decode("utf-8-sig")
    assert out.splitlines() == ["sku,title,price", "BOWL,Celadon bowl,45.00", "CUP,Celadon cup,20.00"]


def test_a_bad_price_is_told_with_its_line_and_the_good_ones_count(seller: Client) -> None:
    answer = seller.post("/seller/shelf/", SPRING | {"prices": table("sku,price\nBOWL,cheap\nCUP,20\nJUG,1\n")})
    told = words(answer.content.decode())
    assert answer.status_code == 422
    assert "line 2 BOWL “cheap” is not a price." in told
    assert "line 4 JUG SKU JUG is not in your catalogue." in told
    assert "Rows taken: 1." in told


@pytest.mark.parametrize(
    "change",
    [{"currency": "RMB"}, {"destination": "UK"}, {"valid_until": "2026-02-01"}, {"valid_from": "soon"}, {"name": " "}],
)
def test_a_price_list_that_is_wrong_is_refused_whole(seller: Client, change: dict[str, str]) -> None:
    answer = seller.post("/seller/shelf/", SPRING | change | {"prices": table("sku,price\nBOWL,45\n")})
    assert answer.status_code == 422
    assert not PriceList.objects.exists()


@pytest.mark.parametrize("text", ["", "title,price\nBowl,4\n", "sku,title\nBOWL,Bowl\n"])
def test_a_table_without_the_columns_it_needs_is_refused(seller: Client, text: str) -> None:
    assert seller.post("/seller/shelf/", SPRING | {"prices": table(text)}).status_code == 422
    assert not PriceList.objects.exists()


def test_the_stock_goes_out_is_counted_and_comes_back(seller: Client) -> None:
    did(seller, "/seller/shelf/", do="count", counts=table("sku,pieces\nBOWL,12\nCUP,\n"))
    assert stock.held(SELLER, ["BOWL", "CUP"]).keys() == {"BOWL"}
    out = seller.get("/seller/shelf/stock.csv").content.decode("utf-8-sig")
    assert out.splitlines() == ["sku,title,pieces", "BOWL,Celadon bowl,12", "CUP,Celadon cup,"]
    did(seller, "/seller/shelf/", do="count", counts=table(out.replace(",12", ",9")))
    [balance] = stock.held(SELLER, ["BOWL"])["BOWL"].values()
    assert balance == Balance(9, 0)


def test_a_count_that_is_none_and_a_sku_that_is_not_there_are_told_with_their_lines(seller: Client) -> None:
    answer = seller.post("/seller/shelf/", {"do": "count", "counts": table("sku,pieces\nBOWL,many\nCUP,3\nJUG,1\n")})
    told = words(answer.content.decode())
    assert "line 2 BOWL -1 is no count of BOWL." in told
    assert "line 4 JUG SKU JUG is not in your catalogue." in told
    assert stock.held(SELLER, ["BOWL", "CUP"]).keys() == {"CUP"}


def test_a_file_of_orders_leaves_the_price_of_a_listed_product_alone(seller: Client) -> None:
    bowl = replace(shop.BOWL, price="80.00", currency="MYR", texts={"zh": "碗"}, brand="Lake")
    catalogue.list_products(SELLER, [bowl], by=cast.by(SELLER))
    orders = (
        "order,date,sku,quantity,unit_price,currency,to,title,hs,origin,net_mass_kg\n"
        "A-1,2026-03-01,BOWL,1,70,MYR,MY,Celadon bowl,691200,CN,0.6\n"
    )
    seller.post("/seller/orders/", {"orders": SimpleUploadedFile("orders.csv", orders.encode())})
    found = queries.product(SELLER, "BOWL")
    assert (found.price_text, found.net_mass_g, found.texts, found.brand) == ("80.00", 600, {"zh": "碗"}, "Lake")


def test_another_seller_sees_no_price_list_and_prices_nothing_here(seller: Client) -> None:
    did(seller, "/seller/shelf/", **SPRING, prices=table("sku,price\nBOWL,45.00\n"))
    other = Client()
    other.force_login(cast.person("aina@example.org", "kl-batik", "seller"))
    assert other.get(f"/seller/shelf/prices/{PriceList.objects.get().pk}.csv").status_code == 404
    assert other.post("/seller/shelf/", SPRING | {"prices": table("sku,price\nBOWL,1\n")}).status_code == 422
    assert str(queries.price_for(queries.product(SELLER, "BOWL"), "MY", date(2026, 3, 2))) == "MYR 45.00"
