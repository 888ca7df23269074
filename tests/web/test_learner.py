"""A learner reads, sits an exam and shows a certificate."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from entrepot.hub.training import actions
from entrepot.hub.training.models import Sitting
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def course() -> str:
    return str(actions.publish_shipped(by=cast.by("hz-school"))[0].slug)


@pytest.fixture
def mei(client: Client) -> Client:
    client.force_login(cast.person("mei@example.org", "hz-ceramics", "seller", "Mei Lin"))
    return client


def right_answers(sitting: Sitting) -> dict[str, str]:
    return {f"q-{asked['code']}": asked["answer"] for asked in sitting.paper}


def test_anyone_may_read_a_course_but_signs_in_to_sit(client: Client, course: str) -> None:
    page = client.get(f"/courses/{course}")
    assert page.status_code == 200
    assert "Sign in to sit the exam" in page.content.decode()
    begun = client.post(f"/courses/{course}/exam")
    assert (begun.status_code, begun.headers["Location"]) == (302, f"/accounts/login/?next=/courses/{course}/exam")


def test_a_course_is_read_in_the_language_of_the_page(client: Client, course: str) -> None:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ms"
    assert "Satu bungkusan, dua sempadan" in client.get(f"/courses/{course}").content.decode()


def test_whoever_passes_receives_a_certificate_that_anyone_can_see(mei: Client, course: str) -> None:
    mei.post(f"/courses/{course}/exam")
    sitting = Sitting.objects.get()
    handed = mei.post(f"/exams/{sitting.pk}", right_answers(sitting), follow=True)
    assert "<h1>12 of 12 right</h1>" in handed.content.decode()
    sitting.refresh_from_db()
    assert sitting.passed
    certificate = sitting.certificate
    seen = Client().get(f"/certificates/{certificate.number}")
    assert "Mei Lin" in seen.content.decode()
    assert "Holds today" in seen.content.decode()
    credential = Client().get(f"/certificates/{certificate.number}/credential")
    assert (credential.headers["Content-Type"], credential.content.decode()) == (
        "application/vc+jwt",
        certificate.credential,
    )


def test_an_exam_with_questions_left_out_is_not_handed_in_by_accident(mei: Client, course: str) -> None:
    mei.post(f"/courses/{course}/exam")
    sitting = Sitting.objects.get()
    some = dict(list(right_answers(sitting).items())[:10])
    page = mei.post(f"/exams/{sitting.pk}", some)
    assert "2 questions have no answer yet." in page.content.decode()
    assert page.content.decode().count(" checked>") == 10
    sitting.refresh_from_db()
    assert sitting.state == "open"
    mei.post(f"/exams/{sitting.pk}", {**some, "anyway": "1"})
    sitting.refresh_from_db()
    assert (sitting.state, sitting.right) == ("graded", 10)


def test_a_wrong_answer_is_told_with_its_reason_and_source(mei: Client, course: str) -> None:
    mei.post(f"/courses/{course}/exam")
    sitting = Sitting.objects.get()
    asked = sitting.paper[0]
    wrong = next(letter for letter in asked["choices"] if letter != asked["answer"])
    page = mei.post(f"/exams/{sitting.pk}", {**right_answers(sitting), f"q-{asked['code']}": wrong}, follow=True)
    html = page.content.decode()
    assert html.count('class="answer is-chosen"') == 1
    assert html.count('class="answer is-right"') == 12
    assert "11 of 12 right" in html


def test_the_sitting_of_somebody_else_is_refused_kindly(mei: Client, course: str) -> None:
    mei.post(f"/courses/{course}/exam")
    other = Client()
    other.force_login(cast.person("omar@example.org", "kl-batik", "seller"))
    page = other.get(f"/exams/{Sitting.objects.get().pk}")
    assert page.status_code == 403
    assert "This is not a sitting of yours." in page.content.decode()
