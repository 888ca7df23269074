"""A visitor buys: cart, address, the price at the door, the order, the payment, the invoice. With an account, too."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from entrepot.hub.buying import mailing, queries
from entrepot.hub.buying.models import Cart, Purchase, PurchaseOrder
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.events import clock, worker
from entrepot.hub.orders.models import Consignment, Order
from entrepot.hub.payments import actions as payments
from entrepot.hub.web.shop import words
from tests import cast
from tests.cast import NOON
from tests.hub.buying import shopping
from tests.hub.buying.shopping import BOWL
from tests.web import exchanging

pytestmark = pytest.mark.django_db
ADDRESS = {
    "name": "Nur Contoh",
    "phone": "+60123456789",
    "street_address": "12 Jalan Contoh",
    "postal_code": "40000",
    "city": "Shah Alam",
    "country_area": "Selangor",
}


@pytest.fixture(autouse=True)
def shop_open(settings: object) -> None:
    """A hub in Hangzhou whose shop sells to Malaysia."""
    settings.ENTREPOT_COUNTRY = "CN"  # type: ignore[attr-defined]
    settings.ENTREPOT_CLOCK = "simulated"  # type: ignore[attr-defined]
    settings.ENTREPOT_FOLLOWERS = "tests.hub.orders.shop.SILENT"  # type: ignore[attr-defined]
    clock.start(NOON)
    shopping.ceramics()


@pytest.fixture
def visitor(client: Client) -> Client:
    """Somebody without an account who wants goods sent to Malaysia."""
    session = client.session
    session["shop"] = {"to": "MY", "in": "MYR"}
    session.save()
    return client


def filled(client: Client, quantity: int = 1) -> None:
    client.post("/shop/cart/add", {"key": BOWL, "sku": "BOWL", "quantity": quantity})


def reviewed(client: Client) -> str:
    """The path of the page with the price at the door."""
    filled(client)
    answer = client.post("/shop/checkout/", ADDRESS)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def ordered(client: Client) -> str:
    """The path of the page that a buyer keeps."""
    return str(client.post(f"{reviewed(client)}place")["Location"])


def text_of(client: Client, path: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).content.decode()).split())


class TestCart:
    def test_goods_lie_in_it_with_their_price_and_can_be_taken_out(self, visitor: Client) -> None:
        filled(visitor, 2)
        page = text_of(visitor, "/shop/cart/")
        assert "Celadon bowl" in page
        assert "2 × 480.00" in page
        assert "960.00" in page
        line = Cart.objects.get().lines.get()
        visitor.post("/shop/cart/change", {"out": str(line.pk), f"pieces-{line.pk}": "2"})
        assert "The cart is empty" in text_of(visitor, "/shop/cart/")

    def test_a_number_that_cannot_be_is_said_and_the_cart_stays(self, visitor: Client) -> None:
        filled(visitor)
        line = Cart.objects.get().lines.get()
        answer = visitor.post("/shop/cart/change", {f"pieces-{line.pk}": "100000"})
        assert answer.status_code == 422
        assert "do not go into a cart" in answer.content.decode()
        assert visitor.post("/shop/cart/add", {"key": BOWL, "sku": "BOWL", "quantity": "x"}).status_code == 422
        assert Cart.objects.get().lines.get().quantity == 1

    def test_a_changed_price_is_said_and_must_be_seen_before_one_goes_on(self, visitor: Client) -> None:
        filled(visitor)
        shopping.ceramics(price="495.00")
        assert "has changed since you put it into the cart" in text_of(visitor, "/shop/cart/")
        assert visitor.get("/shop/checkout/")["Location"] == "/shop/cart/"
        visitor.post("/shop/cart/change", {"news": "yes"})
        assert visitor.get("/shop/checkout/").status_code == 200

    def test_another_visitor_sees_nothing_of_it(self, visitor: Client) -> None:
        filled(visitor)
        assert "Celadon bowl" not in text_of(Client(), "/shop/cart/")

    def test_signing_in_keeps_it(self, visitor: Client) -> None:
        filled(visitor)
        visitor.force_login(cast.person("nur@example.org", "kl-batik", "seller"))
        assert "Celadon bowl" in text_of(visitor, "/shop/cart/")
        assert Cart.objects.get().person is not None


class TestCheckout:
    def test_the_address_has_its_countrys_fields_and_says_what_is_wrong_beside_each(self, visitor: Client) -> None:
        filled(visitor)
        page = visitor.get("/shop/checkout/").content.decode()
        assert 'autocomplete="address-level1"' in page
        assert "Identity number" not in page
        wrong = visitor.post("/shop/checkout/", {**ADDRESS, "postal_code": "4"})
        assert wrong.status_code == 422
        told = wrong.content.decode()
        assert 'aria-describedby="f-postal_code-why"' in told
        assert 'value="Nur Contoh"' in told, "what was typed is kept"
        assert not Purchase.objects.exists()

    def test_a_buyer_in_china_is_asked_for_the_identity_number(self, client: Client) -> None:
        shopping.batik()
        session = client.session
        session["shop"] = {"to": "CN", "in": "CNY"}
        session.save()
        client.post("/shop/cart/add", {"key": "/kl-batik/sarong", "sku": "SARONG", "quantity": 1})
        assert "Identity number" in text_of(client, "/shop/checkout/")

    def test_the_price_at_the_door_is_shown_with_its_law_and_the_terms(self, visitor: Client) -> None:
        page = text_of(visitor, reviewed(visitor))
        for told in ("480.00", "20.00", "48.00", "MYR 548.00", "10 %", "By post from China", "5 to 9 working days"):
            assert told in page
        assert "Every charge is in" in page
        assert "No identity number is asked" in page

    def test_pressed_twice_it_is_ordered_once(self, visitor: Client) -> None:
        path = reviewed(visitor)
        first, again = (visitor.post(f"{path}place")["Location"] for _ in range(2))
        assert first == again
        assert Order.objects.count() == 1

    def test_a_price_held_until_yesterday_is_not_taken(self, visitor: Client) -> None:
        path = reviewed(visitor)
        clock.reach(NOON + timedelta(hours=25))
        answer = visitor.post(f"{path}place")
        assert answer.status_code == 422
        assert "The price was held until" in answer.content.decode()
        assert not Order.objects.exists()

    def test_a_wrong_link_opens_nothing(self, visitor: Client) -> None:
        path = ordered(visitor)
        for wrong in (path[:-3] + "xx/", "/shop/orders/nothing/", "/shop/checkout/nothing/"):
            assert visitor.get(wrong).status_code == 422


class TestAfterwards:
    def test_a_guest_follows_the_order_by_its_link_alone(self, visitor: Client) -> None:
        path = ordered(visitor)
        worker.work_until_idle()
        page = text_of(Client(), path)
        for told in ("Keep this link", "Accepted by the seller", "MYR 548.00", "Waiting", "simulator"):
            assert told in page
        assert "<svg" in Client().get(path).content.decode(), "the code to scan"

    def test_the_page_goes_on_with_the_consignment(self, visitor: Client) -> None:
        path = ordered(visitor)
        worker.work_until_idle()
        payments.settled(Consignment.objects.get().ucr, "BANK-1", by=cast.the_hub())
        worker.work_until_idle()
        page = text_of(visitor, f"{path}state")
        assert "On its way" in page
        assert "The payment has been received" in page

    def test_the_invoice_is_a_page_and_data_with_the_same_figures(self, visitor: Client) -> None:
        path = ordered(visitor)
        number = PurchaseOrder.objects.get().number
        page, data = text_of(visitor, f"{path}{number}/"), visitor.get(f"{path}{number}.json").json()
        assert f"Invoice {number}" in page
        assert "548.00" in page
        assert data["number"] == number
        assert data["buyer"]["name"] == "Nur Contoh"
        assert data["seller_registration"] == "LRN-0417"
        assert data["monetary_total"] == {
            "goods": "480.00",
            "freight": "20.00",
            "before_tax": "500.00",
            "payable": "548.00",
            "currency": "MYR",
        }
        assert data["tax_total"]["tax"] == {"amount": "48.00", "currency": "MYR"}

    def test_an_account_finds_its_orders_without_the_link_and_nobody_elses(self, visitor: Client) -> None:
        visitor.force_login(cast.person("nur@example.org", "kl-batik", "seller"))
        path = ordered(visitor)
        assert path in visitor.get("/shop/orders/").content.decode()
        other = Client()
        other.force_login(cast.person("li@example.org", "kl-batik", "seller"))
        assert path not in other.get("/shop/orders/").content.decode()
        assert Client().get("/shop/orders/").status_code == 302

    def test_there_is_no_invoice_of_what_no_seller_accepted(self, visitor: Client) -> None:
        ordered(visitor)
        purchase = Purchase.objects.get()
        PurchaseOrder.objects.update(state="declined")
        number = purchase.orders.get().number
        assert visitor.get(f"/shop/orders/{queries.token_of(purchase)}/{number}/").status_code == 422


class TestWithdrawing:
    @pytest.fixture
    def waiting(self, visitor: Client) -> str:
        """The page of an order that another hub has not answered."""
        path = ordered(visitor)
        PurchaseOrder.objects.update(state="requested", hub="kl.example", ucr="")
        return path

    def test_what_waits_can_be_withdrawn_and_then_nothing_is_to_be_paid(self, visitor: Client, waiting: str) -> None:
        assert "Withdraw the order" in text_of(visitor, waiting)
        number = PurchaseOrder.objects.get().number
        assert visitor.post(f"{waiting}{number}/withdraw")["Location"] == waiting
        page = text_of(visitor, waiting)
        assert "Withdrawn; nothing is to be paid" in page
        assert "Withdraw the order" not in page

    def test_what_was_answered_shows_no_such_button_and_pressing_it_all_the_same_is_refused(
        self, visitor: Client
    ) -> None:
        path = ordered(visitor)
        assert "Withdraw the order" not in text_of(visitor, path)
        answer = visitor.post(f"{path}{PurchaseOrder.objects.get().number}/withdraw")
        assert answer.status_code == 409
        assert PurchaseOrder.objects.get().state == "accepted"


class TestLetters:
    def test_an_account_is_offered_its_own_address_and_a_guest_none(self, visitor: Client) -> None:
        filled(visitor)
        assert 'name="email" value=""' in visitor.get("/shop/checkout/").content.decode()
        visitor.force_login(cast.person("nur@example.org", "kl-batik", "seller"))
        assert 'name="email" value="nur@example.org"' in visitor.get("/shop/checkout/").content.decode()

    def test_what_is_no_address_is_said_beside_the_field_and_nothing_is_kept(self, visitor: Client) -> None:
        filled(visitor)
        wrong = visitor.post("/shop/checkout/", {**ADDRESS, "email": "nur@", "postal_code": "4"})
        told = wrong.content.decode()
        assert wrong.status_code == 422
        assert 'aria-describedby="f-email-hint f-email-why"' in told
        assert 'id="f-postal_code-why"' in told, "everything that is wrong is said at once"
        assert not Purchase.objects.exists()

    def test_the_page_of_the_order_shows_where_letters_go_and_ends_them(self, visitor: Client) -> None:
        filled(visitor)
        review = visitor.post("/shop/checkout/", {**ADDRESS, "email": "nur@example.org"})["Location"]
        path = visitor.post(f"{review}place")["Location"]
        page = text_of(visitor, path)
        assert "n•••@example.org" in page
        assert "nur@example.org" not in page
        visitor.post(f"{path}letters", {"email": ""})
        assert "Nobody writes to you" in text_of(visitor, path)
        assert bytes(Purchase.objects.get().mail) == b""
        visitor.post(f"{path}letters", {"email": "nur@example.org"})
        assert mailing.address_of(Purchase.objects.get()) == "nur@example.org"

    def test_a_mail_program_ends_them_by_the_link_but_only_looking_ends_nothing(self, visitor: Client) -> None:
        filled(visitor)
        visitor.post("/shop/checkout/", {**ADDRESS, "email": "nur@example.org"})
        link = f"/shop/letters/{mailing.farewell(Purchase.objects.get())}/"
        program = Client(enforce_csrf_checks=True)
        assert "End the letters" in text_of(program, link)
        assert mailing.address_of(Purchase.objects.get()) == "nur@example.org"
        assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert mailing.address_of(Purchase.objects.get()) == ""
        assert program.post("/shop/letters/forged/").status_code == 422

    def test_a_stranger_without_the_link_changes_nothing(self, visitor: Client) -> None:
        path = ordered(visitor)
        assert Client().post(f"{path[:-4]}xxx/letters", {"email": "evil@example.org"}).status_code == 422
        assert bytes(Purchase.objects.get().mail) == b""


def test_no_page_asks_the_database_more_than_thirty_times(visitor: Client) -> None:
    path = reviewed(visitor)
    done = str(visitor.post(f"{path}place")["Location"])
    filled(visitor)
    for page in ("/shop/cart/", "/shop/checkout/", done):
        with CaptureQueriesContext(connection) as asked:
            assert visitor.get(page).status_code == 200
        assert len(asked) <= 30, page


@pytest.mark.parametrize(
    ("language", "title"), [("zh-hans", "青瓷碗"), ("ms", "Mangkuk seladon"), ("en", "Celadon bowl")]
)
def test_goods_are_called_in_the_buyers_language_from_cart_to_order_and_on_papers_as_declared(
    visitor: Client, language: str, title: str
) -> None:
    texts = {"zh": {"title": "青瓷碗"}, "ms": {"title": "Mangkuk seladon"}}
    Listing.objects.update(title="Celadon bowl", texts=texts)
    visitor.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    path = reviewed(visitor)
    assert all(title in text_of(visitor, page) for page in ("/shop/cart/", "/shop/checkout/", path))
    order = str(visitor.post(f"{path}place")["Location"])
    assert title in text_of(visitor, order)
    assert PurchaseOrder.objects.get().lines[0]["title"].startswith("Celadon bowl")


def test_the_hub_that_a_seller_belongs_to_is_called_by_its_name(visitor: Client) -> None:
    exchanging.abroad("kl.example", "KLIA e-hub")
    path = reviewed(visitor)
    PurchaseOrder.objects.update(hub="kl.example")
    told = text_of(visitor, path)
    assert "at the hub KLIA e-hub" in told
    assert "kl.example" not in told


def test_a_variant_keeps_what_tells_it_from_the_others() -> None:
    bowl = Listing(title="Bowl", texts={"en": {"title": "Rice bowl"}})
    assert words.line("Bowl, blue", bowl) == "Rice bowl, blue"
    assert words.line("Blue bowl", bowl) == "Blue bowl"
    assert words.line("Bowl, blue", None) == "Bowl, blue"


@pytest.mark.parametrize("language", ["zh-hans", "ms"])
def test_every_page_speaks_the_buyers_language(visitor: Client, language: str) -> None:
    visitor.defaults["HTTP_ACCEPT_LANGUAGE"] = language
    filled(visitor)
    pages = [visitor.get("/shop/cart/"), visitor.get("/shop/checkout/"), visitor.get(path := reviewed(visitor))]
    done = str(visitor.post(f"{path}place")["Location"])
    pages.append(visitor.get(done))
    for page in pages:
        told = page.content.decode()
        for english in ("Who receives", "Order and pay", "Go on to the address", "Keep this link", "Every charge"):
            assert english not in told
