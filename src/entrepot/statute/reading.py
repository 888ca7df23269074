"""Law files as they were written: texts, rows and tables that know the file and the line they stand on.

Nothing is converted here: a number stays the text that was typed, so that no digit is lost to a float.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop


class Text(str):
    """One value as typed, with its place, and whether it stood in quotes."""

    __slots__ = ("file", "line", "quoted")
    file: str
    line: int
    quoted: bool


class Rows(list["Written"]):
    """A list, with its place."""

    file: str
    line: int


class Table(dict[str, "Written"]):
    """A mapping, with its place."""

    file: str
    line: int


Written = Text | Rows | Table | None
Where = TypeVar("Where", Rows, Table)


def read(path: Path, name: str, findings: list[Finding]) -> Table:
    """The table in a file; an empty one, and a finding, if the file cannot be read as a table."""
    empty = _placed(Table(), name, 1)
    try:
        node = YAML(typ="safe", pure=True).compose(path.read_text(encoding="utf-8"))
    except (MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 1
        problem = str(getattr(error, "problem", None) or "the file is not UTF-8")
        findings.append(
            fault(name, line, "file-unreadable", gettext_noop("The file cannot be read: {problem}."), problem=problem)
        )
        return empty
    if node is None:
        return empty
    written = _written(node, name, findings)
    if not isinstance(written, Table):
        findings.append(fault(name, 1, "not-a-table", gettext_noop("The file does not hold a table of names.")))
        return empty
    return written


def fault(file: str, line: int, code: str, sentence: str, remedy: str = "", /, **params: str) -> Finding:
    """A finding in a law file, pointing to file and line."""
    return Finding(code, sentence, f"{file}:{line}", remedy, params=params)


def texts_in(written: Written) -> list[Text]:
    """Every text in a tree, in order."""
    match written:
        case Text():
            return [written]
        case Rows():
            return [text for each in written for text in texts_in(each)]
        case Table():
            return [text for each in written.values() for text in texts_in(each)]
        case _:
            return []


def _written(node: Node, file: str, findings: list[Finding]) -> Written:
    line = node.start_mark.line + 1
    if isinstance(node, ScalarNode):
        if node.style is None and node.value in ("", "~", "null"):
            return None
        text = Text(node.value)
        text.file, text.line, text.quoted = file, line, node.style is not None
        return text
    if isinstance(node, SequenceNode):
        return _placed(Rows(_written(each, file, findings) for each in node.value), file, line)
    assert isinstance(node, MappingNode)
    table = _placed(Table(), file, line)
    for key, value in node.value:
        name = str(key.value)
        if name in table:
            findings.append(
                fault(
                    file,
                    key.start_mark.line + 1,
                    "name-twice",
                    gettext_noop("“{name}” stands here twice."),
                    gettext_noop("Keep one of the two."),
                    name=name,
                )
            )
        table[name] = _written(value, file, findings)
    return table


def _placed(written: Where, file: str, line: int) -> Where:
    written.file, written.line = file, line
    return written
