"""A paper is a projection of the facts: some have a place on it, and what has none is said aloud.

`Source` notes which facts a paper took. What is left over at the end is the loss report: nobody need find out at the
border what a form could not hold.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from entrepot.trade.finding import Finding
from entrepot.trade.papers.letters import visible
from entrepot.trade.wording import gettext_noop

Tree: TypeAlias = "dict[str, Tree] | list[Tree] | str | int | bool"


@dataclass(frozen=True, slots=True)
class Paper:
    """A form as a plain tree, the facts that it has no place for, and what it asks for that is not known."""

    form: str
    tree: dict[str, Tree]
    losses: tuple[Finding, ...]
    lacking: tuple[Finding, ...] = ()


class Source:
    """Facts that are read by pointer (RFC 6901), each noted when it is taken."""

    def __init__(self, facts: object) -> None:
        self._facts = dict(_leaves(facts, ""))
        self._taken: set[str] = set()

    def take(self, pointer: str) -> str:
        """The fact as text; a fact that is not there is blank."""
        self._taken.add(pointer)
        return self._facts.get(pointer, "")

    def losses(self, form: str) -> tuple[Finding, ...]:
        """Every fact that was stated and not taken."""
        return tuple(
            Finding(
                "no-place",
                gettext_noop("{form} has no place for {pointer} (“{value}”)."),
                pointer,
                gettext_noop("Keep it in the consignment file, or send it on another paper."),
                level="note",
                params={"form": form, "pointer": pointer, "value": visible(value, "json")},
            )
            for pointer, value in self._facts.items()
            if value and pointer not in self._taken
        )


def _leaves(fact: object, pointer: str) -> Iterator[tuple[str, str]]:
    if dataclasses.is_dataclass(fact):
        for field in dataclasses.fields(fact):
            yield from _leaves(getattr(fact, field.name), f"{pointer}/{field.name}")
    elif isinstance(fact, tuple):
        for n, each in enumerate(fact):
            yield from _leaves(each, f"{pointer}/{n}")
    else:
        yield pointer, str(fact)
