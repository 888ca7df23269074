"""Forms as they are written in `law/forms` and `law/<code>/forms`: one file a form, and their lists of codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import get_args

from entrepot.statute.book import SHIPPED
from entrepot.statute.desk import Desk
from entrepot.statute.reading import Table, Text, read
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.papers.beside import BESIDE
from entrepot.trade.papers.derived import DECLARATION, ITEM
from entrepot.trade.papers.form import CONTEXT, Element, Form, Syntax, Writing
from entrepot.trade.wording import gettext_noop

FORM = ("title", "syntax", "root", "namespace", "direction", "regimes", "source", "confidence", "note", "elements")
WRITING = ("date", "decimals", "digits", "longest", "codes")
ELEMENT = ("name", "fact", "fixed", "derived", "each", "elements", "required", "attribute", *WRITING)
CODES = "codes.yaml"


@lru_cache(maxsize=8)
def forms(place: Path = SHIPPED) -> dict[str, Form]:
    """Every form that is held, by its code; a refusal tells each fault with file and line."""
    found, faults = _read_all(place)
    if faults:
        raise Refused(faults)
    return found


def check(place: Path = SHIPPED) -> list[Finding]:
    """Every fault in the files of forms."""
    return _read_all(place)[1]


def form(code: str, place: Path = SHIPPED) -> Form:
    """The form of this code."""
    held = forms(place)
    if code not in held:
        raise Refused(
            Finding(
                "form-unknown",
                gettext_noop("There is no form “{code}” here."),
                "/form",
                gettext_noop("Choose one of: {known}."),
                params={"code": code, "known": ", ".join(sorted(held))},
            )
        )
    return held[code]


def _read_all(place: Path) -> tuple[dict[str, Form], list[Finding]]:
    found: dict[str, Form] = {}
    faults: list[Finding] = []
    for folder in sorted([place / "forms", *place.glob("*/forms")]):
        country = "" if folder.parent == place else folder.parent.name.upper()
        reader = _Reader(folder, country, Desk(_sources(folder, faults)))
        reader.lists = reader.codes()
        for path in sorted(folder.glob("*.yaml")):
            if path.name != CODES:
                made = reader.form(path)
                found[made.code] = made
        faults += reader.desk.findings
    return found, faults


def _sources(folder: Path, faults: list[Finding]) -> dict[str, str]:
    path = folder.parent / "sources.yaml"
    table = read(path, path.name, faults) if path.exists() else {}
    return {name: str(text) for name, text in table.items() if isinstance(text, Text)}


@dataclass
class _Reader:
    """Reads the forms of one folder; faults gather on the desk."""

    folder: Path
    country: str
    desk: Desk
    lists: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def form(self, path: Path) -> Form:
        name = f"{self.country.lower() or 'law'}/forms/{path.name}"
        table, desk = read(path, name, self.desk.findings), self.desk
        desk.known(table, FORM)
        ground = desk.ground(table)
        return Form(
            code=path.stem,
            title=desk.text(table, "title"),
            syntax=desk.word(table, "syntax", get_args(Syntax)),
            elements=self._elements(table, inside=""),
            root=desk.text(table, "root", ""),
            namespace=desk.text(table, "namespace", ""),
            country=self.country,
            direction=desk.text(table, "direction", ""),
            regimes=desk.texts(table, "regimes"),
            source=ground.sources,
            confidence=ground.confidence,
            note=ground.note,
            file=name,
        )

    def codes(self) -> dict[str, Mapping[str, str]]:
        """The lists of codes that the folder's forms share."""
        path = self.folder / CODES
        if not path.exists():
            return {}
        table = read(path, f"{self.country.lower() or 'law'}/forms/{CODES}", self.desk.findings)
        lists: dict[str, Mapping[str, str]] = {}
        for name, written in table.items():
            if isinstance(written, Table):
                self.desk.known(written, ("source", "confidence", "note", "codes"))
                self.desk.ground(written)
                lists[name] = self._list(self.desk.table(written, "codes"))
        return lists

    def _list(self, table: Table) -> dict[str, str]:
        return {ours: str(theirs) for ours, theirs in table.items() if isinstance(theirs, Text)}

    def _elements(self, table: Table, inside: str) -> tuple[Element, ...]:
        return tuple(self._element(each, inside) for each in self.desk.tables(table, "elements"))

    def _element(self, at: Table, inside: str) -> Element:
        desk = self.desk
        desk.known(at, ELEMENT)
        element = Element(
            name=desk.text(at, "name"),
            fact=desk.text(at, "fact", ""),
            fixed=desk.text(at, "fixed", ""),
            derived=desk.text(at, "derived", ""),
            each=desk.text(at, "each", ""),
            required=desk.word(at, "required", ("no", "yes"), "no") == "yes",
            attribute=desk.word(at, "attribute", ("no", "yes"), "no") == "yes",
            writing=self._writing(at),
        )
        if "elements" in at:
            element = replace(element, group=self._elements(at, element.each or inside))
        self._sense(at, element, inside)
        return element

    def _writing(self, at: Table) -> Writing:
        desk = self.desk
        lists = desk.text(at, "codes", "")
        if lists and lists not in self.lists:
            desk.fault(at, "codes-unknown", gettext_noop("“{name}” is not a list of codes.yaml."), name=lists)
        return Writing(
            date=desk.text(at, "date", ""),
            decimals=self._whole(at, "decimals"),
            digits=self._whole(at, "digits"),
            longest=self._whole(at, "longest"),
            codes=self.lists.get(lists),
        )

    def _whole(self, at: Table, name: str) -> int | None:
        number = self.desk.number(at, name) if name in at else None
        return None if number is None else int(number)

    def _sense(self, at: Table, element: Element, inside: str) -> None:
        """An element holds one thing, and one that is known here."""
        desk = self.desk
        holds = [element.fact, element.fixed, element.derived, *(["group"] if element.group else [])]
        if sum(map(bool, holds)) != 1:
            desk.fault(
                at,
                "element-holds",
                gettext_noop("{name} holds not exactly one of: a fact, a fixed text, something derived, elements."),
                name=element.name,
            )
        if element.fact.startswith(CONTEXT) and element.fact.removeprefix(CONTEXT) not in BESIDE:
            unknown = gettext_noop("“{name}” is not given beside a declaration.")
            desk.fault(at, "beside-unknown", unknown, name=element.fact)
        known = ITEM if inside == "/items" else DECLARATION
        if element.derived and element.derived not in known:
            desk.fault(at, "derived-unknown", gettext_noop("“{name}” is not worked out here."), name=element.derived)
