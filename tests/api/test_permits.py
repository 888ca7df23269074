"""The life of a permit as two machines live it: the holder's and the agency's."""

from __future__ import annotations

from typing import Any

import pytest

from entrepot.hub.customs.models import Permit
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
