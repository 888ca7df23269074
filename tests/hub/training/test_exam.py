from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from entrepot.ehx import jose
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.parties import queries as parties
from entrepot.hub.training import actions, credential, queries
from entrepot.hub.training.models import Certificate, Sitting
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def lin() -> Actor:
    actions.publish_shipped(by=cast.by("hz-school"))
    lin = cast.person("lin@example.org", "hz-ceramics", "learner", "Lin Yue")
    return parties.actor_for(lin, "hz-ceramics", cast.NOON)


def right(sitting: Sitting) -> dict[str, list[str]]:
    return {asked["code"]: [asked["answer"]] for asked in sitting.paper}


def wrong(sitting: Sitting, how_many: int) -> dict[str, list[str]]:
    answers = right(sitting)
    for asked in sitting.paper[:how_many]:
        answers[asked["code"]] = [next(letter for letter in asked["choices"] if letter != asked["answer"])]
    return answers


def test_a_sitting_asks_as_many_questions_as_the_course_says_and_can_be_drawn_again(lin: Actor):
    sitting = actions.sit("export-basics", by=lin)

    assert len(sitting.paper) == 12
    again = actions._chosen(sitting.course, sitting.seed)
    assert [asked["code"] for asked in again] == [asked["code"] for asked in sitting.paper]


def test_an_open_sitting_is_gone_on_with(lin: Actor):
    assert actions.sit("export-basics", by=lin).pk == actions.sit("export-basics", by=lin).pk
    assert Event.objects.filter(kind="training.sitting.opened").count() == 1


def test_questions_are_put_in_the_language_asked_for(lin: Actor):
    sitting = actions.sit("export-basics", by=lin)
    first, choices = queries.put(sitting, "zh-hans")[0]
    asked = sitting.paper[0]
    assert first.text == asked["text"]["zh"]
    assert dict(choices) == {letter: choice["zh"] for letter, choice in asked["choices"].items()}


def test_who_passes_receives_a_certificate_that_anybody_can_check(lin: Actor):
    sitting = actions.answer(sitting := actions.sit("export-basics", by=lin), wrong(sitting, 3), by=lin)

    assert (sitting.state, sitting.right, sitting.passed) == ("graded", 9, True)
    certificate = Certificate.objects.get()
    told = credential.verify(certificate.credential, queries.key().verifier.public, on=cast.NOON)
    assert told == credential.Achievement(
        number=certificate.number,
        holder="Lin Yue",
        party="hz-ceramics",
        course="export-basics",
        titles=sitting.course.titles,
        right=9,
        of=12,
        grants="seller",
        issuer=settings.ENTREPOT_URL,
        issuer_name=settings.ENTREPOT_NAME,
        valid_from=cast.NOON,
        valid_until=datetime(2027, 3, 2, 12, 0, tzinfo=UTC),
    )
    assert certificate.number == f"EXPORT-BASICS-2026-{sitting.pk:05d}"
    event = Event.objects.get(kind="training.certificate.issued")
    assert event.body == {
        "certificate": certificate.number,
        "course": "export-basics",
        "party": "hz-ceramics",
        "right": "seller",
    }


def test_who_answers_too_little_passes_not(lin: Actor):
    sitting = actions.sit("export-basics", by=lin)
    sitting = actions.answer(sitting, wrong(sitting, 4), by=lin)

    assert (sitting.right, sitting.passed) == (8, False)
    assert not Certificate.objects.exists()
    wrongly = [mark.question.code for mark in queries.result(sitting).marks if not mark.right]
    assert wrongly == [asked["code"] for asked in sitting.paper[:4]]


def test_a_question_left_out_is_answered_wrong(lin: Actor):
    sitting = actions.answer(actions.sit("export-basics", by=lin), {}, by=lin)
    assert (sitting.right, sitting.passed) == (0, False)


