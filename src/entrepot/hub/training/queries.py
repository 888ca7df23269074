"""What can be asked about training."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from entrepot.ehx.keys import SigningKey
from entrepot.hub import signet
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties.models import Person
from entrepot.hub.training.models import Certificate, Course, Sitting
from entrepot.trade import exam
from entrepot.trade.finding import Finding, NotYours, Refused


def courses() -> QuerySet[Course]:
    """Every course on offer."""
    return Course.objects.all()


def course(slug: str) -> Course:
    """The course of this name, or a refusal."""
    found = Course.objects.filter(pk=slug).first()
    if found is None:
        raise Refused(
            Finding("course-unknown", gettext_noop("There is no course “{slug}”."), "/course", params={"slug": slug})
        )
    return found


def sitting(number: int, *, by: Actor) -> Sitting:
    """A sitting, shown to the person who sits it."""
    found = Sitting.objects.select_related("course").filter(pk=number).first()
    if found is None or by.kind != "person" or str(found.person_id) != by.ref:
        raise NotYours(Finding("sitting-not-yours", gettext_noop("This is not a sitting of yours.")))
    return found


def sittings_of(person: Person) -> QuerySet[Sitting]:
    """A person's sittings, oldest first."""
    return Sitting.objects.filter(person=person).select_related("course")


def put(sitting: Sitting, language: str) -> list[tuple[exam.Question, tuple[tuple[str, str], ...]]]:
    """The questions of a sitting in a language, each with its choices in the order of this sitting."""
    return [(asked, exam.arranged(asked, sitting.seed)) for asked in questions(sitting, language)]


def questions(sitting: Sitting, language: str = "en") -> list[exam.Question]:
    """The questions as they were put, with what was right then."""
    return [
        exam.Question(
            code=asked["code"],
            text=told(asked["text"], language),
            options={letter: told(choice, language) for letter, choice in asked["choices"].items()},
            right=frozenset(asked["answer"]),
            explanation=told(asked["why"], language),
            law=asked["source"],
        )
        for asked in sitting.paper
    ]


def result(sitting: Sitting, language: str = "en") -> exam.Result:
    """The marks of a graded sitting, with each explanation."""
    assert sitting.state == "graded", "a sitting that is open has no result"
    return exam.grade(questions(sitting, language), sitting.answers, sitting.pass_share)


def certificate(number: str) -> Certificate:
    """The certificate of this number, or a refusal."""
    found = Certificate.objects.select_related("course", "sitting", "person", "party").filter(number=number).first()
    if found is None:
        raise Refused(
            Finding(
                "certificate-unknown",
                gettext_noop("This hub has issued no certificate “{number}”."),
                params={"number": number},
            )
        )
    return found


def certificates_of(person: Person) -> QuerySet[Certificate]:
    """A person's certificates, oldest first."""
    return Certificate.objects.filter(person=person).select_related("course", "sitting")


def in_force(certificate: Certificate, on: datetime) -> bool:
    """Whether the certificate holds at the moment."""
    return certificate.issued_at <= on <= certificate.valid_until


def key() -> SigningKey:
    """The key under which this hub issues certificates."""
    return signet.kept(settings.ENTREPOT_HOME, settings.ENTREPOT_URL.partition("://")[2])


def told(texts: Mapping[str, Any], language: str) -> str:
    """A text in the language asked for, or in English: `zh-hans` is served by `zh`."""
    return str(texts.get(language) or texts.get(language.partition("-")[0]) or texts["en"])
