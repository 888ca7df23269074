"""The phrase book: what sellers call the goods of each subheading, in three languages, with what decides.

One file a chapter in `phrases/`, tab-separated, with a row for each subheading:

    code    deciding                     en                        zh              ms
    691110  porcelain or china, at table porcelain plate | tea set 瓷盘 | 骨瓷茶具  pinggan porselin

Phrases of a cell stand between bars. Every code exists in the edition, stands once, in its chapter's file; no cell is
empty; a phrase stands once in its cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from entrepot.classify import nomenclature
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

LANGUAGES = ("en", "zh", "ms")
HEADER = ("code", "deciding", *LANGUAGES)
BAR = "|"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one subheading is called, by language, and the attribute that decides for it."""

    code: str
    deciding: str
    phrases: dict[str, tuple[str, ...]]


def shipped() -> Traversable:
    """The folder of the phrase book that ships."""
    return files("entrepot.classify").joinpath("phrases")


@cache
def entries() -> tuple[Entry, ...]:
    """The whole phrase book that ships, by code; refused with everything that is wrong with it."""
    return read(shipped())


def read(folder: Traversable) -> tuple[Entry, ...]:
    """The phrase book of a folder, by code."""
    found: list[Entry] = []
    wrong: list[Finding] = []
    if folder.is_dir():
        for file in sorted(folder.iterdir(), key=lambda each: each.name):
            if file.name.endswith(".tsv"):
                answers = list(_file(file.name, file.read_text(encoding="utf-8")))
                found += [answer for answer in answers if isinstance(answer, Entry)]
                wrong += [answer for answer in answers if isinstance(answer, Finding)]
    wrong += _twice(found)
    if wrong:
        raise Refused(wrong)
    return tuple(sorted(found, key=lambda entry: entry.code))


def _file(name: str, text: str) -> Iterator[Entry | Finding]:
    lines = text.splitlines()
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        yield _wrong(name, 1, gettext_noop("the first line must name the columns {columns}"), columns=", ".join(HEADER))
        return
    for number, line in enumerate(lines[1:], 2):
        if line.strip():
            yield from _line(name, number, line.split("\t"))


def _line(name: str, number: int, cells: list[str]) -> Iterator[Entry | Finding]:
    if len(cells) != len(HEADER):
        yield _wrong(
            name, number, gettext_noop("{count} cells instead of {due}"), count=str(len(cells)), due=str(len(HEADER))
        )
        return
    code, deciding, *texts = (cell.strip() for cell in cells)
    phrases = {language: _phrases(text) for language, text in zip(LANGUAGES, texts, strict=True)}
    wrong = []
    if not nomenclature.exists(code):
        wrong.append(
            _wrong(
                name,
                number,
                gettext_noop("{edition} has no subheading {code}"),
                code=code,
                edition=nomenclature.EDITION,
            )
        )
    elif not name.startswith(code[: nomenclature.CHAPTER]):
        wrong.append(_wrong(name, number, gettext_noop("{code} belongs into the file of its chapter"), code=code))
    if not deciding:
        wrong.append(_wrong(name, number, gettext_noop("the deciding attribute of {code} is empty"), code=code))
    for language, several in phrases.items():
        if not several or not all(several):
            wrong.append(
                _wrong(
                    name, number, gettext_noop("{code} has an empty phrase in {language}"), code=code, language=language
                )
            )
        for phrase in sorted({each for each in several if several.count(each) > 1}):
            wrong.append(
                _wrong(name, number, gettext_noop("“{phrase}” stands twice under {code}"), phrase=phrase, code=code)
            )
    if wrong:
        yield from wrong
    else:
        yield Entry(code, deciding, phrases)


def _phrases(cell: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in cell.split(BAR))


def _twice(found: Iterable[Entry]) -> Iterator[Finding]:
    seen: set[str] = set()
    for entry in found:
        if entry.code in seen:
            yield _wrong(entry.code[:2] + ".tsv", 0, gettext_noop("{code} has several rows"), code=entry.code)
        seen.add(entry.code)


def _wrong(file: str, line: int, sentence: str, **params: str) -> Finding:
    return Finding("phrase-book", sentence, f"/{file}/{line}", params=params)
