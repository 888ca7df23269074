"""Examinations: which questions are put, and how answers are marked.

The choice follows from a seed, so that a sitting can be shown again, and marked again, by anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from typing import TypeVar

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its options by letter, the right ones among them, and why they are right."""

    code: str
    text: str
    options: Mapping[str, str]
    right: frozenset[str]
    explanation: str
    law: str = ""

    def __post_init__(self) -> None:
        assert self.right, f"{self.code} has no right answer"
        assert self.right <= set(self.options), f"{self.code} marks right what it does not offer"


@dataclass(frozen=True, slots=True)
class Mark:
    """How one question was answered."""

    question: Question
    answer: frozenset[str]

    @property
    def right(self) -> bool:
        """All right options and no other: half an answer is none."""
        return self.answer == self.question.right


@dataclass(frozen=True, slots=True)
class Result:
    """The marks of one sitting against the share that passes."""

    marks: tuple[Mark, ...]
    pass_share: Fraction

    @property
    def score(self) -> int:
        """Questions answered right."""
        return sum(mark.right for mark in self.marks)

    @property
    def needed(self) -> int:
        """Right answers that pass: the share of the questions, rounded up."""
        return -(-len(self.marks) * self.pass_share.numerator // self.pass_share.denominator)

    @property
    def passed(self) -> bool:
        """Whether enough was right; a sitting without questions passes nobody."""
        return bool(self.marks) and self.score >= self.needed


def choose(questions: Iterable[Question], count: int, seed: str) -> tuple[Question, ...]:
    """So many of the questions, in an order that only the seed knows; all of them if there are fewer."""
    return tuple(_shuffled(questions, seed, key=lambda question: question.code)[:count])


def arranged(question: Question, seed: str) -> tuple[tuple[str, str], ...]:
    """The question's options in an order of this sitting, each with the letter it is marked by."""
    return tuple(_shuffled(question.options.items(), f"{seed}/{question.code}", key=lambda option: option[0]))


def grade(questions: Sequence[Question], answers: Mapping[str, Collection[str]], pass_share: Fraction) -> Result:
    """Mark the answers given by question code; a question not answered is wrong."""
    found = [
        Finding(
            "question-not-put",
            gettext_noop("Question {question} was not put in this sitting."),
            f"/{code}",
            gettext_noop("Answer the questions of the sitting only."),
            params={"question": code},
        )
        for code in answers.keys() - {question.code for question in questions}
    ]
    for question in questions:
        for letter in sorted(set(answers.get(question.code, ())) - set(question.options)):
            found.append(
                Finding(
                    "option-not-offered",
                    gettext_noop("Question {question} offers no answer “{option}”."),
                    f"/{question.code}",
                    gettext_noop("Choose among {options}."),
                    params={"question": question.code, "option": letter, "options": ", ".join(question.options)},
                )
            )
    if found:
        raise Refused(sorted(found, key=lambda finding: finding.pointer))
    return Result(
        tuple(Mark(question, frozenset(answers.get(question.code, ()))) for question in questions), pass_share
    )


def _shuffled(things: Iterable[Thing], seed: str, key: Callable[[Thing], str]) -> list[Thing]:
    """The things in the order of the hashes of seed and name: no generator whose next release may shuffle anew."""
    return sorted(things, key=lambda thing: sha256(f"{seed}/{key(thing)}".encode()).digest())
