"""A profile as an officer writes it: the conditions in the words of risk, as the files of law have them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

TEXTS = ("code", "name", "lane", "reason", "law")
LONGEST = 5000


def read(given: QueryDict) -> dict[str, Any]:
    """The tree that a form describes; what it means is checked by the law of profiles, not here."""
    tree: dict[str, Any] = {name: given.get(name, "").strip() for name in TEXTS}
    return {**tree, "when": conditions(given.get("when", ""))}


def conditions(text: str) -> Any:
    """The conditions of the text, or a refusal that names the line."""
    if len(text) > LONGEST:
        raise Refused(_unreadable("", gettext_noop("The conditions are too long to be read.")))
    try:
        if any(isinstance(event, AliasEvent) for event in YAML(typ="safe").parse(text)):
            raise Refused(_unreadable("", gettext_noop("The conditions refer to themselves; write each out.")))
        return YAML(typ="safe").load(text)
    except YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = str(mark.line + 1) if mark is not None else "?"
        raise Refused(_unreadable(line, gettext_noop("The conditions cannot be read at line {line}."))) from None


def written(tree: Mapping[str, Any]) -> str:
    """The conditions of a profile as text, the way they are read."""
    writer = YAML()
    writer.default_flow_style = None
    writer.width = 100
    text = io.StringIO()
    writer.dump(_plain(tree.get("when", {})), text)
    return text.getvalue()


def _plain(value: Any) -> Any:
    match value:
        case Mapping():
            return {str(name): _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return value


def _unreadable(line: str, sentence: str) -> Finding:
    return Finding(
        "profile-unreadable",
        sentence,
        "/when",
        gettext_noop("Write a word, a colon and its value on each line; what belongs together is indented alike."),
        params={"line": line},
    )
