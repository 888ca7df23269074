"""What is wrong, where, why, and what to do: the one shape in which anything is ever refused.

The same finding stands beside a form field, in an API problem (RFC 9457), in a file of refused rows and in an
officer's list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Literal, TypeVar

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found in what was handed in.

    `sentence` and `remedy` are English sources with named placeholders, filled from `params` when shown, so that a face
    can translate the whole sentence first. `pointer` is a JSON pointer (RFC 6901) into the facts; `law` a clause.
    An `error` refuses, a `warning` lets pass, a `note` only tells.
    """

    code: str
    sentence: str
    pointer: str = ""
    remedy: str = ""
    law: str = ""
    level: Level = "error"
    params: Mapping[str, str] = field(default_factory=dict)

    def told(self, translate: Callable[[str], str] = str) -> str:
        """The sentence, filled in; in another language if a translator is given."""
        return fill(translate(self.sentence), _in_words(self.params, translate))

    def cure(self, translate: Callable[[str], str] = str) -> str:
        """What to do about it, filled in."""
        return fill(translate(self.remedy), _in_words(self.params, translate))

    def __str__(self) -> str:
        parts = [self.told(), self.cure(), f"({self.law})" if self.law else ""]
        where = f"{self.pointer}: " if self.pointer else ""
        return where + " ".join(part for part in parts if part)


WORDS = frozenset(("paper", "party", "field", "first", "second", "here", "there", "state", "sentence", "kind"))
"""Params that hold words of ours (a paper, party, field or state) or of the law, and nothing that anybody wrote."""


def _in_words(params: Mapping[str, str], translate: Callable[[str], str]) -> Mapping[str, str]:
    """The values as the reader has words for them."""
    if translate is str:
        return params
    return {name: translate(value) if value and name in WORDS else value for name, value in params.items()}


def fill(sentence: str, params: Mapping[str, str]) -> str:
    """The sentence with its placeholders filled; an unknown placeholder stays visible instead of failing."""
    return sentence.format_map(_Visible(params)) if params else sentence


class _Visible(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


class Refused(Exception):  # noqa: N818 - the trade's word
    """Understood, but may not be: carries every finding, and nothing has been changed."""

    def __init__(self, findings: Iterable[Finding] | Finding) -> None:
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("; ".join(str(finding) for finding in self.findings))


class NotAllowedNow(Refused):
    """Right in itself, but not in the state things are in (HTTP 409)."""


class NotYours(Refused):
    """Whoever asks has no right to it (HTTP 403)."""


class Unavailable(Exception):  # noqa: N818 - the trade's word
    """An outside party is silent; try again at `retry_at` if it is known."""

    def __init__(self, who: str, retry_at: datetime | None = None) -> None:
        self.who = who
        self.retry_at = retry_at
        super().__init__(f"{who} does not answer")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a rule was broken, and the values its sentence names."""

    pointer: str
    params: Mapping[str, str]


def at(pointer: str, **params: object) -> Place:
    """A place in the facts: `at("/items/0/net_mass_kg", gross=g, net=n)`."""
    return Place(pointer, {name: str(value) for name, value in params.items()})


Facts = TypeVar("Facts")
Check = Callable[[Facts], Iterable[Place]]


@dataclass(frozen=True, slots=True)
class Rule(Generic[Facts]):
    """One rule with its sentence and its law; calling it answers with the findings."""

    code: str
    sentence: str
    check: Check[Facts]
    remedy: str = ""
    law: str = ""
    level: Level = "error"

    def __call__(self, facts: Facts) -> Iterator[Finding]:
        return map(self.at, self.check(facts))

    def at(self, place: Place) -> Finding:
        """What is told where the rule was broken."""
        return Finding(self.code, self.sentence, place.pointer, self.remedy, self.law, self.level, params=place.params)


def rule(
    code: str, sentence: str, *, remedy: str = "", law: str = "", level: Level = "error"
) -> Callable[[Check[Facts]], Rule[Facts]]:
    """Make a check into a rule that carries its sentence and its law."""

    def made(check: Check[Facts]) -> Rule[Facts]:
        return Rule(code, sentence, check, remedy, law, level)

    return made


def findings(rules: Iterable[Rule[Facts]], facts: Facts) -> list[Finding]:
    """Every finding of every rule, in the order of the rules."""
    return [each.at(place) for each in rules for place in each.check(facts)]


def refuse_if_any(found: Iterable[Finding]) -> None:
    """Raise `Refused` with all findings if one of them is an error."""
    found = tuple(found)
    if any(finding.level == "error" for finding in found):
        raise Refused(found)
