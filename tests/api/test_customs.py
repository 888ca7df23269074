from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from django.test import Client

from entrepot.ehx import jose
from entrepot.hub.customs.models import Declaration, Paper, Permit
from entrepot.hub.parties import actions as parties
from entrepot.hub.parties.models import Key, Party
from tests import cast
from tests.api.door import bearer, post
from tests.hub.customs import goods, signing

pytestmark = pytest.mark.django_db


@pytest.fixture
def batik() -> dict[str, str]:
    for code in ("cn-customs", "my-customs", "plant-health"):
        cast.party(code)
    return bearer("kl-batik")


def body(*batch: Any) -> list[Any]:
    return [msgspec.to_builtins(facts) for facts in batch]


def get(address: str, headers: dict[str, str]) -> Any:
    return Client().get(address, headers=headers)


def told(answer: Any) -> tuple[int, list[str]]:
    return answer.status_code, [finding["code"] for finding in answer.json()["findings"]]


def test_a_batch_is_lodged_and_each_declaration_answered_in_its_place(batik: dict[str, str]) -> None:
    answer = post("/api/v1/declarations", body(goods.entry(), goods.entry(lrn="B", items=())), batik)

    assert answer.status_code == 200, answer.content
    first, second = answer.json()
    assert (first["lrn"], first["in_order"], first["state"], first["lane"]) == ("QH-4711-M", True, "released", "green")
    assert first["mrn"] == Declaration.objects.get().mrn
    assert (first["outcome"], second["outcome"]) == ("lodged", "refused")
    assert (second["in_order"], second["mrn"], [found["code"] for found in second["findings"]]) == (
        False,
        "",
        ["D018"],
    )
    assert post("/api/v1/declarations", body(goods.entry(), goods.entry(lrn="B", items=())), batik).json() == [
        {**first, "outcome": "repeated"},
        second,
    ]


def test_a_body_that_is_no_batch_is_told_place_by_place(batik: dict[str, str]) -> None:
    [crooked] = body(goods.entry())
    crooked["items"][0]["number"] = "one"
    del crooked["currency"]
    answer = post("/api/v1/declarations", [crooked], batik)
    assert answer.status_code == 400
    pointers = {finding["pointer"] for finding in answer.json()["findings"]}
    assert pointers == {"/0/items/0/number", "/0/currency"}
    assert not Declaration.objects.exists()


def test_a_declaration_is_shown_to_its_declarant_and_its_officer_only(batik: dict[str, str]) -> None:
    post("/api/v1/declarations", body(goods.entry()), batik)
    mrn = Declaration.objects.get().mrn

    mine = get("/api/v1/declarations/QH-4711-M", batik).json()
    assert (mine["mrn"], mine["tax_minor"], mine["assessment"]["regime"]) == (mrn, 4800, "lvg")
    assert mine["facts"]["consignee"]["name"] == "A••• B••• Y•••"
    assert get(f"/api/v1/declarations/{mrn}", bearer("my-customs")).json() == mine
    for other in ("cn-customs", "hz-ceramics"):
        assert told(get(f"/api/v1/declarations/{mrn}", bearer(other))) == (403, ["not-your-declaration"])
    assert told(get("/api/v1/declarations/NOPE", batik)) == (422, ["declaration-unknown"])
    assert [each["lrn"] for each in get("/api/v1/declarations?state=released", batik).json()] == ["QH-4711-M"]
    assert get("/api/v1/declarations", bearer("hz-ceramics")).json() == []


def test_an_officer_decides_through_the_door(batik: dict[str, str]) -> None:
    power_bank = goods.entry(items=(goods.item(description="Porcelain power bank"),))
    post("/api/v1/declarations", body(power_bank), batik)
    mrn = Declaration.objects.get().mrn
    officer = bearer("my-customs")

    assert told(post(f"/api/v1/declarations/{mrn}/decision", {"move": "refuse"}, officer)) == (422, ["reason-missing"])
    assert told(post(f"/api/v1/declarations/{mrn}/decision", {"move": "release"}, batik)) == (403, ["not-an-officer"])
    answer = post(
        f"/api/v1/declarations/{mrn}/decision", {"move": "release", "reason": "A tea set.", "law": "Act 235"}, officer
    )
    assert answer.json()["state"] == "released"
    assert [(each["move"], each["reason"]) for each in answer.json()["decisions"]][-1] == ("release", "A tea set.")
    again = post(f"/api/v1/declarations/{mrn}/decision", {"move": "refuse", "reason": "No."}, officer)
    assert told(again) == (409, ["declaration-not-refuse"])


