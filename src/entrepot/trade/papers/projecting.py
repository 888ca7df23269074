"""A form filled from a declaration: what it holds, what it has no place for, and what it asks for that is not known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from entrepot.trade.declaration.facts import DeclarationFacts
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.papers.derived import DECLARATION, ITEM
from entrepot.trade.papers.form import CONTEXT, Element, Form
from entrepot.trade.papers.letters import holdable, visible
from entrepot.trade.papers.projection import Paper, Source, Tree
from entrepot.trade.papers.writing import Written, fixed, write
from entrepot.trade.wording import gettext_noop

PLACES = 5
"""Decimals of what is worked out, where the form does not say how many."""
ITEMS = "/items"


def project(form: Form, facts: DeclarationFacts, beside: Mapping[str, str] | None = None) -> Paper:
    """The form for these facts. `beside` holds what the declaration does not, by the names of `beside.BESIDE`.

    Its losses are what the form has no place for, and what was cut or rounded to fit; lacking is what it requires and
    nobody gave.
    """
    filling = _Filling(form, facts, dict(beside or {}))
    tree = filling.group(form.elements, "")
    losses = (*filling.cut, *filling.source.losses(form.code))
    return Paper(form.code, tree, losses, tuple(filling.lacking))


@dataclass
class _Filling:
    """A form while it is filled."""

    form: Form
    facts: DeclarationFacts
    beside: dict[str, str]
    cut: list[Finding] = field(default_factory=list)
    lacking: list[Finding] = field(default_factory=list)
    source: Source = field(init=False)

    def __post_init__(self) -> None:
        """The form itself tells its country, its direction, and its procedure where it has but one."""
        self.source = Source(self.facts)
        told = {
            "/country": self.form.country,
            "/direction": self.form.direction,
            "/regime": len(self.form.regimes) == 1,
        }
        for pointer in (pointer for pointer, itself in told.items() if itself):
            self.source.take(pointer)

    def group(self, elements: tuple[Element, ...], place: str) -> dict[str, Tree]:
        """The elements in their order; what is blank stays out."""
        return {element.name: told for element in elements if (told := self._told(element, place)) not in ("", {}, [])}

    def _told(self, element: Element, place: str) -> Tree:
        if element.each:
            count = len(self._list(element.each))
            return [self.group(element.group, f"{place}{element.each}/{n}") for n in range(count)]
        if element.group:
            return self.group(element.group, place)
        return element.fixed or self._written(element, place)

    def _written(self, element: Element, place: str) -> str:
        """One element as it is written, and what that says of the fact behind it."""
        fact, pointer = self._fact(element, place)
        text = holdable(fact, self.form.syntax)
        written = write(text, element.writing)
        if text != fact:
            written = replace(written, whole=False)
        if written.unknown and element.required:
            self.lacking.append(self._no_code(element, pointer, fact))
        elif written.unknown:
            self.cut.append(self._no_code(element, pointer, fact))
        elif written.short and element.required:
            self.lacking.append(self._short(element, pointer, written))
        elif not written.whole:
            self.cut.append(self._held(element, pointer, fact, written))
        elif element.required and not written.text:
            self.lacking.append(self._asks(element, pointer))
        return written.text

    def _fact(self, element: Element, place: str) -> tuple[str, str]:
        """The fact that an element asks for, and where it stands."""
        if element.derived:
            return self._derived(element, place), f"{place}/{element.derived}"
        if element.fact.startswith(CONTEXT):
            return self.beside.get(element.fact.removeprefix(CONTEXT), ""), element.fact
        pointer = at(place, element.fact)
        return self.source.take(pointer), pointer

    def _derived(self, element: Element, place: str) -> str:
        """What is worked out, with the decimals of the form; blank where it cannot be."""
        decimals = PLACES if element.writing.decimals is None else element.writing.decimals
        try:
            if place.startswith(ITEMS):
                return fixed(ITEM[element.derived](self.facts, self.facts.items[int(place.split("/")[2])]), decimals)
            return fixed(DECLARATION[element.derived](self.facts), decimals)
        except (ZeroDivisionError, Refused):
            return ""

    def _list(self, pointer: str) -> tuple[object, ...]:
        return {"/items": self.facts.items, "/permits": self.facts.permits}[pointer]

    def _no_code(self, element: Element, pointer: str, fact: str) -> Finding:
        return Finding(
            "no-code",
            gettext_noop("{form} has no code for “{value}” in {element}."),
            pointer,
            gettext_noop("Add the code to the form's list, or send this on another paper."),
            level="error" if element.required else "warning",
            params={"form": self.form.code, "element": element.name, "value": visible(fact, self.form.syntax)},
        )

    def _held(self, element: Element, pointer: str, fact: str, written: Written) -> Finding:
        return Finding(
            "cut-to-fit",
            gettext_noop("{form} holds only “{written}” of “{value}” in {element}."),
            pointer,
            gettext_noop("Keep the whole in the consignment file."),
            level="warning",
            params={
                "form": self.form.code,
                "element": element.name,
                "value": visible(fact, self.form.syntax),
                "written": written.text,
            },
        )

    def _short(self, element: Element, pointer: str, written: Written) -> Finding:
        return Finding(
            "code-too-short",
            gettext_noop("{form} asks for {digits} digits in {element}; “{written}” has fewer."),
            pointer,
            gettext_noop("State the whole national code; its last digits decide the rate and are not made up."),
            params={
                "form": self.form.code,
                "element": element.name,
                "digits": str(element.writing.digits),
                "written": written.text,
            },
        )

    def _asks(self, element: Element, pointer: str) -> Finding:
        return Finding(
            "form-asks",
            gettext_noop("{form} asks for {element}, which is not known."),
            pointer,
            gettext_noop("State it in the declaration, or give it beside the declaration."),
            params={"form": self.form.code, "element": element.name},
        )


def at(place: str, fact: str) -> str:
    """The whole pointer of a fact named within a member of a list; two strokes begin at the top again."""
    return fact[1:] if fact.startswith("//") else f"{place}{fact}"


def pointers(form: Form) -> Iterator[tuple[str, Element]]:
    """Every element that holds a stated fact, with the pointer that names it; a star stands for a number in a list."""
    yield from _pointers(form.elements, "")


def _pointers(elements: tuple[Element, ...], place: str) -> Iterator[tuple[str, Element]]:
    for element in elements:
        if element.group:
            yield from _pointers(element.group, f"{place}{element.each}/*" if element.each else place)
        elif element.fact:
            yield (element.fact if element.fact.startswith(CONTEXT) else at(place, element.fact)), element
