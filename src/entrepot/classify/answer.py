"""What is answered: ranked codes, each with its bands and reasons, and what to ask if a fact decides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from entrepot.trade.finding import fill

Band = Literal["likely", "possible", "unsure"]
Level = Literal["chapter", "heading", "subheading"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One ground on which the engine put the code where it is; `sentence` is an English source with placeholders.

    Kinds: `matched` (a known text and its source), `words` (those that carried the figure), `fact` (what is stated and
    decides), `decided` (a word that settles the subheading), `rule` (step of the general interpretative rules),
    `excluded` (what an official text takes out), `rejected` (another heading, and why), `decision` (somebody said so).
    """

    kind: str
    sentence: str
    params: Mapping[str, str] = field(default_factory=dict)

    def told(self, translate: Callable[[str], str] = str) -> str:
        """The reason in words, in another language if a translator is given."""
        source = self.params.get("source", "")
        return fill(translate(self.sentence), {**self.params, "source": translate(source)} if source else self.params)

    def plain(self) -> dict[str, str]:
        """As plain values: the kind, the sentence, and what it names."""
        return {"kind": self.kind, "says": self.told(), **self.params}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A subheading that the goods may belong to; `score` is between 0 and 1, and is no probability."""

    code: str
    score: float
    band: Band
    bands: Mapping[Level, Band]
    reasons: tuple[Reason, ...]

    def plain(self) -> dict[str, object]:
        return {
            "code": self.code,
            "score": self.score,
            "band": self.band,
            "bands": dict(self.bands),
            "reasons": [reason.plain() for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that would tell the best suggestions apart, and which of them each answer leaves."""

    facet: str
    sentence: str
    answers: Mapping[str, tuple[str, ...]]

    def plain(self) -> dict[str, object]:
        return {
            "facet": self.facet,
            "says": self.sentence,
            "answers": {value: list(codes) for value, codes in self.answers.items()},
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """The suggestions for one description, best first; none if the words are not enough to classify."""

    lang: str
    suggestions: tuple[Suggestion, ...]
    questions: tuple[Question, ...] = ()

    @property
    def enough(self) -> bool:
        """Whether the words were enough to classify."""
        return bool(self.suggestions)

    def plain(self) -> list[dict[str, object]]:
        """As plain values: a list of suggestions; the questions stand with the first."""
        found = [suggestion.plain() for suggestion in self.suggestions]
        if found and self.questions:
            found[0]["questions"] = [question.plain() for question in self.questions]
        return found
