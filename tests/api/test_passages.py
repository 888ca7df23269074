"""Passages and guarantees through the door: an officer's acts, each safe to repeat."""

from __future__ import annotations

from typing import Any

import pytest

from entrepot.hub.customs import actions
from entrepot.hub.customs.models import Guarantee, Passage
from tests import cast
from tests.api.door import bearer, post
from tests.api.test_customs import get, told
from tests.hub.customs.test_passing import ON

pytestmark = pytest.mark.django_db

SEALS = {"seals": ["MY-2", "MY-1"]}
GUARANTEE = {
    "number": "BG-1",
    "party": "kl-batik",
    "country": "MY",
    "amount": "500.00",
    "currency": "MYR",
    "valid_from": "2026-03-02",
    "guarantor": "A bank",
}


@pytest.fixture
def officer() -> dict[str, str]:
    cast.party("kl-batik")
    return bearer("my-customs")


@pytest.fixture
def passage(officer: dict[str, str]) -> Passage:
    assert post("/api/v1/guarantees", GUARANTEE, officer).status_code == 201
    return actions.open_passage(ON, country="MY", declarant=cast.party("kl-batik"), by=cast.by("kl-batik"))


def act(passage: Passage, name: str, body: Any, headers: dict[str, str]) -> Any:
    return post(f"/api/v1/passages/{passage.mrn}/{name}", body, headers)


def test_an_officer_registers_a_guarantee_and_sees_how_much_of_it_is_used(
    officer: dict[str, str], passage: Passage
) -> None:
    assert post("/api/v1/guarantees", GUARANTEE, officer).status_code == 201
    [shown] = get("/api/v1/guarantees", officer).json()
    assert (shown["number"], shown["amount"]["amount"], shown["used"]["amount"]) == ("BG-1", "500.00", "187.50")
    assert get("/api/v1/guarantees", bearer("kl-batik")).json() == [shown]
    assert Guarantee.objects.count() == 1


def test_nobody_else_registers_one(officer: dict[str, str]) -> None:
    assert told(post("/api/v1/guarantees", GUARANTEE, bearer("cn-customs"))) == (403, ["guarantee-not-yours"])
    assert not Guarantee.objects.exists()


def test_goods_are_sealed_and_let_go(officer: dict[str, str], passage: Passage) -> None:
    assert act(passage, "entry", SEALS, officer).json()["seals"] == ["MY-1", "MY-2"]
    assert told(act(passage, "exit", {"seals": ["MY-1"]}, officer)) == (422, ["seals-differ"])
    for _ in range(2):
        left = act(passage, "exit", SEALS, officer).json()
        assert (left["state"], left["found"], left["secured"]["amount"]) == ("discharged", ["MY-1", "MY-2"], "187.50")
    assert [each["mrn"] for each in get("/api/v1/passages?state=discharged", officer).json()] == [passage.mrn]
    assert get(f"/api/v1/passages?ucr={passage.ucr}&state=accepted", officer).json() == []


def test_goods_are_charged_or_turned_away_with_a_reason(officer: dict[str, str], passage: Passage) -> None:
    assert told(act(passage, "refusal", {"reason": ""}, officer)) == (422, ["reason-missing"])
    act(passage, "entry", SEALS, officer)
    assert told(act(passage, "refusal", {"reason": "Too late"}, officer)) == (409, ["passage-not-refuse"])
    charged = act(passage, "charge", {"reason": "A seal was broken"}, officer).json()
    assert (charged["state"], charged["reason"]) == ("charged", "A seal was broken")


def test_the_form_of_a_passage_is_filled_for_those_who_may_see_it(officer: dict[str, str], passage: Passage) -> None:
    filled = get(f"/api/v1/forms/K8/passages/{passage.mrn}", officer).json()
    assert filled["form"] == "K8"
    assert "<UniqueConsignmentReference>6CNQHCERAMIC-4711</UniqueConsignmentReference>" in filled["text"]
    assert "<Guarantee>guarantee:kl-batik</Guarantee>" in filled["text"]
    assert get(f"/api/v1/forms/K8/passages/{passage.mrn}", bearer("cn-customs")).status_code == 404


def test_the_declarant_looks_and_cannot_act(officer: dict[str, str], passage: Passage) -> None:
    batik = bearer("kl-batik")
    assert get(f"/api/v1/passages/{passage.mrn}", batik).json()["state"] == "accepted"
    for name, body in (("entry", SEALS), ("exit", SEALS), ("charge", {"reason": "x"}), ("refusal", {"reason": "x"})):
        assert told(act(passage, name, body, batik)) == (403, ["not-an-officer"])
        assert act(passage, name, body, bearer("hz-ceramics")).status_code == 404
    passage.refresh_from_db()
    assert passage.state == "accepted"
