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
    return Goods(text, lang, facts)


def read_file(file: Path, lang: str = "") -> list[Goods]:
    """The descriptions of a file, in their order; refused with every line that cannot be read."""
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
    if "text" in next(csv.reader([first]), []):
        return _table(text, lang)
    return _plain(lines, lang)


def _plain(lines: list[str], lang: str) -> list[Goods]:
    _refuse(_empty(f"/{number}") for number, line in enumerate(lines, 1) if not line.strip())
    return [Goods(line.strip(), lang) for line in lines]


def _table(text: str, lang: str) -> list[Goods]:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    _refuse(_empty(f"/{number}/text") for number, row in enumerate(rows, 2) if not (row["text"] or "").strip())
    return [
        Goods(
            row["text"],
            lang or row.get("lang") or "",
            facts_of({k: v for k, v in row.items() if k not in ("text", "lang")}),
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
        except ValueError:
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
        elif not row["text"].strip():
            wrong.append(_empty(f"/{number}/text"))
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
            found.append(Goods(row["text"], lang or str(row.get("lang") or ""), facts_of(row.get("attributes") or {})))
    _refuse(wrong)
    return found


def facts_of(attributes: Mapping[str, object]) -> dict[str, str]:
    """Attributes as text; of several values all are kept, of a path of categories the last two."""
    found = {}
    for name, value in attributes.items():
        if isinstance(value, list):
            found[name] = " ".join(str(each) for each in (value[-2:] if "categor" in name.lower() else value))
        elif value is not None and not isinstance(value, dict):
            found[name] = str(value)
    return found


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


def _refuse(found: Iterable[Finding]) -> None:
    wrong = tuple(found)
    if wrong:
        raise Refused(wrong)
