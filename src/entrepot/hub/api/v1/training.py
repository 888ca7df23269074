"""Courses to read, exams to sit, certificates to show."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Body, Router, Schema, Status

from entrepot.ehx.keys import jwk
from entrepot.hub.api.caller import actor
from entrepot.hub.events import clock
from entrepot.hub.training import actions, queries
from entrepot.hub.training.models import Certificate, Course, Sitting

router = Router(tags=["training"])


class LessonShown(Schema):
    """Something to read."""

    code: str
    title: str
    text: str


class CourseShown(Schema):
    """A course in the language asked for."""

    slug: str
    title: str
    lessons: list[LessonShown]
    asked: int
    pass_mark: int
    grants: str
    valid_days: int


class ChoiceShown(Schema):
    """A choice with the letter by which it is answered."""

    letter: str
    text: str


class QuestionShown(Schema):
    """A question as it is put: nobody is told here which choice is right."""

    code: str
    text: str
    choices: list[ChoiceShown]


class MarkShown(Schema):
    """How a question was answered, and why the right answer is right."""

    code: str
    answer: list[str]
    right: list[str]
    why: str
    source: str


class SittingShown(Schema):
    """A sitting: open with its questions, or graded with its marks."""

    number: int
    course: str
    state: str
    questions: list[QuestionShown]
    marks: list[MarkShown]
    right: int | None
    passed: bool | None
    certificate: str


class CertificateShown(Schema):
    """A certificate; `credential` is the document that anybody can check with the key below."""

    number: str
    course: str
    title: str
    party: str
    credential: str
    issued_at: datetime
    valid_until: datetime
    in_force: bool


@router.get("/courses", response=list[CourseShown], summary="What can be learnt here")
def courses(request: HttpRequest, language: str = "en") -> list[CourseShown]:
    return [_course(course, language) for course in queries.courses()]


@router.get("/courses/{slug}", response=CourseShown, summary="One course with its lessons")
def course(request: HttpRequest, slug: str, language: str = "en") -> CourseShown:
    return _course(queries.course(slug), language)


@router.post("/courses/{slug}/sittings", response={201: SittingShown}, summary="Sit the exam of a course")
def sit(request: HttpRequest, slug: str, language: str = "en") -> Status[SittingShown]:
    return Status(201, _sitting(actions.sit(slug, by=actor(request)), language))


@router.get("/sittings/{number}", response=SittingShown, summary="A sitting of yours")
def sitting(request: HttpRequest, number: int, language: str = "en") -> SittingShown:
    return _sitting(queries.sitting(number, by=actor(request)), language)


@router.post("/sittings/{number}/answers", response=SittingShown, summary="Hand in your answers, by question code")
def answer(
    request: HttpRequest, number: int, answers: Body[dict[str, list[str]]], language: str = "en"
) -> SittingShown:
    by = actor(request)
    return _sitting(actions.answer(queries.sitting(number, by=by), answers, by=by), language)


@router.get("/certificates", response=list[CertificateShown], summary="Your certificates")
def certificates(request: HttpRequest, language: str = "en") -> list[CertificateShown]:
    by = actor(request)
    theirs = Certificate.objects.filter(person_id=by.ref) if by.kind == "person" else Certificate.objects.none()
    theirs = theirs.select_related("course").order_by("pk")
    return [_certificate(each, queries.in_force(each, by.at), language) for each in theirs]


@router.get("/certificates/{number}", response=CertificateShown, auth=None, summary="One certificate, for anybody")
def certificate(request: HttpRequest, number: str, language: str = "en") -> CertificateShown:
    found = queries.certificate(number)
    return _certificate(found, queries.in_force(found, clock.moment_of(request)), language)


@router.get("/key", response=dict[str, Any], auth=None, summary="The public key of certificates and permits (JWKS)")
def key(request: HttpRequest) -> dict[str, Any]:
    return {"keys": [jwk(queries.key().verifier.public)]}


def _course(course: Course, language: str) -> CourseShown:
    return CourseShown(
        slug=course.slug,
        title=queries.told(course.titles, language),
        lessons=[
            LessonShown(
                code=lesson["code"],
                title=queries.told(lesson["title"], language),
                text=queries.told(lesson["text"], language),
            )
            for lesson in course.lessons
        ],
        asked=course.asked,
        pass_mark=course.pass_mark,
        grants=course.grants,
        valid_days=course.valid_days,
    )


def _sitting(sitting: Sitting, language: str) -> SittingShown:
    issued = Certificate.objects.filter(sitting=sitting).first()
    return SittingShown(
        number=sitting.pk,
        course=sitting.course_id,
        state=sitting.state,
        questions=[
            QuestionShown(
                code=question.code,
                text=question.text,
                choices=[ChoiceShown(letter=letter, text=text) for letter, text in choices],
            )
            for question, choices in queries.put(sitting, language)
        ],
        marks=_marks(sitting, language) if sitting.state == "graded" else [],
        right=sitting.right,
        passed=sitting.passed,
        certificate=issued.number if issued else "",
    )


def _marks(sitting: Sitting, language: str) -> list[MarkShown]:
    return [
        MarkShown(
            code=mark.question.code,
            answer=sorted(mark.answer),
            right=sorted(mark.question.right),
            why=mark.question.explanation,
            source=mark.question.law,
        )
        for mark in queries.result(sitting, language).marks
    ]


def _certificate(certificate: Certificate, in_force: bool, language: str) -> CertificateShown:
    return CertificateShown(
        number=certificate.number,
        course=certificate.course_id,
        title=queries.told(certificate.course.titles, language),
        party=certificate.party_id,
        credential=certificate.credential,
        issued_at=certificate.issued_at,
        valid_until=certificate.valid_until,
        in_force=in_force,
    )
