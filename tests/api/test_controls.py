"""Questions, answers and amendments through the door."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from django.test import Client

from entrepot.hub.customs.models import Declaration
from tests import cast
from tests.api.door import bearer, post
from tests.api.test_customs import body, get, told
from tests.hub.customs import goods

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n<script>alert(1)</script>\n%%EOF\n"
BANK = goods.entry(items=(goods.item(description="Porcelain power bank"),))


@pytest.fixture
def batik() -> dict[str, str]:
    for code in ("cn-customs", "my-customs"):
        cast.party(code)
    headers = bearer("kl-batik")
    post("/api/v1/declarations", body(BANK), headers)
    return headers


@pytest.fixture
def officer(batik: dict[str, str]) -> dict[str, str]:
    return bearer("my-customs")


def mrn() -> str:
    return Declaration.objects.get().mrn


def asked(officer: dict[str, str], **more: Any) -> Any:
    return post("/api/v1/requests", {"declaration": mrn(), "question": "Show the invoice.", **more}, officer)


def test_a_question_is_asked_and_answered_with_a_document(batik: dict[str, str], officer: dict[str, str]) -> None:
    answer = asked(officer)
    assert answer.status_code == 201, answer.content
    number = answer.json()["id"]
    assert asked(officer).json()["id"] == number
    door = f"/api/v1/requests/{number}/answer"
    document = {"name": "invoice.pdf", "content": base64.b64encode(PDF).decode()}

    assert told(post(door, {"answer": "Here."}, officer)) == (403, ["not-yours"])
    assert told(post(door, {"documents": [{**document, "content": "?"}]}, batik)) == (422, ["document-not-base64"])
    shown = post(door, {"answer": "Here.", "documents": [document]}, batik).json()
    assert (shown["state"], shown["answer"], shown["overdue"]) == ("answered", "Here.", False)
    [kept] = get(f"/api/v1/requests?declaration={mrn()}", officer).json()[0]["documents"]
    assert (kept["name"], kept["media_type"], kept["size"]) == ("invoice.pdf", "application/pdf", len(PDF))


def test_a_document_is_saved_and_never_shown_as_a_page(batik: dict[str, str], officer: dict[str, str]) -> None:
    document = {"name": "in\"voice'.html", "content": base64.b64encode(PDF).decode()}
    number = asked(officer).json()["id"]
    [kept] = post(f"/api/v1/requests/{number}/answer", {"documents": [document]}, batik).json()["documents"]
    answer = get(f"/api/v1/enclosures/{kept['id']}", officer)
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="invoice\'.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    for other in ("cn-customs", "hz-ceramics"):
        assert told(get(f"/api/v1/enclosures/{kept['id']}", bearer(other))) == (403, ["not-your-declaration"])
    assert get("/api/v1/enclosures/999", officer).status_code == 404
    assert Client().get(f"/api/v1/enclosures/{kept['id']}").status_code == 401


def test_a_question_is_taken_back_or_given_up_by_the_officer_alone(
    batik: dict[str, str], officer: dict[str, str]
) -> None:
    number = asked(officer).json()["id"]
    assert told(post(f"/api/v1/requests/{number}/withdraw", {}, batik)) == (403, ["not-an-officer"])
    assert told(post(f"/api/v1/requests/{number}/lapse", {}, officer)) == (409, ["request-not-overdue"])
    assert post(f"/api/v1/requests/{number}/withdraw", {}, officer).json()["state"] == "withdrawn"
    assert told(get(f"/api/v1/requests?declaration={mrn()}", bearer("hz-ceramics"))) == (403, ["not-your-declaration"])


def test_a_declaration_is_amended_when_an_officer_asks(batik: dict[str, str], officer: dict[str, str]) -> None:
    facts = replace(BANK, items=(goods.item(description="Porcelain power bank", value="300.00"),))
    amendment = {"reason": "The price was misread.", "facts": msgspec.to_builtins(facts)}
    assert told(post("/api/v1/amendments", amendment, batik)) == (409, ["amendment-not-asked"])
    asked(officer, question="State the price paid.", wanted="amendment")
    shown = post("/api/v1/amendments", amendment, batik)
    assert shown.status_code == 200, shown.content
    assert (shown.json()["version"], shown.json()["tax_minor"], shown.json()["state"]) == (2, 3000, "under-control")
    assert told(post("/api/v1/amendments", amendment, bearer("hz-ceramics"))) == (422, ["declaration-unknown"])


def inspected(officer: dict[str, str], **more: Any) -> Any:
    wanted = {"declaration": mrn(), "kind": "documents", "reason": "The name fits no code.", **more}
    return post("/api/v1/inspections", wanted, officer)


def test_an_inspection_is_ordered_scheduled_and_concluded(batik: dict[str, str], officer: dict[str, str]) -> None:
    assert told(inspected(batik)) == (403, ["not-an-officer"])
    ordered = inspected(officer)
    assert ordered.status_code == 201, ordered.content
    door = f"/api/v1/inspections/{ordered.json()['id']}"
    assert [(each["code"], each["item"]) for each in ordered.json()["checks"]] == [("papers-agree", 0), ("invoice", 1)]
    at = {"site": "Desk 4", "at": "2027-03-02T10:00:00+08:00"}
    assert told(post(f"{door}/schedule", at, batik)) == (403, ["not-an-officer"])
    assert post(f"{door}/schedule", {**at, "at": "2027-03-02T10:00:00"}, officer).status_code == 400
    assert post(f"{door}/schedule", at, officer).json()["site"] == "Desk 4"

    checks = [
        {"code": "papers-agree", "item": 0, "outcome": "as-declared"},
        {"code": "invoice", "item": 1, "outcome": "differs", "found": "Power bank, MYR 480"},
    ]
    report = {"result": "not-conform", "summary": "The invoice names a power bank.", "checks": checks}
    photo = {"name": "invoice.pdf", "content": base64.b64encode(PDF).decode()}
    wrong = {"report": {**report, "result": "conform"}}
    assert told(post(f"{door}/conclusion", wrong, officer)) == (422, ["result-against-checks"])
    assert told(post(f"{door}/conclusion", {"report": {**report, "result": "fine"}}, officer))[0] == 400
    shown = post(f"{door}/conclusion", {"report": report, "photos": [photo]}, officer).json()
    assert (shown["result"], len(shown["photos"]), shown["checks"][1]["found"]) == (
        "not-conform",
        1,
        "Power bank, MYR 480",
    )
    [mine] = get(f"/api/v1/inspections?declaration={mrn()}", batik).json()
    assert (mine["summary"], mine["reason"]) == ("The invoice names a power bank.", "")
    assert told(get(f"/api/v1/inspections?declaration={mrn()}", bearer("hz-ceramics"))) == (
        403,
        ["not-your-declaration"],
    )


def test_an_inspection_is_called_off(batik: dict[str, str], officer: dict[str, str]) -> None:
    door = f"/api/v1/inspections/{inspected(officer).json()['id']}/cancel"
    assert told(post(door, {"reason": " "}, officer)) == (422, ["reason-missing"])
    assert post(door, {"reason": "Not here."}, officer).json()["state"] == "cancelled"


def test_what_is_looked_for_and_who_looks_is_told_to_officers_alone(
    batik: dict[str, str], officer: dict[str, str]
) -> None:
    door = f"/api/v1/declarations/{mrn()}"
    assert post(f"{door}/decision", {"move": "claim"}, officer).json()["claimed_by"]
    for told_to, moves, at_work in ((officer, ["select", "claim"], True), (batik, [], False)):
        one, [listed] = get(door, told_to).json(), get("/api/v1/declarations", told_to).json()
        assert listed == one
        assert ([each["move"] for each in one["decisions"]], bool(one["claimed_by"])) == (moves, at_work)


def test_goods_are_held_and_seized_through_the_door(batik: dict[str, str], officer: dict[str, str]) -> None:
    door = f"/api/v1/declarations/{mrn()}/decision"
    hold = {"move": "hold", "reason": "A laboratory looks."}
    assert told(post(door, hold, officer)) == (422, ["hold-without-end"])
    assert told(post(door, {**hold, "until": "2099-01-01"}, batik)) == (403, ["not-an-officer"])
    assert post(door, {**hold, "until": "2099-01-01"}, officer).json()["state"] == "held"
    assert post(door, {"move": "lift", "reason": "Sound."}, officer).json()["state"] == "under-control"
    seizure = {
        "declaration": mrn(),
        "reason": "Not declared.",
        "law": "Customs Act 1967",
        "place": "Hall 2",
        "inventory": [{"item": 1, "quantity": "1", "unit": "H87"}],
    }
    assert told(post("/api/v1/seizures", seizure, batik)) == (403, ["not-an-officer"])
    assert told(post("/api/v1/seizures", {**seizure, "law": ""}, officer)) == (422, ["law-missing"])
    assert post("/api/v1/seizures", seizure, officer).status_code == 201
    [mine] = get(f"/api/v1/seizures?declaration={mrn()}", batik).json()
    assert (mine["place"], mine["inventory"][0]["quantity"]) == ("Hall 2", "1")
    assert told(get(f"/api/v1/seizures?declaration={mrn()}", bearer("hz-ceramics"))) == (403, ["not-your-declaration"])


def test_a_part_is_released_through_the_door(batik: dict[str, str], officer: dict[str, str]) -> None:
    two = replace(BANK, lrn="QH-4712-M", items=(goods.item(description="Porcelain power bank", quantity="2"),))
    post("/api/v1/declarations", body(two), batik)
    number = Declaration.objects.get(lrn="QH-4712-M").mrn
    wanted = {
        "declaration": number,
        "version": 1,
        "goes": [{"item": 1, "quantity": "1"}],
        "reason": "One waits.",
        "law": "Customs Act 1967",
    }
    assert told(post("/api/v1/partial-releases", wanted, batik)) == (403, ["not-an-officer"])
    assert told(post("/api/v1/partial-releases", {**wanted, "version": 4}, officer)) == (409, ["version-past"])
    shown = post("/api/v1/partial-releases", wanted, officer)
    assert shown.status_code == 201, shown.content
    assert (shown.json()["part"]["tax_minor"], shown.json()["rest"]["tax_minor"]) == (2400, 2400)
    assert post("/api/v1/partial-releases", wanted, officer).json() == shown.json()
    [mine] = get(f"/api/v1/partial-releases?declaration={number}", batik).json()
    assert (mine["part"]["state"], mine["rest"]["state"]) == ("released", "under-control")
    other = get(f"/api/v1/partial-releases?declaration={number}", bearer("hz-ceramics"))
    assert told(other) == (403, ["not-your-declaration"])


def test_a_decision_is_appealed_through_the_door(batik: dict[str, str], officer: dict[str, str]) -> None:
    post(f"/api/v1/declarations/{mrn()}/decision", {"move": "refuse", "reason": "Not safe."}, officer)
    [decision] = get(f"/api/v1/appeals/decisions?declaration={mrn()}", batik).json()
    assert decision["move"] == "refuse"
    wanted = {"declaration": mrn(), "decision": decision["decision"], "grounds": "It is safe."}
    assert told(post("/api/v1/appeals", {**wanted, "grounds": " "}, batik)) == (422, ["grounds-missing"])
    assert told(post("/api/v1/appeals", wanted, officer)) == (403, ["not-yours"])
    shown = post("/api/v1/appeals", wanted, batik)
    assert shown.status_code == 201, shown.content
    assert post("/api/v1/appeals", wanted, batik).json() == shown.json()
    assert get(f"/api/v1/appeals?declaration={mrn()}", officer).json() == [shown.json()]
    door = f"/api/v1/appeals/{shown.json()['id']}"
    ruling = {"outcome": "annul", "reason": "It is.", "law": "Customs Act 1967"}
    assert told(post(f"{door}/ruling", ruling, officer)) == (403, ["own-decision"])
    assert told(post(f"{door}/ruling", ruling, batik)) == (403, ["not-an-officer"])
    assert told(post(f"{door}/withdraw", {}, bearer("hz-ceramics"))) == (403, ["not-your-declaration"])
    assert post(f"{door}/withdraw", {}, batik).json()["state"] == "withdrawn"


def test_a_declarant_takes_a_declaration_back(batik: dict[str, str], officer: dict[str, str]) -> None:
    door = f"/api/v1/declarations/{mrn()}/invalidation"
    assert told(post(door, {"reason": "It does not come."}, officer)) == (403, ["not-yours"])
    assert told(post(door, {"reason": ""}, batik)) == (422, ["reason-missing"])
    shown = post(door, {"reason": "It does not come."}, batik).json()
    assert (shown["state"], shown["decisions"][-1]["move"]) == ("under-control", "ask-to-invalidate")
    decided = post(f"/api/v1/declarations/{mrn()}/decision", {"move": "invalidate", "reason": "Agreed."}, officer)
    assert decided.json()["state"] == "invalidated"
