"""A new seller, from an empty hub to the first order from across the border, by the pages alone, on a telephone.

Every step is one that docs/selling.md names; what is pressed is found by the words that a reader sees.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from entrepot.hub.orders.models import Order
from tests import cast
from tests.browser import served
from tests.hub.network.two_hubs import Node
from tests.stories.conftest import empty_database, hz, kl, line, pair, trading

__all__ = ["empty_database", "hz", "kl", "line", "pair", "trading"]  # the fixtures
pytestmark = pytest.mark.browser

EXPORT = Path(__file__).with_name("ten_products.csv")
PHONE = {"width": 390, "height": 844}
SCARF = "Scarf of woven silk"
EIGHT = ["Malaysia", "Singapore", "Thailand", "United States", "Germany", "United Kingdom", "Australia", "Japan"]
FIRM = {
    "Name of the firm": "Westlake Goods",
    "Short name": "westlake",
    "Who signs in": "Lin Example",
    "E-mail address": "lin@westlake.example",
}
ADDRESS = {
    "Full name": "Nur Contoh",
    "Telephone": "+60123456789",
    "Street and number": "12 Jalan Contoh",
    "Postcode": "40000",
    "Town or city": "Shah Alam",
}
Opened = Callable[[Node], Any]


@pytest.fixture
def wait(trading: Callable[[], None]) -> Callable[[], None]:
    """Let everything happen that follows by itself, while nobody asks for a page."""

    def done() -> None:
        with served.TURN:
            trading()

    return done


@pytest.fixture
def telephone(chromium: Any, hz: Node, kl: Node, trading: object, faults: list[str]) -> Iterator[Opened]:
    """The first page of a hub, on the telephone of somebody new."""
    with ExitStack() as standing:
        addresses = {node.host: standing.enter_context(served.served(node)) for node in (hz, kl)}

        def opened(node: Node) -> Any:
            context = chromium.new_context(viewport=PHONE, reduced_motion="reduce", locale="en-GB")
            standing.callback(context.close)
            page = context.new_page()
            page.set_default_timeout(120_000)  # a machine may be slow
            page.on("console", lambda said: faults.append(said.text) if said.type in ("error", "warning") else None)
            page.on("pageerror", lambda fault: faults.append(str(fault)))
            page.goto(addresses[node.host])
            return page

        yield opened


def press(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Any, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def fill(page: Any, stated: dict[str, str]) -> None:
    for label, text in stated.items():
        page.get_by_label(label).first.fill(text)


def told(page: Any) -> str:
    """What the page says, in one line."""
    return " ".join(page.inner_text("main").split())


def at_desk(page: Any, email: str, password: str, desk: str) -> None:
    follow(page, "Sign in")
    fill(page, {"Email": email, "Password": password})
    press(page, "Sign in")
    follow(page, desk)


def taken_in(operator: Any) -> str:
    """The operator takes in a firm; the password of its first person is shown this once."""
    at_desk(operator, "devi@example.org", cast.PASSWORD, "The Operator")
    follow(operator, "Firms")
    fill(operator, FIRM)
    press(operator, "Take it in")
    return str(operator.locator("[role=status] code").inner_text())


def ten_listed(seller: Any, wait: Callable[[], None]) -> None:
    """The export of a shop is brought, its gaps filled, each code decided, and taken in."""
    follow(seller, "Products")
    assert "No product is listed" in told(seller)
    follow(seller, "Bring a file")
    seller.get_by_label("The file of products").set_input_files(EXPORT)
    press(seller, "Look at it")
    assert "A product export of Shopify. Nothing of it is in your catalogue yet." in told(seller)
    seller.fill("#default_origin", "CN")  # the columns above have the same names
    seller.fill("#default_currency", "MYR")
    press(seller, "Read it so")
    press(seller, "Take every first code marked likely")
    for code in seller.locator("select[name^='code:']").all():
        code.select_option(index=1)
    press(seller, "Take the codes that I chose")
    assert "10 rows open the stock of their products with what the file counts." in told(seller)
    press(seller, "Take 10 rows in")
    wait()
    seller.reload()
    assert "10 of 10 rows are answered New 10 rows" in told(seller)
    follow(seller, "Products")
    assert "All 10 Draft 0 On sale 10" in told(seller)


def prices(seller: Any) -> dict[str, str]:
    """What buyers pay for a product, by the country, as its page says."""
    follow(seller, SCARF)
    rows = seller.locator("table.lc-places tbody tr")
    return {row.locator("th").inner_text(): row.locator(".lc-total").inner_text() for row in rows.all()}


def bought(shopper: Any, wait: Callable[[], None]) -> str:
    """Two scarves are ordered in the shop of the other hub; the price at the door that was shown before."""
    follow(shopper, "The shop")
    follow(shopper, SCARF)
    fill(shopper, {"How many": "2"})
    press(shopper, "Add to cart")
    press(shopper, "Go on to the address")
    fill(shopper, ADDRESS)
    shopper.get_by_label("State").select_option("Selangor")
    press(shopper, "Show the price at my door")
    shown = str(shopper.locator(".pay-sum .qr-amount").inner_text())
    press(shopper, "Order and pay")
    wait()
    shopper.reload()
    return shown


@pytest.fixture
def open_hubs(hz: Node, kl: Node, trading: object) -> None:
    """Two hubs with their borders, carriers and banks; no firm sells at either, and nothing is listed."""
    with hz.here():
        cast.person("devi@example.org", "operator", "operator", "Devi Raj")
        for code in ("hz-post", "hz-bank", "cn-customs", "my-customs"):
            cast.party(code)
    with kl.here():
        cast.party("my-customs")
        cast.party("kl-batik")  # declares what comes in


@pytest.mark.usefixtures("open_hubs")
def test_a_new_seller_lists_ten_products_sees_eight_prices_and_gets_an_order_from_the_other_hub(
    hz: Node, kl: Node, telephone: Opened, wait: Callable[[], None], faults: list[str]
) -> None:
    password = taken_in(telephone(hz))
    seller = telephone(hz)
    at_desk(seller, FIRM["E-mail address"], password, "Westlake Goods")
    ten_listed(seller, wait)

    eight = prices(seller)
    assert list(eight) == EIGHT
    assert all(re.fullmatch(r"[A-Z]{3}\s+[\d,]+(\.\d\d)?", each) for each in eight.values()), eight
    assert " ".join(eight["Malaysia"].split()) == "MYR 129.00"

    shopper = telephone(kl)
    shown = bought(shopper, wait)
    assert shown.replace("\n", "") == "MYR258.00"
    assert "Paid The payment has been received." in told(shopper)

    with hz.here():
        order = Order.objects.get()
    follow(seller, "Orders")
    assert f"{order.number} 2 × {SCARF} Malaysia Released MYR 258.00" in told(seller)
    assert (order.total_minor, order.currency) == (258_00, "MYR")
    assert faults == []