def test_three_firms_file_three_papers_and_the_export_goes(batik: dict[str, str]) -> None:
    buyer = {"name": "Aminah Binti Yusof", "address": "12 Jalan Kenanga", "identity": "880101-14-5566"}
    order = {
        "order_number": "4711",
        "payment_reference": "PAY-4711",
        "currency": "MYR",
        "goods": "480.00",
        "freight": "20.00",
        "tax": "48.00",
        "paid": "548.00",
        "item_count": 1,
        "buyer": buyer,
        "consignee": buyer,
    }
    payment = {"order_number": "4711", "reference": "PAY-4711", "currency": "MYR", "amount": "548.00", "payer": buyer}
    waybill = {"order_number": "4711", "number": goods.S10, "item_count": 1, "consignee": buyer}
    seller = bearer("hz-ceramics")
    assert post("/api/v1/declarations", body(goods.export()), seller).json()[0]["state"] == "lodged"

    assert post(f"/api/v1/papers/order/{goods.UCR}", order, seller).status_code == 201
    assert told(post(f"/api/v1/papers/payment/{goods.UCR}", payment, seller)) == (403, ["not-yours"])
    assert post(f"/api/v1/papers/payment/{goods.UCR}", payment, bearer("hz-bank")).status_code == 201
    assert post(f"/api/v1/papers/waybill/{goods.UCR}", waybill, bearer("hz-post")).json()["version"] == 1
    assert get("/api/v1/declarations/QH-4711-X", seller).json()["state"] == "released"
    assert "Aminah" not in json.dumps(list(Paper.objects.values_list("facts", flat=True)))


def test_a_broker_carries_signed_papers_and_speaks_for_nobody(batik: dict[str, str]) -> None:
    seller, broker = bearer("hz-ceramics"), batik
    post("/api/v1/declarations", body(goods.export()), seller)
    sale = signing.sale()
    bad = sale["payment"][:-4] + "AAAA"
    answers = post(
        "/api/v1/papers", [{"signed": text} for text in (sale["order"], bad, sale["payment"])], broker
    ).json()
    assert [(each["filed"], [found["code"] for found in each["findings"]]) for each in answers] == [
        (True, []),
        (False, ["jws"]),
        (True, []),
    ]
    assert answers[0]["paper"]["sender"] == "hz-ceramics"
    assert told(post("/api/v1/papers", [{"signed": 1}], broker))[0] == 400
    post("/api/v1/papers", [{"signed": sale["waybill"]}], broker)
    assert get("/api/v1/declarations/QH-4711-X", seller).json()["state"] == "released"
    seen = get(f"/api/v1/papers?ucr={goods.UCR}", seller).json()
    assert [each["kind"] for each in seen] == ["order", "payment", "waybill"]
    assert get(f"/api/v1/papers?ucr={goods.UCR}", broker).json() == []


def test_an_officer_opens_an_original_through_the_door_and_nobody_else(batik: dict[str, str]) -> None:
    post("/api/v1/declarations", body(goods.export()), bearer("hz-ceramics"))
    sale, door = signing.sale(), f"/api/v1/papers/order/{goods.UCR}/original"
    reason = {"reason": "Undervaluation suspected"}
    officer = bearer("cn-customs")
    assert told(post(door, reason, officer)) == (422, ["paper-missing"])
    post("/api/v1/papers", [{"signed": sale["order"]}], batik)
    assert told(post(door, reason, batik)) == (403, ["original-not-yours"])
    assert post(door, reason, officer).json() == {"signed": sale["order"]}


def test_a_firm_sees_its_signing_keys_and_the_operator_keeps_them(batik: dict[str, str]) -> None:
    address = "/api/v1/parties/hz-bank/verifying-keys"
    key = signing.key_of("hz-bank")
    [shown] = get(address, batik).json()
    assert (shown["thumbprint"], shown["withdrawn_at"]) == (jose.thumbprint(key.verifier.public), None)
    assert told(post(address, {"public": shown["public"], "name": "x"}, bearer("hz-bank"))) == (403, ["not-yours"])
    operator = cast.person("op@example.org", "operator", "operator")
    desk = Client()
    desk.force_login(operator)
    assert desk.delete(f"{address}/{shown['thumbprint']}").status_code == 204
    assert get(address, batik).json()[0]["withdrawn_at"] is not None


