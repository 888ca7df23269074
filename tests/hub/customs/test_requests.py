"""Questions of an officer, and what the declarant answers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from entrepot.hub.customs import actions, queries
from entrepot.hub.customs.models import Declaration, Enclosure, InformationRequest
from entrepot.hub.events.models import Event
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import NotAllowedNow, NotYours, Refused
from tests import cast
from tests.hub.customs.controlling import INVOICE, PHOTO, codes, officer, unchanged

pytestmark = pytest.mark.django_db

ASKED = "Show the invoice of the tea set."


@pytest.fixture
def asked(under_control: Declaration) -> InformationRequest:
    return actions.ask(under_control, ASKED, by=officer(), law="Customs Act 1967")


def test_a_question_says_until_when_it_is_to_be_answered(asked: InformationRequest) -> None:
    assert (asked.state, asked.question, asked.answer_by) == ("open", ASKED, date(2026, 3, 16))
    event = Event.objects.get(kind="customs.declaration.documents_asked")
    assert (event.body["asked"], event.body["answer_by"]) == (ASKED, "2026-03-16")
    given = queries.time_given("MY", "answer", cast.NOON.date())
    assert given is not None
    assert (given.amount, given.ground.confidence) == (14, "unverified")


def test_the_officer_may_name_the_day(under_control: Declaration) -> None:
    asked = actions.ask(under_control, ASKED, by=officer(), answer_by=date(2026, 3, 5))
    assert asked.answer_by == date(2026, 3, 5)


def test_no_two_open_questions_are_alike(asked: InformationRequest) -> None:
    again = actions.ask(asked.declaration, f" {ASKED} ", by=officer())
    assert (again.pk, InformationRequest.objects.count()) == (asked.pk, 1)
    actions.ask(asked.declaration, "Show the packing list.", by=officer())
    assert [each.question for each in queries.requests_of(asked.declaration)] == [ASKED, "Show the packing list."]


@pytest.mark.parametrize(
    ("question", "day", "code"),
    [(" ", None, "reason-missing"), (ASKED, cast.NOON.date(), "deadline-past")],
)
def test_a_question_that_cannot_be_answered_is_not_asked(
    under_control: Declaration, question: str, day: date | None, code: str
) -> None:
    with unchanged(), pytest.raises(Refused) as refused:
        actions.ask(under_control, question, by=officer(), answer_by=day)
    assert codes(refused) == [code]


def test_the_declarant_answers_with_documents(asked: InformationRequest) -> None:
    actions.reply(asked, "Here it is.", [INVOICE, PHOTO], by=cast.by("kl-batik"))

    asked.refresh_from_db()
    assert (asked.state, asked.answer, asked.closed_by["ref"]) == ("answered", "Here it is.", cast.by("kl-batik").ref)
    invoice, photo = asked.enclosures.all()
    assert (invoice.name, invoice.media_type, invoice.size) == ("invoice.pdf", "application/pdf", len(INVOICE.content))
    assert (photo.name, photo.media_type) == ("parcel.png", "image/png")
    event = Event.objects.get(kind="customs.declaration.answered")
    assert (event.body["documents"], event.body["late"], "Here it is" in str(event.body)) == (2, False, False)
    assert asked.declaration.state == "under-control"


def test_answering_again_is_harmless(asked: InformationRequest) -> None:
    actions.reply(asked, "Here it is.", [INVOICE], by=cast.by("kl-batik"))
    with unchanged():
        actions.reply(asked, "Here it is.", [INVOICE], by=cast.by("kl-batik"))
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        actions.reply(asked, "Another answer.", by=cast.by("kl-batik"))
    assert codes(refused) == ["request-not-answer"]


def test_a_late_answer_is_taken_and_said_to_be_late(asked: InformationRequest) -> None:
    actions.reply(asked, "Late.", by=cast.by("kl-batik", cast.NOON + timedelta(days=20)))
    assert Event.objects.get(kind="customs.declaration.answered").body["late"] is True


@pytest.mark.parametrize(
    ("answer", "files", "found"),
    [
        (" ", [], ["answer-empty"]),
        ("x", [Handed("a.pdf", b"MZ\x90\0 a programme")], ["document-kind"]),
        ("x", [Handed("a.pdf", b"%PDF-1.7 never ends")], ["document-kind"]),
        ("x", [Handed("a.png", b"\x89PNG\r\n\x1a\n cut")], ["document-kind"]),
        ("x", [Handed("big.txt", b"a" * (5 * 1024 * 1024 + 1))], ["document-too-large"]),
        ("x", [Handed(f"{n}.txt", str(n).encode()) for n in range(11)], ["too-many-documents"]),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_kept(
    asked: InformationRequest, answer: str, files: list[Handed], found: list[str]
) -> None:
    with unchanged(), pytest.raises(Refused) as refused:
        actions.reply(asked, answer, files, by=cast.by("kl-batik"))
    assert codes(refused) == found


@pytest.mark.parametrize("who", ["hz-ceramics", "my-customs", "cn-customs", "operator"])
def test_nobody_answers_for_the_declarant(asked: InformationRequest, who: str) -> None:
    with unchanged(), pytest.raises(NotYours):
        actions.reply(asked, "Here it is.", [INVOICE], by=cast.by(who))
    with unchanged(), pytest.raises(NotYours):
        actions.reply(asked, "Here it is.", by=cast.stranger())


@pytest.mark.parametrize("who", ["kl-batik", "cn-customs", "hz-post"])
def test_nobody_but_the_customs_of_the_country_asks(under_control: Declaration, who: str) -> None:
    with unchanged(), pytest.raises(NotYours):
        actions.ask(under_control, ASKED, by=cast.by(who))


def test_a_document_is_opened_by_the_declarant_and_the_officers_and_is_sealed(asked: InformationRequest) -> None:
    actions.reply(asked, "", [INVOICE], by=cast.by("kl-batik"))
    kept = Enclosure.objects.get()
    for who in ("kl-batik", "my-customs"):
        assert actions.open_enclosure(kept, by=cast.by(who)) == INVOICE.content
    for who in ("cn-customs", "hz-ceramics", "operator"):
        with pytest.raises(NotYours):
            actions.open_enclosure(kept, by=cast.by(who))
        with pytest.raises(NotYours):
            queries.enclosure(kept.pk, by=cast.by(who))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM customs_enclosure")
        assert b"invoice" not in bytes(cursor.fetchone()[0])


def test_the_same_file_is_kept_once(asked: InformationRequest) -> None:
    actions.reply(asked, "", [INVOICE, Handed("copy.pdf", INVOICE.content)], by=cast.by("kl-batik"))
    assert [each.name for each in asked.enclosures.all()] == ["copy.pdf"]


def test_a_question_is_withdrawn_and_needs_no_answer(asked: InformationRequest) -> None:
    actions.withdraw_request(asked, by=officer())
    with unchanged():
        actions.withdraw_request(asked, by=officer())
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    with unchanged(), pytest.raises(NotAllowedNow):
        actions.reply(asked, "Too late.", by=cast.by("kl-batik"))


def test_an_overdue_question_is_noted_as_unanswered_and_not_before(asked: InformationRequest) -> None:
    with unchanged(), pytest.raises(NotAllowedNow) as refused:
        actions.lapse_request(asked, by=officer())
    assert codes(refused) == ["request-not-overdue"]
    later = cast.by("my-customs", cast.NOON + timedelta(days=15))
    actions.lapse_request(asked, by=later)
    asked.refresh_from_db()
    assert asked.state == "lapsed"
    with pytest.raises(NotYours):
        actions.lapse_request(asked, by=cast.by("kl-batik", later.at))


def test_a_decision_closes_what_is_open(asked: InformationRequest) -> None:
    assert [each.pk for each in queries.waiting_for_answer("MY")] == [asked.pk]
    assert [each.pk for each in queries.asked_of("kl-batik")] == [asked.pk]
    actions.release(asked.declaration, by=officer())
    asked.refresh_from_db()
    assert asked.state == "withdrawn"
    assert list(queries.waiting_for_answer("MY")) == []
