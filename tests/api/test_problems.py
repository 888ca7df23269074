from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DataError
from django.http import HttpRequest
from django.test import Client
from ninja import NinjaAPI
from ninja.testing import TestClient
from pytest_django import Settings

from entrepot.hub import events
from entrepot.hub.api import errors
from entrepot.hub.api.problem import KINDS
from entrepot.hub.events.models import Run
from entrepot.hub.reading import StrictParser, Unreadable, read
from entrepot.trade.finding import Finding, Unavailable
from tests import cast
from tests.api.door import bearer, post

pytestmark = pytest.mark.django_db


def kind(answer: Any) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].rpartition("/")[2]


def test_a_body_of_the_wrong_form_is_answered_with_every_place_in_it() -> None:
    answer = post("/api/v1/parties", {"name": 7, "country": "CN", "rights": ["seller", 3]}, bearer("operator"))
    assert kind(answer) == (400, "unreadable")
    assert [(finding["pointer"], finding["code"]) for finding in answer.json()["findings"]] == [
        ("/code", "missing"),
        ("/name", "string-type"),
        ("/rights/1", "string-type"),
    ]


def test_a_name_that_stands_twice_is_refused_since_readers_disagree_on_it() -> None:
    answer = post("/api/v1/parties", '{"code": "a", "code": "b", "name": "A", "country": "CN"}', bearer("operator"))
    assert kind(answer) == (400, "unreadable")
    assert [finding["code"] for finding in answer.json()["findings"]] == ["named-twice"]


@pytest.mark.parametrize("body", ["{", "\x00", '{"code": NaN}', "[" * 100_000])
def test_what_is_not_json_is_refused_and_not_crashed_on(body: str) -> None:
    answer = post("/api/v1/parties", body, bearer("operator"))
    assert kind(answer) == (400, "unreadable")
    assert [finding["code"] for finding in answer.json()["findings"]] == ["not-json"]


@pytest.mark.parametrize(
    ("body", "code"), [(r'{"code": "a\u0000b"}', "nul-letter"), (r'{"code": "a\\u0000b"}', "missing")]
)
def test_the_letter_zero_stands_in_no_text(body: str, code: str) -> None:
    answer = post("/api/v1/parties", body, bearer("operator"))
    assert kind(answer) == (400, "unreadable")
    assert answer.json()["findings"][0]["code"] == code


def test_what_is_read_but_may_not_be_is_told_with_sentence_remedy_and_pointer() -> None:
    answer = post("/api/v1/parties", {"code": "pw", "name": "PW", "country": "malaysia"}, bearer("operator"))
    assert kind(answer) == (422, "refused")
    told = answer.json()
    assert (told["title"], told["instance"]) == ("Understood, but may not be", "/api/v1/parties")
    assert told["findings"] == [
        {
            "code": "country-unknown",
            "sentence": "“malaysia” is not a country code of ISO 3166-1.",
            "pointer": "/country",
            "remedy": "Give two letters, such as MY, CN or SG.",
            "law": "",
            "level": "error",
            "params": {"text": "malaysia"},
        }
    ]


def test_what_another_may_do_is_forbidden_and_what_nobody_has_is_unknown() -> None:
    header = bearer("hz-ceramics")
    assert kind(post("/api/v1/parties", {"code": "x", "name": "X", "country": "CN"}, header)) == (403, "not-yours")
    assert kind(Client().get("/api/v1/parties/nobody", headers=header)) == (404, "unknown")


def test_what_the_present_state_does_not_allow_is_a_conflict(settings: Settings) -> None:
    settings.ENTREPOT_FOLLOWERS = "tests.hub.events.consequences.FOLLOWERS"
    events.record("tests.sale", "s", by=cast.the_hub())
    answer = post(f"/api/v1/events/parked/{Run.objects.get().place}/retry", {}, bearer("operator"))
    assert kind(answer) == (409, "not-allowed-now")
    assert answer.json()["findings"][0]["code"] == "run-not-parked"


def test_a_body_beyond_measure_is_too_large(settings: Settings) -> None:
    header = bearer("operator")
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert kind(post("/api/v1/parties", {"name": "x" * 200}, header)) == (413, "too-large")


def test_every_problem_leads_to_a_page_that_says_what_it_means() -> None:
    for name, described in KINDS.items():
        shown = Client().get(f"/api/v1/problems/{name}").json()
        assert (shown["name"], shown["status"], shown["title"]) == (name, described.status, described.title)
    assert [row["name"] for row in Client().get("/api/v1/problems").json()] == list(KINDS)
    assert kind(Client().get("/api/v1/problems/invented")) == (404, "unknown")


@dataclass(frozen=True)
class Goods:
    hs: str
    minor: int


door = NinjaAPI(urls_namespace="tests", parser=StrictParser())
errors.answer_for(door)


@door.get("/silent")
def silent(request: HttpRequest) -> None:
    raise Unavailable("The bank", datetime.now(UTC) + timedelta(seconds=100))


@door.get("/too-long")
def too_long(request: HttpRequest) -> None:
    raise DataError("value too long for type character varying(35)")


@door.get("/wrong")
def wrong(request: HttpRequest) -> None:
    raise AssertionError("a bug of ours")


def test_the_silence_of_an_outside_party_is_told_with_the_time_to_try_again() -> None:
    answer = TestClient(door).get("/silent")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] in {"99", "100"}


def test_what_the_database_cannot_keep_is_the_senders_to_mend() -> None:
    answer = TestClient(door).get("/too-long")
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (400, "not-to-be-kept")


def test_a_bug_of_ours_is_owned_and_gives_nothing_away() -> None:
    answer = TestClient(door).get("/wrong")
    assert (answer.status_code, answer.json()["title"]) == (500, "The hub is wrong")
    assert "bug of ours" not in answer.content.decode()


def test_a_hot_door_reads_straight_into_the_dataclass() -> None:
    assert read(b'[{"hs": "691110", "minor": 4200}]', list[Goods]) == [Goods("691110", 4200)]


def test_a_hot_door_lists_every_finding_of_a_body_that_fails() -> None:
    with pytest.raises(Unreadable) as unreadable:
        read(b'[{"hs": 691110, "minor": 1}, {"hs": "691110", "minor": "4200"}, {}]', list[Goods])
    assert [(finding.pointer, finding.code) for finding in unreadable.value.findings] == [
        ("/0/hs", "string-type"),
        ("/1/minor", "int-type"),
        ("/2/hs", "missing"),
        ("/2/minor", "missing"),
    ]
    with pytest.raises(Unreadable) as broken:
        read(b'[{"hs": ', list[Goods])
    assert [finding.code for finding in broken.value.findings] == ["not-json"]


def test_a_finding_with_braces_in_it_is_shown_as_it_is() -> None:
    assert Finding("x", "a {b}").told() == "a {b}"