def test_a_permit_is_applied_for_issued_and_shown(batik: dict[str, str]) -> None:
    asked = {
        "kind": "cosmetics-notification",
        "agency": "plant-health",
        "goods": "3304",
        "quantity": "10",
        "unit": "H87",
        "reference": "APP-1",
    }
    permit = post("/api/v1/permits", asked, batik).json()
    assert (permit["state"], permit["drawn"], permit["document"]) == ("applied", "0", "")
    agency = bearer("plant-health")
    decision = f"/api/v1/permits/{permit['number']}/decision"
    days = {"valid_from": "2026-01-01", "valid_to": "2026-12-31"}

    assert told(post(decision, {"move": "issue", **days}, batik)) == (403, ["not-yours"])
    assert told(post(decision, {"move": "issue"}, agency)) == (422, ["permit-without-days"])
    assert post(decision, {"move": "issue", **days}, agency).json()["state"] == "issued"
    shown = get(f"/api/v1/permits/{permit['number']}", batik).json()
    assert shown["document"] == Permit.objects.get().document
    assert [each["number"] for each in get("/api/v1/permits", agency).json()] == [permit["number"]]
    assert told(get(f"/api/v1/permits/{permit['number']}", bearer("hz-post"))) == (403, ["not-your-permit"])


def test_nobody_lodges_without_a_party_that_may(batik: dict[str, str]) -> None:
    answer = post("/api/v1/declarations", body(goods.entry(declarant="hz-post")), bearer("hz-post"))
    assert told(answer) == (403, ["not-yours"])
    assert not Declaration.objects.exists()


def test_a_form_is_filled_from_what_is_sent_and_nothing_is_kept(batik: dict[str, str]) -> None:
    stated = msgspec.to_builtins(goods.export())
    filled = post("/api/v1/forms/K2?port=CNHGH", stated, batik).json()
    assert (filled["form"], filled["media_type"]) == ("K2", "application/xml")
    assert "<PortOfLandingOrLoading>CNHGH</PortOfLandingOrLoading>" in filled["text"]
    assert [each["pointer"] for each in filled["lacking"]] == ["@customs_office", "@transport_mode", "/items/0/hs"]
    assert not Declaration.objects.exists()
    assert told(post("/api/v1/forms/K2?colour=red", stated, batik)) == (422, ["beside-unknown"])
    serving = get("/api/v1/forms?country=MY&direction=import&regime=lvg", batik).json()
    assert [each["code"] for each in serving if each["country"]] == ["K1", "K8", "K9"]


def test_officers_and_the_declarant_have_the_forms_of_a_declaration_and_nobody_else(
    batik: dict[str, str],
) -> None:
    seller, officer = bearer("hz-ceramics"), bearer("cn-customs")
    post("/api/v1/declarations", body(goods.export()), seller)
    post("/api/v1/papers", [{"signed": text} for text in signing.sale().values()], batik)
    door = f"/api/v1/forms/CEB603/{Declaration.objects.get().mrn}"
    head = get(f"{door}?port=3302", officer).json()["tree"]["Inventory"]["InventoryHead"]
    assert (head["orderNo"], head["logisticsName"], head["portCode"]) == ("4711", "Hangzhou Post", "3302")
    assert get(door, officer).json()["tree"]["Inventory"]["InventoryHead"]["guid"] == head["guid"]
    mine = get(door, seller).json()["tree"]["Inventory"]["InventoryHead"]
    assert (mine.get("orderNo", ""), mine.get("logisticsName", "")) == ("", ""), "others sent these"
    message = door.replace("CEB603", "CUSDEC")
    assert "Aminah" in get(message, officer).json()["text"]
    assert "Aminah" not in get(message, seller).json()["text"]
    for headers in (batik, bearer("my-customs")):
        assert told(get(door, headers)) == (403, ["not-your-declaration"])


def test_a_token_lodges_for_its_own_party_while_it_has_the_right_and_the_key_is_good(batik: dict[str, str]) -> None:
    def lodged(lrn: str) -> tuple[int, str]:
        answer = post("/api/v1/declarations", body(goods.entry(lrn=lrn)), batik)
        return answer.status_code, "" if answer.status_code == 200 else answer.json()["type"].rpartition("/")[2]

    party = Party.objects.get(code="kl-batik")
    assert lodged("A") == (200, "")
    parties.withdraw(party, "declarant", by=cast.the_hub())
    assert lodged("B") == (403, "not-yours")
    parties.grant(party, "declarant", by=cast.the_hub())
    assert lodged("B") == (200, "")
    [key] = Key.objects.filter(party=party)
    parties.withdraw_key(party, key.client_id, by=cast.the_hub())
    assert lodged("C") == (401, "not-signed-in")
    assert list(Declaration.objects.order_by("lrn").values_list("lrn", "declarant__code")) == [
        ("A", "kl-batik"),
        ("B", "kl-batik"),
    ]
