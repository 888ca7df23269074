"""The kinds of tariff files that can be loaded, and how each is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from entrepot.statute.doors import (
    australia,
    declared,
    eu_nomenclature,
    japan,
    uk_commodity,
    uk_taric,
    us,
    us_additional,
)
from entrepot.statute.doors.files import opened
from entrepot.statute.doors.rows import Act, Row
from entrepot.statute.doors.us_additional import ProductList
from entrepot.statute.schedule import COLUMNS
from entrepot.trade.duty.expression import Expression
from entrepot.trade.duty.grammar import parse
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

Files = Sequence[Path]


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person may say of a list of additional duties that the file itself does not say."""

    authority: str = ""
    areas: tuple[str, ...] = ()
    line: str = ""
    exempt: bool = False
    rates: tuple[str, ...] = ()
    """What each part of the list adds, where the list itself does not say: `1a=50%`."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: whose tariff it is (empty: to be said), what it is called, which files it wants, and its door."""

    code: str
    jurisdiction: str
    title: str
    files: str
    read: Callable[[Files, Act, Choices], Iterator[Row]]
    apart: bool = False
    """Whether each file is a version of its own."""


def _us(files: Files, act: Act, choices: Choices) -> Iterator[Row]:
    yield from us.read(_one(files), act)


def _japan(files: Files, act: Act, choices: Choices) -> Iterator[Row]:
    yield from japan.read(_one(files), act)


def _australia(files: Files, act: Act, choices: Choices) -> Iterator[Row]:
    yield from australia.read(_with(files, "reference_number"), act)


def _agreements(files: Files, act: Act, choices: Choices) -> Iterator[Row]:
    yield from australia.read_agreements(_with(files, "fta"), act)


def _uk(files: Files, act: Act, choices: Choices) -> Iterator[Row]:
    components = _with(files, "duty_expression_id")
    measures = _one([file for file in files if file != components])
    yield from uk_taric.read(measures, components, act)


def _commodity(files: Files, act: Act, choices: Choices) -> Iterator[Row]:
    yield from uk_commodity.read(_one(files), act)


def _eu(files: Files, act: Act, choices: Choices) -> Iterator[Row]:
    lines = _with(files, "is_leaf")
    units = next((file for file in files if "supplementary_unit" in header(file)), None)
    texts = {_language(file): file for file in files if "description" in header(file)}
    yield from eu_nomenclature.read(lines, texts, act, units)


def _additional(files: Files, act: Act, choices: Choices) -> Iterator[Row]:
    file = _one(files)
    listed = LISTS.get(stem(file), ProductList(""))
    if choices != Choices():
        listed = replace(
            listed,
            authority=choices.authority or listed.authority,
            areas=choices.areas or listed.areas,
            line=choices.line or listed.line,
            exempt=choices.exempt or listed.exempt,
            rates=dict(_rate(each) for each in choices.rates),
        )
    if not listed.authority:
        raise Refused(
            Finding(
                "list-unknown",
                gettext_noop("{file} does not say under which authority its duties are charged."),
                remedy=gettext_noop("Say it with --authority, such as s301 or s232, and for whose goods with --area."),
                params={"file": file.name},
            )
        )
    yield from us_additional.read(file, listed, act)


def _rate(said: str) -> tuple[str, Expression]:
    """The part of a list and what it adds: `1a=50%`; refused if it cannot be read, since a person says it."""
    part, _, text = said.partition("=")
    return part.strip(), parse(text.strip())


def _declared(files: Files, act: Act, choices: Choices) -> Iterator[Row]:
    folders = {file if file.is_dir() else file.parent for file in files}
    if len(folders) != 1:
        raise _wanted(gettext_noop("one folder with {files}"), files=", ".join(COLUMNS))
    yield from declared.read(folders.pop())


LISTS: dict[str, ProductList] = {
    "s301_product_lists": ProductList("s301", ("CN",)),
    "s232_derivative_products": ProductList("s232"),
    "s232_copper_products": ProductList("s232"),
    "s232_semi_products": ProductList("s232"),
    "s232_annex_products": ProductList("s232"),
    "s201_solar_products": ProductList("s201"),
    "ieepa_exempt_products": ProductList("ieepa", exempt=True),
    "s122_exempt_products": ProductList("s122", valid_from=date(2026, 2, 24), exempt=True),
}
"""Published lists that are known by their file's name."""
COMPLETE = {"s301_product_lists": ("additional:s301",)}
"""Lists that name all goods of their column: what is not on them is not charged."""

KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("us-hts", "US", "Harmonized Tariff Schedule of the United States", "one file of JSON records", _us),
        Kind("us-additional", "US", "Additional duties of the United States", "lists of products", _additional, True),
        Kind("japan", "JP", "Customs tariff of Japan", "one file of JSON records", _japan),
        Kind("australia", "AU", "Working tariff of Australia, schedule 3", "schedule 3 as CSV", _australia),
        Kind("australia-agreements", "AU", "Agreement schedules of Australia", "the schedules as CSV", _agreements),
        Kind("uk-taric", "GB", "Tariff of the United Kingdom", "measures and components as CSV", _uk),
        Kind("uk-commodity", "GB", "Tariff of the United Kingdom, by commodity", "JSON files", _commodity, True),
        Kind("eu-nomenclature", "EU", "Goods nomenclature of the European Union", "codes, texts, units as CSV", _eu),
        Kind("declared", "", "Declared tariff", "a folder with act.csv, lines.csv, rates.csv, controls.csv", _declared),
    )
}


def kind(code: str) -> Kind:
    """The kind of a name, or a refusal that lists them."""
    if code not in KINDS:
        raise Refused(
            Finding(
                "kind-unknown",
                gettext_noop("“{kind}” is no kind of tariff file that can be loaded."),
                remedy=gettext_noop("Use one of {known}."),
                params={"kind": code, "known": ", ".join(KINDS)},
            )
        )
    return KINDS[code]


def stem(file: Path) -> str:
    """The name of a file without what says how it is packed."""
    return file.name.split(".")[0]


def header(file: Path) -> str:
    """The first line, which names the columns."""
    with opened(file) as text:
        return text.readline()


def _one(files: Files) -> Path:
    if len(files) != 1:
        raise _wanted(gettext_noop("one file, not {count}"), count=str(len(files)))
    return files[0]


def _with(files: Files, column: str) -> Path:
    found = [file for file in files if column in header(file)]
    if len(found) != 1:
        raise _wanted(gettext_noop("one file with the column {column}"), column=column)
    return found[0]


def _language(file: Path) -> str:
    return stem(file).rpartition("_")[2]


def _wanted(what: str, **params: str) -> Refused:
    found = Finding("files-wrong", gettext_noop("This kind of tariff wants ") + what + ".", params=params)
    return Refused(found)