def test_the_next_sitting_draws_anew(lin: Actor):
    first = actions.answer(actions.sit("export-basics", by=lin), {}, by=lin)
    second = actions.sit("export-basics", by=lin)
    assert second.pk != first.pk
    assert [asked["code"] for asked in second.paper] != [asked["code"] for asked in first.paper]


def test_the_same_answers_again_give_the_same_result_and_one_certificate(lin: Actor):
    sitting = actions.sit("export-basics", by=lin)
    for _ in range(2):
        sitting = actions.answer(sitting, right(sitting), by=lin)
    assert sitting.right == 12
    assert Certificate.objects.count() == 1
    assert Event.objects.filter(kind="training.certificate.issued").count() == 1


def test_other_answers_after_grading_are_refused(lin: Actor):
    sitting = actions.answer(actions.sit("export-basics", by=lin), {}, by=lin)
    with pytest.raises(NotAllowedNow) as refused:
        actions.answer(sitting, right(sitting), by=lin)
    assert [finding.code for finding in refused.value.findings] == ["sitting-graded"]
    assert not Certificate.objects.exists()


def test_an_answer_that_was_not_offered_is_refused_and_the_sitting_stays_open(lin: Actor):
    sitting = actions.sit("export-basics", by=lin)
    with pytest.raises(Refused) as refused:
        actions.answer(sitting, {sitting.paper[0]["code"]: ["z"], "Q99": ["a"]}, by=lin)
    assert {finding.code for finding in refused.value.findings} == {"option-not-offered", "question-not-put"}
    sitting.refresh_from_db()
    assert (sitting.state, sitting.answers) == ("open", {})


def test_a_stranger_can_neither_sit_nor_answer_for_another(lin: Actor):
    with pytest.raises(NotYours):
        actions.sit("export-basics", by=cast.stranger())
    with pytest.raises(NotYours):
        actions.sit("export-basics", by=cast.by("hz-ceramics"))
    sitting = actions.sit("export-basics", by=lin)
    with pytest.raises(NotYours):
        actions.answer(sitting, right(sitting), by=cast.stranger())
    sitting.refresh_from_db()
    assert sitting.state == "open"


def test_a_course_that_does_not_exist_is_refused(lin: Actor):
    with pytest.raises(Refused) as refused:
        actions.sit("no-such-course", by=lin)
    assert [finding.code for finding in refused.value.findings] == ["course-unknown"]


class TestCertificate:
    @pytest.fixture
    def document(self, lin: Actor) -> str:
        sitting = actions.sit("export-basics", by=lin)
        actions.answer(sitting, right(sitting), by=lin)
        return Certificate.objects.get().credential

    @pytest.fixture
    def public(self) -> bytes:
        return queries.key().verifier.public

    def test_it_is_typed_as_a_credential(self, document: str, public: bytes):
        header, _ = jose.opened_unverified(document)
        assert (header["alg"], header["typ"]) == ("Ed25519", "vc+jwt")

    def test_a_changed_letter_is_found(self, document: str, public: bytes):
        head, body, signature = document.split(".")
        letter = "B" if body[40] != "B" else "C"
        with pytest.raises(Refused):
            credential.verify(".".join((head, body[:40] + letter + body[41:], signature)), public)

    def test_another_key_does_not_open_it(self, document: str):
        with pytest.raises(Refused) as refused:
            credential.verify(document, bytes(32))
        assert refused.value.findings[0].code == "jws"

    def test_it_ends(self, document: str, public: bytes):
        credential.verify(document, public, on=cast.NOON + timedelta(days=365))
        for moment in (cast.NOON - timedelta(seconds=1), cast.NOON + timedelta(days=365, seconds=1)):
            with pytest.raises(Refused) as refused:
                credential.verify(document, public, on=moment)
            assert refused.value.findings[0].code == "not-in-force"

    def test_another_signed_document_is_no_certificate(self, public: bytes):
        from entrepot.hub import signet

        with pytest.raises(Refused) as refused:
            credential.verify(signet.signed({"type": ["Something"]}, queries.key()), public)
        assert refused.value.findings[0].code == "not-a-certificate"
