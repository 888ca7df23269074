"""The controls of the question: a blank in a sentence or a field of a form, each with what was found about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from entrepot.hub.web.pieces import FindingNote

Choice = tuple[str, str]
Kind = Literal["text", "number", "code", "date", "choice"]


@dataclass(frozen=True, slots=True)
class Control:
    """One blank: its name in the address, its label, what stands in it, and what is wrong with it."""

    name: str
    label: str
    value: str = ""
    kind: Kind = "text"
    choices: Sequence[Choice] = ()
    hint: str = ""
    size: int = 8
    most: int = 30
    placeholder: str = ""
    required: bool = False
    notes: tuple[FindingNote, ...] = ()
    field: bool = False
    template: ClassVar[str] = "quote/control.html"

    @property
    def key(self) -> str:
        """Its id on the page."""
        return f"f-{self.name.replace('/', '-').lower()}"

    @property
    def described(self) -> str:
        """The ids of the hint and of what was found, for those who listen."""
        told = [f"{self.key}-hint"] if self.hint and self.field else []
        return " ".join([*told, *([f"{self.key}-found"] if self.notes else [])])

    @property
    def invalid(self) -> bool:
        return any(note.level == "error" for note in self.notes)
