"""Descriptions as people hand them in: one on the command line, or a file of them in one of three shapes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from entrepot.classify.goods import Goods
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

LANGUAGES = ("", "en", "zh", "ms")
LONGEST_HEADER = 10_000  # characters; a longer first line is a description
REMEDY = gettext_noop(
    "Give one text a line, a CSV with a column text, or JSON lines with text and, if you like, attributes and lang."
)


def goods_of(text: str, lang: str = "", attributes: Iterable[str] = ()) -> Goods:
    """One description; refused with everything that is wrong with it."""
    found = _lang(lang)
    facts = {}
    for each in attributes:
        name, equals, value = each.partition("=")
        if not equals or not name.strip() or not value.strip():
            found.append(
                Finding(
                    "attribute-shape",
                    gettext_noop("“{text}” is no attribute."),
                    "/attributes",
                    gettext_noop("Write its name and value, such as material=cotton."),
                    params={"text": each},
                )
            )
        facts[name.strip()] = value.strip()
    if not text.strip():
        found.append(_empty("/text"))
    if found:
        raise Refused(found)
    return Goods(_legible(text), lang, {_legible(name): _legible(value) for name, value in facts.items()})


def read_file(file: Path, lang: str = "") -> list[Goods]:
    """The descriptions of a file, in their order; refused with every line that cannot be read.

    A line without a description keeps its place as goods of which nothing is said, so that a gap in a long list
    costs its own answer and no other.
    """
    if found := _lang(lang):
        raise Refused(found)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as unreadable:
        why = getattr(unreadable, "strerror", None) or gettext_noop("it is not in UTF-8")
        raise Refused(
            Finding(
                "file-unreadable",
                gettext_noop("{file} cannot be read: {why}."),
                "/file",
                REMEDY,
                params={"file": str(file), "why": why},
            )
        ) from None
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    first = next((line for line in lines if line.strip()), "")
    if not first:
        raise Refused(
            Finding("file-empty", gettext_noop("{file} is empty."), "/file", REMEDY, params={"file": str(file)})
        )
    if first.lstrip().startswith("{"):
        return _json_lines(lines, lang)
    if len(first) < LONGEST_HEADER and "text" in next(csv.reader([first]), []):
        return _table(text, lang)
    return [Goods(line.strip(), lang) for line in lines]


def _table(text: str, lang: str) -> list[Goods]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="", restval="")
    try:
        rows = list(reader)
    except csv.Error as unreadable:
        raise Refused(_unreadable_line(reader.line_num, str(unreadable))) from None
    return [
        Goods(
            row["text"],
            lang or row.get("lang") or "",
            facts_of({k: v for k, v in row.items() if k not in ("", "text", "lang")}),
        )
        for row in rows
    ]


def _json_lines(lines: list[str], lang: str) -> list[Goods]:
    found: list[Goods] = []
    wrong: list[Finding] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            wrong.append(
                Finding(
                    "line-unreadable",
                    gettext_noop("Line {line} is no JSON object with a text."),
                    f"/{number}",
                    REMEDY,
                    params={"line": str(number)},
                )
            )
        elif not isinstance(row.get("attributes") or {}, dict):
            wrong.append(
                Finding(
                    "attribute-shape",
                    gettext_noop("The attributes of line {line} are no JSON object."),
                    f"/{number}/attributes",
                    REMEDY,
                    params={"line": str(number)},
                )
            )
        else:
            text, facts = _legible(row["text"]), facts_of(row.get("attributes") or {})
            found.append(Goods(text, lang or str(row.get("lang") or ""), facts))
    if wrong:
        raise Refused(wrong)
    return found


def facts_of(attributes: Mapping[str, object]) -> dict[str, str]:
    """Attributes as text; of several values all are kept, of a path of categories the last two."""
    found = {}
    for name, value in attributes.items():
        if isinstance(value, list):
            found[name] = " ".join(str(each) for each in (value[-2:] if "categor" in name.lower() else value))
        elif value is not None and not isinstance(value, dict):
            found[name] = str(value)
    return {_legible(name): _legible(value) for name, value in found.items()}


def _legible(text: str) -> str:
    """The text with a question mark for every half character, which no file and no index can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _lang(lang: str) -> list[Finding]:
    if lang in LANGUAGES:
        return []
    return [
        Finding(
            "lang-unknown",
            gettext_noop("“{lang}” is none of the languages that are understood."),
            "/lang",
            gettext_noop("Say en, zh or ms, or nothing."),
            params={"lang": lang},
        )
    ]


def _empty(pointer: str) -> Finding:
    return Finding(
        "text-empty",
        gettext_noop("There is no description of the goods."),
        pointer,
        gettext_noop("Say in a few words what the thing is, what it is made of and what it is for."),
    )


def _unreadable_line(number: int, why: str) -> Finding:
    return Finding(
        "line-unreadable",
        gettext_noop("Line {line} of the table cannot be read: {why}."),
        f"/{number}",
        REMEDY,
        params={"line": str(number), "why": why},
    )
