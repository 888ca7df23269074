"""Courses as their authors write them: one YAML file each, read strictly, in every language of the hub."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from entrepot.trade.finding import Finding, Refused, refuse_if_any
from entrepot.trade.wording import gettext_noop

SHIPPED = Path(__file__).parent / "courses"
LANGUAGES = frozenset({"en", "zh", "ms"})

Texts = dict[str, str]


class Lesson(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something to read in ten minutes."""

    code: str
    title: Texts
    text: Texts


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question with its choices by letter, the right one, why it is right, and where that stands."""

    code: str
    text: Texts
    choices: dict[str, Texts]
    answer: str
    why: Texts
    source: str
    confidence: Literal["sourced", "unverified"]


class CourseFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A course as it stands in its file."""

    slug: str
    titles: Texts
    pass_mark: int
    asked: int
    grants: str
    valid_days: int
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]

    @property
    def digest(self) -> str:
        """Names this very wording of the course."""
        return "sha256:" + hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()


def shipped() -> list[CourseFile]:
    """The courses that come with the hub."""
    return [read(path.read_text("utf-8"), path.name) for path in sorted(SHIPPED.glob("*.yaml"))]


def read(text: str, name: str) -> CourseFile:
    """The course written in the text, or a refusal with everything that is wrong in it."""
    try:
        course = msgspec.convert(YAML(typ="safe", pure=True).load(text), CourseFile)
    except (YAMLError, msgspec.ValidationError) as fault:
        raise Refused(
            Finding(
                "course-unreadable",
                gettext_noop("The course file {name} cannot be read: {fault}"),
                remedy=gettext_noop("Write it like the course export-basics."),
                params={"name": name, "fault": str(fault)},
            )
        ) from None
    refuse_if_any([*_untranslated(course), *_unanswerable(course)])
    return course


def _untranslated(course: CourseFile) -> Iterator[Finding]:
    """Texts that lack a language of the hub."""
    for pointer, texts in _texts(course):
        if missing := LANGUAGES - {language for language, text in texts.items() if text.strip()}:
            yield Finding(
                "text-untranslated",
                gettext_noop("The text lacks a language: {languages}."),
                pointer,
                gettext_noop("Write it in English, Chinese and Malay."),
                params={"languages": ", ".join(sorted(missing))},
            )


def _texts(course: CourseFile) -> Iterator[tuple[str, Mapping[str, str]]]:
    yield "/titles", course.titles
    for n, lesson in enumerate(course.lessons):
        yield f"/lessons/{n}/title", lesson.title
        yield f"/lessons/{n}/text", lesson.text
    for n, question in enumerate(course.questions):
        yield f"/questions/{n}/text", question.text
        yield f"/questions/{n}/why", question.why
        for letter, choice in question.choices.items():
            yield f"/questions/{n}/choices/{letter}", choice


def _unanswerable(course: CourseFile) -> Iterator[Finding]:
    """Questions that nobody can answer, and exams that ask for more than there is."""
    for n, question in enumerate(course.questions):
        if question.answer not in question.choices:
            yield Finding(
                "answer-not-offered",
                gettext_noop("Question {code} marks “{answer}” as right and does not offer it."),
                f"/questions/{n}/answer",
                gettext_noop("Name the letter of the right choice."),
                params={"code": question.code, "answer": question.answer},
            )
        if question.code in {earlier.code for earlier in course.questions[:n]}:
            yield Finding(
                "question-code-twice",
                gettext_noop("Two questions are called {code}."),
                f"/questions/{n}/code",
                gettext_noop("Give each question its own code."),
                params={"code": question.code},
            )
        if question.confidence == "sourced" and not question.source:
            yield Finding(
                "source-missing",
                gettext_noop("Question {code} says that it has a source and names none."),
                f"/questions/{n}/source",
                gettext_noop("Name the source, or mark the question unverified."),
                params={"code": question.code},
            )
    if not 1 <= course.asked <= len(course.questions):
        yield Finding(
            "too-few-questions",
            gettext_noop("The exam asks {asked} questions; the bank holds {held}."),
            "/asked",
            gettext_noop("Ask fewer, or write more."),
            params={"asked": str(course.asked), "held": str(len(course.questions))},
        )
    if not 1 <= course.pass_mark <= 100:
        yield Finding(
            "pass-mark",
            gettext_noop("The pass mark is a per cent from 1 to 100."),
            "/pass_mark",
            gettext_noop("Set it."),
        )
