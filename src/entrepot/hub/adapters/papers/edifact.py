"""A form as a UN/EDIFACT message: a group is a segment, `2.1` its second element's first component.

What follows a colon in a segment's name tells segments of one kind apart; on reading, its fixed texts (the qualifiers)
do. The members of a list begin wherever the first segment of their group stands again.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.papers.form import Element, Form
from entrepot.trade.papers.letters import holdable
from entrepot.trade.papers.projection import Tree
from entrepot.trade.wording import gettext_noop

Parts = list[list[str]]
VERSION = ["D", "96B", "UN"]
LARGEST = 8 * 1024 * 1024


def written(form: Form, tree: dict[str, Tree]) -> bytes:
    """The message between its header and trailer, with UNA naming the signs that part it. UTF-8."""
    from pydifact.segments import Segment
    from pydifact.serializer import Serializer

    segments = list(_segments(form.elements, tree))
    whole = [
        ("UNH", [["1"], [form.root, *VERSION]]),
        *segments,
        ("UNT", [[str(len(segments) + 2)], ["1"]]),
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library has no table of segments for this edition
        made = [Segment(tag, *(part[0] if len(part) == 1 else part for part in parts)) for tag, parts in whole]
        return str(Serializer().serialize(made)).encode()


def read(form: Form, raw: bytes) -> dict[str, Tree]:
    """The tree of a message of this form."""
    found = _parsed(form, raw)
    names = [tag for tag, _ in found]
    if "UNH" not in names or found[names.index("UNH")][1][1][:1] != [form.root]:
        raise _refused("not-the-form", gettext_noop("This is not the form {form}."), form=form.code)
    body = [segment for segment in found if segment[0] not in ("UNA", "UNB", "UNH", "UNT", "UNZ")]
    lists = [element for element in form.elements if element.each]
    starts = {element.group[0].name.partition(":")[0]: element for element in lists}
    tree: dict[str, Tree] = {}
    head, members = _parted(body, form.elements, starts)
    tree.update(_group(form.elements, head))
    for element in lists:
        if members:
            tree[element.name] = [_group(element.group, member) for member in members]
    return tree


def _segments(elements: Sequence[Element], tree: dict[str, Tree]) -> Iterator[tuple[str, Parts]]:
    for element in elements:
        told = tree.get(element.name)
        if isinstance(told, list):
            for member in told:
                assert isinstance(member, dict)
                yield from _segments(element.group, member)
        elif isinstance(told, dict) and any(not part.fixed for part in element.group if part.name in told):
            yield element.name.partition(":")[0], _laid(told)


def _laid(told: dict[str, Tree]) -> Parts:
    """Texts by their place `element.component`, laid out with blanks between."""
    places = {tuple(map(int, name.split("."))): str(text) for name, text in told.items()}
    parts: Parts = []
    for n in range(1, max(place[0] for place in places) + 1):
        of = {place[1]: text for place, text in places.items() if place[0] == n}
        parts.append([holdable(of.get(at, ""), "edifact") for at in range(1, max(of, default=1) + 1)])
    return parts


def _parsed(form: Form, raw: bytes) -> list[tuple[str, Parts]]:
    from pydifact.exceptions import EDISyntaxError
    from pydifact.parser import Parser

    if len(raw) > LARGEST:
        too_large = gettext_noop("The document has {size} bytes; {limit} are allowed.")
        raise _refused("too-large", too_large, size=len(raw), limit=LARGEST)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return [(each.tag, _parts(each.elements)) for each in Parser().parse(raw.decode())]
    except (UnicodeDecodeError, ValueError, EDISyntaxError, RuntimeError, IndexError) as fault:
        raise _refused("not-edifact", gettext_noop("This is not EDIFACT: {why}."), why=fault) from None


def _parts(elements: Sequence[Any]) -> Parts:
    return [list(part) if isinstance(part, list) else [part] for part in elements]


def _parted(
    body: list[tuple[str, Parts]], elements: Sequence[Element], starts: dict[str, Element]
) -> tuple[list[tuple[str, Parts]], list[list[tuple[str, Parts]]]]:
    """The segments of the head, and those of each member of the list; a head's own segment of that kind comes first."""
    own = [element.name.partition(":")[0] for element in elements if not element.each]
    spare = {tag: own.count(tag) for tag in starts}
    head: list[tuple[str, Parts]] = []
    members: list[list[tuple[str, Parts]]] = []
    for segment in body:
        if segment[0] in starts and spare[segment[0]] == 0:
            members.append([])
        elif segment[0] in starts:
            spare[segment[0]] -= 1
        (members[-1] if members else head).append(segment)
    return head, members


def _group(elements: Sequence[Element], segments: list[tuple[str, Parts]]) -> dict[str, Tree]:
    tree: dict[str, Tree] = {}
    for element in elements:
        if element.each:
            continue
        for tag, parts in segments:
            if tag == element.name.partition(":")[0] and _is(element, parts):
                tree[element.name] = {each.name: text for each in element.group if (text := _at(parts, each.name))}
                break
    return tree


def _is(element: Element, parts: Parts) -> bool:
    """Whether the qualifiers of a segment are those of the element."""
    return all(_at(parts, each.name) == each.fixed for each in element.group if each.fixed)


def _at(parts: Parts, place: str) -> str:
    n, at = map(int, place.split("."))
    return parts[n - 1][at - 1] if n <= len(parts) and at <= len(parts[n - 1]) else ""


def _refused(code: str, sentence: str, **params: object) -> Refused:
    return Refused(Finding(code, sentence, params={name: str(value) for name, value in params.items()}))
