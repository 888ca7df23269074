"""The facts read back from a form: what a paper that somebody sent says, by pointer."""

from __future__ import annotations

from collections.abc import Iterator

from entrepot.trade.papers.form import CONTEXT, Element, Form
from entrepot.trade.papers.projecting import at
from entrepot.trade.papers.projection import Tree
from entrepot.trade.papers.writing import read


def restore(form: Form, tree: dict[str, Tree]) -> dict[str, str]:
    """Every fact that the paper tells, by its pointer in the declaration or its name beside it (`@order_number`)."""
    return dict(_restored(form.elements, tree, ""))


def _restored(elements: tuple[Element, ...], tree: Tree, place: str) -> Iterator[tuple[str, str]]:
    if not isinstance(tree, dict):
        return
    for element in elements:
        told = tree.get(element.name)
        if told is None:
            continue
        if element.each:
            members = told if isinstance(told, list) else [told]
            for n, member in enumerate(members):
                yield from _restored(element.group, member, f"{place}{element.each}/{n}")
        elif element.group:
            yield from _restored(element.group, told, place)
        elif element.fact and isinstance(told, str):
            fact = read(told, element.writing)
            yield (element.fact if element.fact.startswith(CONTEXT) else at(place, element.fact)), fact
