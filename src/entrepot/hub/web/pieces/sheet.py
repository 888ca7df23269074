"""Plain pieces of a sheet: facts, figures with their context, steps, and what will appear where nothing is yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fact:
    """A word and what it stands for here."""

    term: str
    told: str
    note: str = ""
    code: bool = False
    href: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts under one another."""

    facts: tuple[Fact, ...]
    small: bool = False
    template: ClassVar[str] = "pieces/facts.html"


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure with its label and one line of context; never a lone number."""

    label: str
    value: str
    note: str
    before: str = ""
    after: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Stats:
    """Figures side by side."""

    stats: tuple[Stat, ...]
    template: ClassVar[str] = "pieces/stat.html"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a way: done, here, or to come."""

    name: str
    note: str = ""
    done: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class Stepper:
    """The steps in order."""

    steps: tuple[Step, ...]
    template: ClassVar[str] = "pieces/stepper.html"


@dataclass(frozen=True, slots=True)
class Empty:
    """Nothing yet: what will appear here, and what starts it."""

    heading: str
    told: str
    action: str = ""
    href: str = ""
    template: ClassVar[str] = "pieces/empty.html"
