"""The life of a permit as two machines live it: the holder's and the agency's."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.test import Client

from entrepot.hub.customs.models import Permit
from entrepot.hub.payments import actions as payments
from tests import cast
from tests.api.door import bearer, post

pytestmark = pytest.mark.django_db
ASKED = {"kind": "health-permit", "agency": "plant-health", "goods": "0204", "quantity": "10", "unit": "KGM"}
DAYS = {"valid_from": "2026-01-01", "valid_to": "2026-12-31"}


def codes(answer: Any) -> tuple[int, list[str]]:
    return answer.status_code, [found["code"] for found in answer.json()["findings"]]


def test_a_permit_is_asked_about_answered_issued_suspended_and_renewed() -> None:
    cast.party("plant-health")
    holder, agency = bearer("kl-batik"), bearer("plant-health")
    number = post("/api/v1/permits", ASKED, holder).json()["number"]
    at = f"/api/v1/permits/{number}"

    assert codes(post(f"{at}/question", {"text": "Which lot?"}, holder)) == (403, ["not-yours"])
    assert post(f"{at}/question", {"text": "Which lot?"}, agency).status_code == 200
    assert codes(post(f"{at}/answer", {"text": "L-1"}, agency)) == (403, ["not-yours"])
    [question] = post(f"{at}/answer", {"text": "L-1"}, holder).json()["questions"]
    assert (question["question"], question["answer"]) == ("Which lot?", "L-1")

    for move, state in (("claim", "applied"), ("issue", "issued"), ("suspend", "suspended"), ("reinstate", "issued")):
        shown = post(f"{at}/decision", {"move": move, "reason": f"To {move}.", **DAYS}, agency).json()
        assert shown["state"] == state
    assert codes(post(f"{at}/withdrawal", {}, holder)) == (409, ["permit-not-withdraw"])

    renewal = post(f"{at}/renewal", {"quantity": "25"}, holder)
    assert (renewal.status_code, renewal.json()["renews"], renewal.json()["quantity"]) == (201, number, "25")
    assert codes(post(f"{at}/renewal", {}, agency)) == (403, ["not-yours"])
    taken_back = post(f"/api/v1/permits/{renewal.json()['number']}/withdrawal", {"text": "Not now."}, holder).json()
    assert (taken_back["state"], Permit.objects.count()) == ("withdrawn", 2)


WINE = {"kind": "wine-licence", "agency": "vines-office", "goods": "2204", "quantity": "900", "unit": "LTR"}


def test_a_machine_reads_what_a_permit_costs_agrees_to_it_and_sees_it_paid() -> None:
    cast.party("vines-office")
    cast.party("hz-bank")
    holder, agency = bearer("xa-cellar"), bearer("vines-office")
    described = Client().get("/api/v1/permits/kinds?country=xa", headers=holder).json()
    wine = next(each for each in described if each["code"] == "wine-licence")
    assert (wine["name"], wine["agency"], wine["given_back"]) == ("Wine licence", "Office of Vines", ["withdrawn"])
    assert (wine["days"], wine["confidence"], wine["fee"][:4]) == (180, "sourced", "EUR ")
    assert codes(post("/api/v1/permits", WINE, holder)) == (422, ["permit-fee-not-agreed"])
    assert not Permit.objects.exists()

    asked = post("/api/v1/permits", {**WINE, "fee": wine["fee"]}, holder).json()
    at = f"/api/v1/permits/{asked['number']}"
    assert (asked["fee"]["amount"], asked["fee"]["state"], asked["fee"]["payment"]) == (
        wine["fee"],
        "requested",
        f"{asked['number']}-F1",
    )
    assert asked["fee"]["qr"]
    assert codes(post(f"{at}/decision", {"move": "issue", **DAYS}, agency)) == (409, ["permit-fee-unpaid"])
    assert codes(post(f"{at}/fee", {}, agency)) == (403, ["not-yours"])

    payments.refuse(asked["fee"]["payment"], "No funds.", by=cast.by("hz-bank"))
    again = post(f"{at}/fee", {}, holder).json()["fee"]
    assert (again["payment"], again["state"]) == (f"{asked['number']}-F2", "requested")
    payments.settled(again["payment"], "BANK-7", by=cast.by("hz-bank"))
    issued = post(f"{at}/decision", {"move": "issue", **DAYS}, agency).json()
    assert (issued["state"], issued["fee"]["state"], issued["fee"]["qr"]) == ("issued", "settled", "")


def test_a_permit_of_an_agency_that_charges_nothing_has_no_fee() -> None:
    cast.party("plant-health")
    assert post("/api/v1/permits", ASKED, bearer("kl-batik")).json()["fee"] is None


def test_files_go_to_the_agency_and_nobody_else_reads_even_their_names() -> None:
    for party in ("plant-health", "my-customs", "tea-office"):
        cast.party(party)
    holder, agency = bearer("kl-batik"), bearer("plant-health")
    report = {"name": "report.txt", "content": base64.b64encode(b"No lead was found.").decode()}
    asked = post("/api/v1/permits", {**ASKED, "documents": [report]}, holder).json()
    at = f"/api/v1/permits/{asked['number']}"
    [file] = asked["documents"]
    assert (file["name"], file["media_type"], file["size"]) == ("report.txt", "text/plain", 18)

    wrong = {"name": "x.txt", "content": "no base64!"}
    assert codes(post(f"{at}/documents", {"documents": [wrong]}, holder)) == (422, ["document-not-base64"])
    stranger = bearer("tea-office")
    assert codes(post(f"{at}/documents", {"documents": [report]}, stranger)) == (403, ["not-yours"])
    more = {"name": "recipe.txt", "content": base64.b64encode(b"Kaolin.").decode()}
    assert len(post(f"{at}/documents", {"documents": [more]}, holder).json()["documents"]) == 2

    for reader in (holder, agency):
        assert Client().get(f"{at}/documents/{file['id']}", headers=reader).content == b"No lead was found."
    assert len(Client().get(at, headers=agency).json()["documents"]) == 2
    customs = bearer("my-customs")
    assert Client().get(at, headers=customs).json()["documents"] == []
    for other in (customs, stranger, bearer("hz-ceramics")):
        answer = Client().get(f"{at}/documents/{file['id']}", headers=other)
        assert codes(answer) == (403, ["permit-files-not-yours"])
