"""The seller's permits: what the products need, applying, answering, withdrawing, renewing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from entrepot.hub.catalogue import actions as catalogue
from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Permit
from entrepot.hub.events import clock
from entrepot.hub.parties.models import Party
from entrepot.trade.permit import Control, concerns
from tests import cast
from tests.hub.orders import shop
from tests.hub.orders.test_permits_abroad import GRANT
from tests.web.conftest import SignIn

pytestmark = pytest.mark.django_db
FORM = {"agency": "plant-health", "kind": "cosmetics-notification", "goods": "3304", "quantity": "10", "unit": "H87"}
CREAM = replace(shop.BOWL, sku="CREAM", title="Face cream", hs="330499")
ON = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def seller(db: None, settings: object) -> Party:
    settings.ENTREPOT_COUNTRY = "CN"  # type: ignore[attr-defined]
    cast.party("plant-health")
    party = cast.party("hz-ceramics")
    catalogue.list_products(party, [shop.BOWL, CREAM], by=cast.by("hz-ceramics"))
    return party


def applied() -> Permit:
    return actions.apply_for_permit(
        cast.party("hz-ceramics"),
        kind=FORM["kind"],
        agency=cast.party("plant-health"),
        goods=FORM["goods"],
        quantity=FORM["quantity"],
        unit=FORM["unit"],
        by=cast.by("hz-ceramics"),
    )


def issued() -> Permit:
    return actions.issue_permit(
        applied(), valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31), by=cast.by("plant-health")
    )


def test_a_permit_granted_abroad_is_shown_with_what_orders_count_on(seller: Party, sign_in: SignIn) -> None:
    note = replace(GRANT, number="MY-2026-7", valid_to=clock.now().date() + timedelta(days=30))
    actions.note_permit_abroad(note, revoked=False, by=cast.by("operator"))
    actions.note_permit_abroad(replace(note, number="MY-2026-8"), revoked=True, by=cast.by("operator"))
    [need] = queries.needs(list(seller.products.all()), seller, ["MY"], clock.now().date())
    assert need.abroad is not None
    assert need.abroad.number == "MY-2026-7"
    page = sign_in("seller").get("/seller/permits/").content.decode()
    assert "Permits granted abroad" in page
    assert "0 / 5 pieces" in page
    assert "MY-2026-8" not in page


def needs(seller: Party) -> list[tuple[str, str, str, str | None]]:
    found = queries.needs(list(seller.products.all()), seller, ["MY"], ON)
    return [
        (each.product.sku, each.country, each.control.code, each.permit.number if each.permit else None)
        for each in found
    ]


def test_a_seller_sees_what_the_products_need_and_from_whom(seller: Party, sign_in: SignIn) -> None:
    assert needs(seller) == [("CREAM", "MY", "my-cosmetics", None)]
    told = sign_in("seller").get("/seller/permits/").content.decode()
    assert "Cosmetics are notified before they are sold in Malaysia." in told
    assert "Cosmetics notification, from NPRA" in told
    assert "?kind=cosmetics-notification&amp;goods=330499#apply" in told
    assert 'value="330499"' in sign_in("seller").get("/seller/permits/?goods=330499").content.decode()


def test_a_permit_that_is_held_stands_beside_the_need(seller: Party) -> None:
    permit = issued()
    assert needs(seller) == [("CREAM", "MY", "my-cosmetics", permit.number)]
    actions.revoke_permit(permit, "Recalled.", by=cast.by("plant-health"))
    assert needs(seller) == [("CREAM", "MY", "my-cosmetics", None)]


@pytest.mark.parametrize(
    ("direction", "hs", "other_end", "meant"),
    [
        ("export", "04101000", "CN", True),
        ("export", "04101000", "SG", False),
        ("import", "04101000", "CN", False),
        ("export", "0409", "CN", False),
    ],
)
def test_a_control_concerns_goods_by_direction_code_and_other_end(
    direction: str, hs: str, other_end: str, meant: bool
) -> None:
    nests = Control("my-birds-nest", "Nests.", ("041010",), "export", "health", "DVS", countries=("CN",))
    assert concerns(nests, direction, hs, other_end) is meant


def test_a_seller_applies_with_a_form(sign_in: SignIn) -> None:
    client = sign_in("seller")
    answer = client.post("/seller/permits/", FORM)
    permit = Permit.objects.get()
    assert answer.headers["Location"] == f"/seller/permits/{permit.number}"
    assert (permit.holder_id, permit.kind, permit.state) == ("hz-ceramics", "cosmetics-notification", "applied")
    assert client.post("/seller/permits/", FORM).status_code == 302  # the same again is the same application
    assert Permit.objects.count() == 1
    assert "With the agency" in client.get(answer.headers["Location"]).content.decode()


def test_a_form_that_says_too_little_comes_back_as_it_was_with_every_finding(sign_in: SignIn) -> None:
    answer = sign_in("seller").post("/seller/permits/", {**FORM, "goods": "3", "quantity": "many"})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "“3” is not the beginning of an HS code." in told
    assert "“many” is not an amount above nothing." in told
    assert 'value="many"' in told
    assert not Permit.objects.exists()


def test_a_seller_answers_the_agency_and_withdraws(sign_in: SignIn) -> None:
    permit, client = applied(), sign_in("seller")
    actions.ask_applicant(permit, "Which laboratory?", by=cast.by("plant-health"))
    at = f"/seller/permits/{permit.number}"
    assert "Which laboratory?" in client.get(at).content.decode()
    assert "Waits for your answer" in client.get(at).content.decode()
    assert client.post(at, {"do": "answer", "answer": " "}).status_code == 422
    assert client.post(at, {"do": "answer", "answer": "Report 8841."}).status_code == 302
    assert permit.questions.get().answer == "Report 8841."
    assert 'name="answer"' not in client.get(at).content.decode()
    client.post(at, {"do": "withdraw"})
    assert queries.permit(permit.number).state == "withdrawn"


def test_a_holder_sees_the_balance_and_the_code_and_renews(sign_in: SignIn) -> None:
    permit, client = issued(), sign_in("seller")
    at = f"/seller/permits/{permit.number}"
    told = client.get(at).content.decode()
    assert '<svg class="qr"' in told
    assert f'href="/permits/{permit.number}"' in told
    assert "10 / 10 pieces" in client.get("/seller/permits/").content.decode()
    answer = client.post(at, {"do": "renew", "quantity": "25"})
    renewal = Permit.objects.get(renews=permit)
    assert answer.headers["Location"] == f"/seller/permits/{renewal.number}"
    assert (renewal.quantity, renewal.state) == ("25", "applied")
    assert renewal.number in client.get(at).content.decode()
    assert permit.number in client.get(answer.headers["Location"]).content.decode()


def test_the_end_is_told_where_the_holder_can_do_something_about_it(sign_in: SignIn) -> None:
    permit = issued()
    at = f"/seller/permits/{permit.number}"
    assert "It ends soon" not in sign_in("seller").get(at).content.decode()
    actions.remind_holders(date(2026, 12, 10), by=cast.by("operator", clock.now()))
    assert "It ends soon, and nothing follows it yet." in sign_in("seller").get(at).content.decode()
    actions.renew_permit(permit, by=cast.by("hz-ceramics"))
    assert "It ends soon" not in sign_in("seller").get(at).content.decode()


def test_the_permit_of_another_seller_is_not_opened_or_moved(stranger: Client) -> None:
    permit = applied()
    other = Client()
    other.force_login(cast.person("tan@example.org", "kl-batik", "seller"))
    for client in (other, stranger):
        assert client.get(f"/seller/permits/{permit.number}").status_code == 403
        assert client.post(f"/seller/permits/{permit.number}", {"do": "withdraw"}).status_code == 403
    assert stranger.post("/seller/permits/", FORM).status_code == 403
    assert Permit.objects.get().state == "applied"


def test_today_says_what_permits_need_of_their_holder(sign_in: SignIn) -> None:
    client, permit = sign_in("seller"), issued()
    actions.remind_holders(date(2026, 12, 10), by=cast.by("operator", clock.now()))
    told = client.get("/seller/").content.decode()
    assert "A permit ends on 31 Dec 2026" in told
    renewal = actions.renew_permit(permit, by=cast.by("hz-ceramics"))
    assert "A permit ends on" not in client.get("/seller/").content.decode()
    actions.ask_applicant(renewal, "Which laboratory?", by=cast.by("plant-health"))
    told = client.get("/seller/").content.decode()
    assert "Plant Health Office asks about your application" in told
    assert f'href="/seller/permits/{renewal.number}"' in told
    actions.answer_agency(renewal, "Report 8841.", by=cast.by("hz-ceramics"))
    assert "asks about your application" not in client.get("/seller/").content.decode()
