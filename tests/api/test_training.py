from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from entrepot.hub.training import actions, credential
from entrepot.hub.training.models import Sitting
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Client:
    actions.publish_shipped(by=cast.by("hz-school"))
    browser = Client()
    browser.force_login(cast.person("lin@example.org", "hz-ceramics", "learner", "Lin Yue"))
    return browser


def put(browser: Client, address: str, body: Any) -> Any:
    return browser.post(address, body, content_type="application/json")


def test_a_course_is_read_in_the_language_asked_for(lin: Client) -> None:
    [course] = lin.get("/api/v1/training/courses?language=zh-hans").json()
    assert (course["slug"], course["title"], len(course["lessons"])) == ("export-basics", "跨境销售入门", 8)
    assert lin.get("/api/v1/training/courses/export-basics?language=ms").json()["title"].startswith("Menjual")


def test_an_exam_is_sat_and_its_certificate_shown_to_anybody(lin: Client) -> None:
    opened = put(lin, "/api/v1/training/courses/export-basics/sittings", {}).json()
    assert (opened["state"], len(opened["questions"]), opened["marks"]) == ("open", 12, [])
    assert "answer" not in str(opened["questions"])

    answers = {asked["code"]: [asked["answer"]] for asked in Sitting.objects.get().paper}
    graded = put(lin, f"/api/v1/training/sittings/{opened['number']}/answers", answers).json()
    assert (graded["state"], graded["right"], graded["passed"]) == ("graded", 12, True)
    assert all(mark["answer"] == mark["right"] for mark in graded["marks"])

    shown = Client().get(f"/api/v1/training/certificates/{graded['certificate']}").json()
    [key] = Client().get("/api/v1/training/key").json()["keys"]
    from entrepot.ehx.encoding import unb64url

    assert credential.verify(shown["credential"], unb64url(key["x"])).holder == "Lin Yue"
    assert (shown["party"], shown["title"]) == ("hz-ceramics", "Selling across the border, the first steps")


def test_another_persons_sitting_is_not_shown(lin: Client) -> None:
    opened = put(lin, "/api/v1/training/courses/export-basics/sittings", {}).json()
    other = Client()
    other.force_login(cast.person("bo@example.org", "hz-ceramics", "learner"))
    assert other.get(f"/api/v1/training/sittings/{opened['number']}").status_code == 403
    assert Client().get("/api/v1/training/courses").status_code == 401


def test_a_course_that_is_not_there_is_refused(lin: Client) -> None:
    answer = lin.get("/api/v1/training/courses/nothing")
    assert (answer.status_code, answer.json()["findings"][0]["code"]) == (422, "course-unknown")
