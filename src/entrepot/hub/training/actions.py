"""Every write of training: publishing a course, opening a sitting, answering, and the certificate that follows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Person
from entrepot.hub.training import credential, queries, shelf
from entrepot.hub.training.models import Certificate, Course, Question, Sitting
from entrepot.trade import exam
from entrepot.trade.finding import Finding, NotAllowedNow, NotYours


@transaction.atomic
def publish(files: Iterable[shelf.CourseFile], *, by: Actor) -> list[Course]:
    """Put courses on offer, or a new wording of them; publishing the same wording again changes nothing.

    Questions that left the bank stay for the sittings that asked them.
    """
    parties.require(by, "trainer")
    return [_published(file, by) for file in files]


def publish_shipped(*, by: Actor) -> list[Course]:
    """Put on offer what comes with the hub."""
    return publish(shelf.shipped(), by=by)


@transaction.atomic
def sit(slug: str, *, by: Actor) -> Sitting:
    """Open a sitting of the course's exam; whoever has one open goes on with it.

    Whoever acts for a party may sit: the certificate opens a right to that party.
    """
    person = _person(by)
    course = queries.course(slug)
    Person.objects.select_for_update().get(pk=person.pk)
    if open_one := Sitting.objects.filter(course=course, person=person, state="open").first():
        return open_one
    earlier = Sitting.objects.filter(course=course, person=person).count()
    seed = sha256(f"{course.digest}/{person.pk}/{earlier}".encode()).hexdigest()
    sitting = Sitting.objects.create(
        course=course,
        person=person,
        party=parties.party(by.party),
        seed=seed,
        pass_mark=course.pass_mark,
        paper=_chosen(course, seed),
        started_at=by.at,
    )
    body = {"course": slug, "party": by.party, "questions": len(sitting.paper)}
    events.record("training.sitting.opened", f"sitting:{sitting.pk}", by=by, body=body)
    return sitting


@transaction.atomic
def answer(sitting: Sitting, answers: Mapping[str, Collection[str]], *, by: Actor) -> Sitting:
    """Hand in the answers and have them graded; who passed receives the certificate at once.

    Handing in the same answers again gives the same result. A question left out is answered wrong.
    """
    queries.sitting(sitting.pk, by=by)
    sitting = Sitting.objects.select_for_update(of=("self",)).select_related("course").get(pk=sitting.pk)
    given = {code: sorted(letters) for code, letters in answers.items()}
    if sitting.state == "graded":
        if given != sitting.answers:
            raise _graded_already()
        return sitting
    result = exam.grade(queries.questions(sitting), given, sitting.pass_share)
    sitting.state, sitting.answers, sitting.graded_at = "graded", given, by.at
    sitting.right, sitting.passed = result.score, result.passed
    sitting.save(update_fields=["state", "answers", "graded_at", "right", "passed"])
    body = {"course": sitting.course_id, "party": sitting.party_id, "passed": result.passed}
    events.record("training.sitting.graded", f"sitting:{sitting.pk}", by=by, body=body)
    if result.passed:
        _certify(sitting, by)
    return sitting


def _published(file: shelf.CourseFile, by: Actor) -> Course:
    course, fresh = Course.objects.select_for_update().get_or_create(pk=file.slug, defaults=_columns(file, by))
    if not fresh and course.digest == file.digest:
        return course
    for column, value in _columns(file, by).items():
        setattr(course, column, value)
    course.save()
    course.questions.update(asked_now=False)
    for question in file.questions:
        columns = {**msgspec.to_builtins(question), "asked_now": True}
        Question.objects.update_or_create(course=course, code=columns.pop("code"), defaults=columns)
    body = {"digest": file.digest, "grants": file.grants}
    events.record("training.course.published", f"course:{file.slug}", by=by, body=body)
    return course


def _columns(file: shelf.CourseFile, by: Actor) -> dict[str, Any]:
    return {
        "titles": file.titles,
        "lessons": msgspec.to_builtins(file.lessons),
        "pass_mark": file.pass_mark,
        "asked": file.asked,
        "grants": file.grants,
        "valid_days": file.valid_days,
        "digest": file.digest,
        "published_at": by.at,
    }


def _chosen(course: Course, seed: str) -> list[dict[str, Any]]:
    """The questions of one sitting, copied whole, so that a later wording does not change what was asked."""
    bank = {question.code: question for question in course.questions.filter(asked_now=True)}
    plain = [
        exam.Question(code, told.text["en"], dict.fromkeys(told.choices, ""), frozenset(told.answer), "")
        for code, told in bank.items()
    ]
    fields = ("code", "text", "choices", "answer", "why", "source", "confidence")
    return [
        {field: getattr(bank[chosen.code], field) for field in fields}
        for chosen in exam.choose(plain, course.asked, seed)
    ]


def _certify(sitting: Sitting, by: Actor) -> Certificate:
    """Issue the certificate of a passed sitting, and record it: the right that it opens follows from the record."""
    course, person = sitting.course, sitting.person
    number = f"{course.slug.upper()}-{by.at.year}-{sitting.pk:05d}"
    until = by.at + timedelta(days=course.valid_days)
    document = credential.made(
        credential.Achievement(
            number=number,
            holder=person.name or person.email,
            party=sitting.party_id,
            course=course.slug,
            titles=course.titles,
            right=sitting.right or 0,
            of=len(sitting.paper),
            grants=course.grants,
            issuer=settings.ENTREPOT_URL,
            issuer_name=settings.ENTREPOT_NAME,
            valid_from=by.at,
            valid_until=until,
        ),
        queries.key(),
    )
    certificate = Certificate.objects.create(
        number=number,
        sitting=sitting,
        course=course,
        person=person,
        party=sitting.party,
        credential=document,
        issued_at=by.at,
        valid_until=until,
    )
    body = {"certificate": number, "course": course.slug, "party": sitting.party_id, "right": course.grants}
    events.record("training.certificate.issued", f"certificate:{number}", by=by, body=body)
    return certificate


def _person(by: Actor) -> Person:
    """The person who acts; an exam is sat by people."""
    person = Person.objects.filter(pk=by.ref).first() if by.kind == "person" and by.party else None
    if person is None:
        raise NotYours(
            Finding(
                "exam-needs-a-person",
                gettext_noop("An exam is sat by a person who acts for a business."),
                remedy=gettext_noop("Sign in as yourself, and have your business enrol you."),
            )
        )
    return person


def _graded_already() -> NotAllowedNow:
    return NotAllowedNow(
        Finding(
            "sitting-graded",
            gettext_noop("This sitting is graded; other answers cannot be handed in."),
            remedy=gettext_noop("Open a new sitting."),
        )
    )
