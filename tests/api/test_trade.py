"""The door for sellers, payment providers and carriers: products, quotes, orders, payments, parcels."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from entrepot.hub.adapters.payment import simulator
from entrepot.hub.events import worker
from entrepot.hub.orders.models import Order
from tests import cast
from tests.api.door import bearer, post
from tests.hub.orders.shop import DOTTED, ceramics

pytestmark = pytest.mark.django_db

PRODUCT = {"sku": "VASE", "title": "Celadon vase", "hs": "6912.00", "origin": "CN", "net_mass_kg": "1.2"}
ORDER = {
    "number": "W-1",
    "ordered_on": "2026-03-01",
    "currency": "MYR",
    "destination": "MY",
    "lines": [{"sku": "BOWL", "quantity": 1, "unit_price": "480.00"}],
    "freight": "20.00",
    "buyer": {"name": "Nur Contoh", "phone": "+60123456789"},
}
UCR = "6CNHZ--CERAMICS-W-1"


def get(address: str, headers: dict[str, str]) -> Any:
    return Client().get(address, headers=headers)


def test_a_batch_of_products_is_answered_one_by_one() -> None:
    mine = bearer("hz-ceramics")
    answer = post("/api/v1/products", [PRODUCT, {**PRODUCT, "sku": "POT", "hs": "6"}], mine)
    assert answer.status_code == 200, answer.content
    assert [(each["sku"], each["listed"], [found["code"] for found in each["findings"]]) for each in answer.json()] == [
        ("VASE", True, []),
        ("POT", False, ["hs-shape"]),
    ]
    assert get("/api/v1/products/VASE", mine).json()["hs"] == "691200"
    assert [each["sku"] for each in get("/api/v1/products", mine).json()] == ["VASE"]
    assert get("/api/v1/products/VASE", bearer("kl-batik")).status_code == 404


def test_a_body_that_is_no_list_of_products_is_told_where() -> None:
    answer = post("/api/v1/products", [{"sku": 1}], bearer("hz-ceramics"))
    assert answer.status_code == 400
    assert "/0/title" in [found["pointer"] for found in answer.json()["findings"]]


def test_quotes_are_answered_in_order_and_can_be_computed_again() -> None:
    mine = bearer("hz-ceramics")
    asked = {
        "dispatch": "CN",
        "destination": "MY",
        "currency": "MYR",
        "lines": [{"hs": "691200", "value": "480.00"}],
        "freight": "20.00",
        "channel": "post",
        "seller_registered": True,
        "consumer": True,
        "on": "2026-03-02",
    }
    bad = {**asked, "lines": [{"hs": "691200", "value": "1e9999"}]}
    answer = post("/api/v1/quotes", [bad, asked], mine)
    assert answer.status_code == 200, answer.content
    refused, quoted = answer.json()
    assert [(found["code"], found["pointer"]) for found in refused["findings"]] == [("not-a-number", "/lines/0/value")]
    assert (quoted["regime"], quoted["duty_minor"], quoted["tax_minor"]) == ("lvg", 0, 4800)
    assert get(f"/api/v1/quotes/{quoted['id']}", mine).json()["result"] == quoted["result"]
    again = get(f"/api/v1/quotes/{quoted['id']}/again", mine).json()
    assert again["same"]
    assert get(f"/api/v1/quotes/{quoted['id']}", bearer("kl-batik")).status_code == 404


def test_orders_are_answered_in_order_and_the_same_again_is_harmless() -> None:
    ceramics()
    mine = bearer("hz-ceramics")
    batch = [ORDER, {**ORDER, "number": "W-2", "currency": "RMB"}]
    for _ in range(2):
        answer = post("/api/v1/orders", batch, mine)
        assert answer.status_code == 200, answer.content
        assert [(each["number"], each["placed"], each["ucr"]) for each in answer.json()] == [
            ("W-1", True, UCR),
            ("W-2", False, ""),
        ]
        assert [found["code"] for found in answer.json()[1]["findings"]] == ["currency-unknown"]
    assert Order.objects.count() == 1
    assert get(f"/api/v1/consignments/{UCR}", mine).json()["total_minor"] == 50000
    assert get(f"/api/v1/consignments/{UCR}", bearer("kl-batik")).status_code == 404
    assert get(f"/api/v1/consignments/{UCR}", bearer("my-customs")).status_code == 200
    assert [each["ucr"] for each in get("/api/v1/consignments", mine).json()] == [UCR]


def test_a_stranger_places_nothing() -> None:
    ceramics()
    assert post("/api/v1/orders", [ORDER], bearer("hz-post")).status_code == 403
    assert post("/api/v1/orders", [ORDER], {}).status_code == 401
    assert not Order.objects.exists()


def test_a_batch_that_is_too_long_is_refused_whole() -> None:
    ceramics()
    answer = post("/api/v1/orders", [ORDER] * 1001, bearer("hz-ceramics"))
    assert (answer.status_code, [found["code"] for found in answer.json()["findings"]]) == (400, ["batch-too-large"])


def test_an_order_is_cancelled_by_its_seller() -> None:
    ceramics()
    mine = bearer("hz-ceramics")
    post("/api/v1/orders", [ORDER], mine)
    address = f"/api/v1/consignments/{UCR}/cancel"
    assert post(address, {"reason": "sold out"}, bearer("kl-batik")).status_code == 403
    assert post(address, {"reason": "sold out"}, mine).json()["state"] == "cancelled"


def test_only_the_provider_says_that_something_was_paid(settings: Any) -> None:
    ceramics()
    settings.ENTREPOT_FOLLOWERS = DOTTED
    settings.ENTREPOT_CLOCK = "simulated"
    mine = bearer("hz-ceramics")
    post("/api/v1/orders", [ORDER], mine)
    worker.work_once(1)
    address = f"/api/v1/payments/{UCR}"
    shown = get(address, mine).json()
    assert (shown["amount"], shown["state"], shown["simulated"], shown["debtor"]) == (
        "500.00",
        "requested",
        True,
        "N••• C•••",
    )
    assert get(f"{address}/qr.svg", mine).content.startswith(b"<svg")
    assert get(address, bearer("kl-batik")).status_code == 404

    def notice(amount: str, ucr: str = UCR, signed: bool = True) -> Any:
        body = json.dumps(
            {"end_to_end_id": ucr, "provider_ref": "SIM9", "paid": True, "amount": amount, "currency": "MYR"}
        )
        headers = {"Entrepot-Signature": simulator.signature(body.encode())} if signed else {}
        return Client().post(f"{address}/settled", body, content_type="application/json", headers=headers)

    assert notice("500.00", signed=False).status_code == 403
    assert notice("500.00", ucr="OTHER").status_code == 422
    assert [found["code"] for found in notice("499.99").json()["findings"]] == ["payment-amount-differs"]
    assert get(address, mine).json()["state"] == "requested"
    assert notice("500.00").json() == {"end_to_end_id": UCR, "state": "settled"}
    assert notice("500.00").json() == {"end_to_end_id": UCR, "state": "settled"}


def test_the_carrier_reports_and_nobody_else(settings: Any) -> None:
    ceramics()
    settings.ENTREPOT_FOLLOWERS = DOTTED
    mine, carrier = bearer("hz-ceramics"), bearer("hz-post")
    post("/api/v1/orders", [ORDER], mine)
    worker.work_until_idle()
    address = f"/api/v1/parcels/{UCR}"
    shown = get(address, mine).json()
    assert (shown["number"], shown["state"], shown["cleared"]) == ("LX000000014CN", "dispatched", False)
    assert get(address, bearer("kl-batik")).status_code == 404
    told = {"step": "departed", "at": cast.NOON.isoformat(), "place": "CNHGH"}
    assert post(f"{address}/reports", told, mine).status_code == 403
    for _ in range(2):
        answer = post(f"{address}/reports", told, carrier).json()
        assert [(step["step"], step["place"]) for step in answer["steps"]] == [
            ("dispatched", "CN"),
            ("departed", "CNHGH"),
        ]
    assert post(f"{address}/reports", {"step": "delivered"}, carrier).status_code == 409


def test_a_quote_tells_money_with_its_currency_and_every_way_in_its_place() -> None:
    mine = bearer("hz-ceramics")
    asked = {
        "dispatch": "CN",
        "destination": "MY",
        "lines": [{"hs": "691200", "value": {"amount": "4800.00", "currency": "MYR"}, "quantity": "4"}],
        "freight": {"amount": "20.00", "currency": "MYR"},
        "on": "2026-03-02",
    }
    [quoted] = post("/api/v1/quotes", [asked], mine).json()
    assert [(each["regime"], each["agreements"]) for each in quoted["options"]] == [
        ("general", ["agreement:ACFTA"]),
        ("general", []),
    ]
    cheapest, dearer = quoted["options"]
    assert cheapest["duty"] == {"amount": "0.00", "currency": "MYR"}
    assert cheapest["landed"] == {"amount": "5302.00", "currency": "MYR"}
    assert dearer["total"] == {"amount": "1807.50", "currency": "MYR"}
    assert [found["code"] for found in cheapest["findings"]] == ["proof-of-origin"]
    assert [each["regime"] for each in quoted["closed"]] == ["lvg", "relief"]
    assert (quoted["currency"], quoted["on"], quoted["unpriced"]) == ("MYR", "2026-03-02", [])


def test_a_question_is_refused_with_every_finding_at_its_place_and_the_others_are_answered() -> None:
    mine = bearer("hz-ceramics")
    good = {
        "dispatch": "CN",
        "destination": "MY",
        "currency": "MYR",
        "lines": [{"hs": "691200", "value": "480.00"}],
        "on": "2026-03-02",
    }
    lines = [
        {"hs": "691299", "value": "1e99"},
        {"hs": "691200", "value": {"amount": "1", "currency": "RMB"}, "quantities": {"LTR": "x"}, "origin": "UK"},
    ]
    bad = {**good, "dispatch": "ZZ", "lines": lines, "freight": "much"}
    first, second, third = post("/api/v1/quotes", [good, bad, {**good, "destination": "ZZ"}], mine).json()
    assert first["options"] != []
    assert sorted((found["pointer"], found["code"]) for found in second["findings"]) == [
        ("/dispatch", "country-unknown"),
        ("/freight", "not-a-number"),
        ("/lines/0/hs", "hs-unknown"),
        ("/lines/0/value", "not-a-number"),
        ("/lines/1/origin", "country-unknown"),
        ("/lines/1/quantities/LTR", "not-a-number"),
        ("/lines/1/value", "currency-unknown"),
    ]
    assert [(found["pointer"], found["code"]) for found in third["findings"]] == [("/destination", "law-not-held")]
    assert (second["id"], third["options"]) == (None, [])


def test_a_quote_can_be_asked_with_the_knowledge_of_an_earlier_day() -> None:
    asked = {
        "dispatch": "CN",
        "destination": "DE",
        "currency": "EUR",
        "lines": [{"hs": "621410", "value": "76", "quantity": "2"}],
        "channel": "post",
        "seller_registered": True,
        "consumer": True,
        "on": "2026-11-23",
    }
    batch = [asked, {**asked, "known": "2025-01-01"}]
    today, earlier = post("/api/v1/quotes", batch, bearer("hz-ceramics")).json()
    duties = [each["options"][0]["duty"] for each in (today, earlier)]
    assert duties == [{"amount": "3.00", "currency": "EUR"}, {"amount": "0.00", "currency": "EUR"}]
    assert (today["known"], earlier["known"]) == (None, "2025-01-01")


def test_a_product_is_previewed_in_the_places_asked_for() -> None:
    mine = bearer("hz-ceramics")
    post("/api/v1/products", [{**PRODUCT, "price": "480.00", "currency": "MYR"}], mine)
    malaysia, japan = get("/api/v1/products/VASE/landed-cost?freight=20&to=MY,JP", mine).json()
    assert (malaysia["destination"], malaysia["regime"]) == ("MY", "relief")
    assert malaysia["landed"] == {"amount": "500.00", "currency": "MYR"}
    assert (japan["landed"], [found["code"] for found in japan["findings"]]) == (None, ["rate-missing"])
    assert len(get("/api/v1/products/VASE/landed-cost", mine).json()) == 8
    wrong = get("/api/v1/products/VASE/landed-cost?price=1e999999", mine)
    assert (wrong.status_code, wrong.json()["findings"][0]["pointer"]) == (422, "/price")
    assert get("/api/v1/products/VASE/landed-cost", bearer("kl-batik")).status_code == 404


def test_the_description_of_the_interface_tells_how_a_quote_is_asked_and_answered() -> None:
    described = Client().get("/api/v1/openapi.json").json()
    post_ = described["paths"]["/api/v1/quotes"]["post"]
    [form] = post_["requestBody"]["content"].values()
    question = form["schema"]["$defs"]["QuoteFacts"]["properties"]
    assert {"dispatch", "destination", "lines", "currency", "known", "on"} <= set(question)
    shown = described["components"]["schemas"]
    assert set(shown["MoneyShown"]["properties"]) == {"amount", "currency"}
    assert {"options", "unpriced", "closed", "findings"} <= set(shown["QuoteShown"]["properties"])
