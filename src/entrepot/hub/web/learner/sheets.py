"""What lies on a learner's sheets: courses, lessons, questions as put and as marked, and the certificate."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from entrepot.hub.training import queries as training
from entrepot.hub.training.models import Certificate, Course, Sitting
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Law


@dataclass(frozen=True, slots=True)
class CourseCard:
    """A course on the shelf, and where this person stands with it."""

    slug: str
    title: str
    told: str
    opens: str
    badge: Badge | None = None
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class LessonSheet:
    """Something to read, in paragraphs."""

    code: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that may be chosen; after marking, whether it was chosen and whether it is right."""

    letter: str
    text: str
    chosen: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """One question, as put or as marked."""

    number: int
    code: str
    text: str
    choices: tuple[Choice, ...]
    why: str = ""
    law: Law | None = None
    right: bool = False


@dataclass(frozen=True, slots=True)
class CertificateSheet:
    """What stands on a certificate, and whether it holds now."""

    number: str
    holder: str
    of: str
    course: str
    opens: str
    exam: str
    validity: str
    holds: bool
    credential: str


def may(right: str) -> str:
    """What a right lets its holder do, after the words "… has shown it and"."""
    return {
        "": _("may show this certificate"),
        "seller": _("may sell across the border through this hub"),
        "declarant": _("may lodge declarations through this hub"),
        "warehouse": _("may keep bonded goods at this hub"),
        "carrier": _("may carry parcels for this hub"),
        "merchant": _("may take payments of visitors through this hub"),
    }.get(right, _("may act as {right}").format(right=right))


def card(course: Course, held: Certificate | None, now: datetime) -> CourseCard:
    """The course, with the person's certificate if there is one."""
    told = _("{lessons} lessons, then an exam of {questions} questions; {mark} % must be right.").format(
        lessons=len(course.lessons), questions=course.asked, mark=course.pass_mark
    )
    title = training.told(course.titles, wording.spoken())
    if held is None:
        return CourseCard(course.slug, title, told, may(course.grants))
    until = wording.day(held.valid_until)
    if training.in_force(held, now):
        badge = Badge(_("Holds until {day}").format(day=until), "go", "check")
    else:
        badge = Badge(_("Ended on {day}").format(day=until), "wait", "hourglass")
    return CourseCard(course.slug, title, told, may(course.grants), badge, held.number)


def lessons(course: Course) -> tuple[LessonSheet, ...]:
    """The lessons of a course in the language of the page."""
    language = wording.spoken()
    return tuple(
        LessonSheet(
            lesson["code"],
            training.told(lesson["title"], language),
            tuple(part.replace("\n", " ") for part in training.told(lesson["text"], language).strip().split("\n\n")),
        )
        for lesson in course.lessons
    )


def put(sitting: Sitting, given: Mapping[str, Collection[str]]) -> tuple[QuestionSheet, ...]:
    """The questions of an open sitting, in the order of this sitting; what was already chosen stays chosen."""
    return tuple(
        QuestionSheet(
            n,
            question.code,
            question.text,
            tuple(Choice(letter, text, letter in given.get(question.code, ())) for letter, text in choices),
        )
        for n, (question, choices) in enumerate(training.put(sitting, wording.spoken()), start=1)
    )


def marked(sitting: Sitting) -> tuple[QuestionSheet, ...]:
    """The questions of a graded sitting: what was chosen, what is right, why, and by which law."""
    sources = {asked["code"]: asked for asked in sitting.paper}
    order = {question.code: choices for question, choices in training.put(sitting, wording.spoken())}
    return tuple(
        QuestionSheet(
            n,
            mark.question.code,
            mark.question.text,
            tuple(
                Choice(letter, text, letter in mark.answer, letter in mark.question.right)
                for letter, text in order[mark.question.code]
            ),
            mark.question.explanation,
            Law(mark.question.law, open=sources[mark.question.code]["confidence"] != "sourced")
            if mark.question.law
            else None,
            mark.right,
        )
        for n, mark in enumerate(training.result(sitting, wording.spoken()).marks, start=1)
    )


def certificate(found: Certificate, now: datetime) -> CertificateSheet:
    """The certificate as it hangs on the wall."""
    exam = _("Exam of {day}: {right} of {count} questions answered right.").format(
        day=wording.day(found.issued_at), right=found.sitting.right, count=len(found.sitting.paper)
    )
    return CertificateSheet(
        found.number,
        found.person.name or found.person.email,
        found.party.name,
        training.told(found.course.titles, wording.spoken()),
        may(found.course.grants),
        exam,
        _("Valid until {day}.").format(day=wording.day(found.valid_until)),
        training.in_force(found, now),
        found.credential,
    )
