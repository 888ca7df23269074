"""Codes are decided by who may, count at once, and are told once."""

from __future__ import annotations

import json

import pytest

from entrepot.classify import Goods
from entrepot.hub.catalogue import classifying
from entrepot.hub.catalogue.classifying import DecisionFacts, Desk
from entrepot.hub.catalogue.models import ClassificationDecision
from entrepot.hub.events.models import Event
from entrepot.trade.finding import NotYours, Refused
from tests import cast
from tests.api.door import bearer, post
from tests.classify.shelf import small

pytestmark = pytest.mark.django_db

PET_BOWL = DecisionFacts(text="porcelain plate for the cat", code="6911.90", reference="R-7")


@pytest.fixture(autouse=True)
def small_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    """An assistant over a small stock of texts, in place of the whole phrase book."""
    desk = Desk(small().copy())
    monkeypatch.setattr(classifying, "desk", lambda: desk)


def decided(*batch: DecisionFacts, by: str = "my-customs") -> list[ClassificationDecision | Refused]:
    return classifying.decide(batch, by=cast.by(by))


def first(text: str = PET_BOWL.text) -> str:
    return classifying.suggest([Goods(text)])[0].suggestions[0].code


def told() -> list[str]:
    return [event.body["code"] for event in Event.objects.filter(kind="catalogue.classification.decided")]


def test_an_officers_decision_counts_from_the_next_answer_on() -> None:
    assert first() == "691110"
    [row] = decided(PET_BOWL)
    assert isinstance(row, ClassificationDecision)
    assert (row.code, row.authority, row.party_id, row.suggested[0][0]) == ("691190", "officer", "my-customs", "691110")
    assert first() == "691190"
    assert told() == ["691190"]


def test_deciding_the_same_again_changes_and_records_nothing() -> None:
    decided(PET_BOWL)
    decided(PET_BOWL, PET_BOWL)
    assert ClassificationDecision.objects.count() == 1
    assert told() == ["691190"]


def test_a_seller_decides_as_a_seller_even_if_it_declares_and_is_not_believed_over_what_is_known() -> None:
    [row] = decided(PET_BOWL, by="hz-ceramics")
    assert isinstance(row, ClassificationDecision)
    assert row.authority == "seller"
    assert first() == "691110"


def test_whoever_has_no_right_decides_nothing() -> None:
    with pytest.raises(NotYours):
        classifying.decide([PET_BOWL], by=cast.stranger())
    with pytest.raises(NotYours):
        decided(PET_BOWL, by="hz-post")
    assert ClassificationDecision.objects.count() == 0
    assert told() == []


def test_what_is_not_in_order_is_refused_in_its_place_and_the_rest_is_kept() -> None:
    bad = DecisionFacts(text=" ", code="699999")
    crooked = DecisionFacts(text="plate", code="69")
    long = DecisionFacts(text="plate " * 500, code="691110")
    answers = decided(bad, PET_BOWL, crooked, long)
    refused = [each for each in answers if isinstance(each, Refused)]
    assert [[(found.code, found.pointer) for found in each.findings] for each in refused] == [
        [("text-empty", "/0/text"), ("code-unknown", "/0/code")],
        [("hs-shape", "/2/code")],
        [("decision-too-long", "/3/text")],
    ]
    assert told() == ["691190"]


def test_decisions_are_exported_as_lines_that_can_be_read_again() -> None:
    decided(PET_BOWL)
    [line] = classifying.exported()
    assert json.loads(line) == {
        "text": "porcelain plate for the cat",
        "lang": "",
        "attributes": {},
        "hs6": ["691190"],
        "by": "officer",
        "on": "2026-03-02",
        "reference": "R-7",
    }


def test_the_door_suggests_in_the_order_asked() -> None:
    asked = [{"text": "porcelain plate"}, {"text": ""}, {"text": "T-shirt", "attributes": {"Material": "polyester"}}]
    answer = post("/api/v1/classifications", asked, bearer("hz-ceramics"))
    assert answer.status_code == 200, answer.content
    plate, empty, shirt = answer.json()
    assert (plate["lang"], plate["suggestions"][0]["code"]) == ("en", "691110")
    assert [found["code"] for found in empty["findings"]] == ["text-empty"]
    assert shirt["suggestions"][0]["code"] == "610990"


def test_the_door_takes_decisions_and_gives_them_to_customs_and_the_operator_alone() -> None:
    body = [{"text": PET_BOWL.text, "code": "691190"}]
    officer = bearer("my-customs")
    assert post("/api/v1/classifications/decisions", body, officer).json() == [
        {"text": PET_BOWL.text, "recorded": True, "findings": []}
    ]
    from django.test import Client

    export = Client().get("/api/v1/classifications/decisions", headers=officer)
    assert b"".join(export.streaming_content).count(b"\n") == 1  # type: ignore[attr-defined]
    assert Client().get("/api/v1/classifications/decisions", headers=bearer("hz-ceramics")).status_code == 403
    assert Client().get("/api/v1/classifications/decisions", headers=bearer("operator")).status_code == 200


def test_nobody_is_answered_without_signing_in() -> None:
    assert post("/api/v1/classifications", [{"text": "plate"}], {}).status_code == 401
