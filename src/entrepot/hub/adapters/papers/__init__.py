"""Papers as bytes: the plain tree of a form written as JSON, XML or EDIFACT, and read back from them."""

from __future__ import annotations

import json

from entrepot.ehx import strict
from entrepot.hub.adapters.papers import edifact, xml
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.papers.form import Form
from entrepot.trade.papers.projection import Tree
from entrepot.trade.wording import gettext_noop

MEDIA = {"json": "application/json", "xml": "application/xml", "edifact": "application/EDIFACT"}
LARGEST = strict.Limits(size=8 * 1024 * 1024, depth=16, keys=200_000)


def written(form: Form, tree: dict[str, Tree]) -> bytes:
    """The paper in its own syntax."""
    if form.syntax == "xml":
        return xml.written(form, tree)
    if form.syntax == "edifact":
        return edifact.written(form, tree)
    return json.dumps(tree, ensure_ascii=False, indent=1).encode() + b"\n"


def read(form: Form, raw: bytes) -> dict[str, Tree]:
    """The tree of a paper that somebody sent, or a refusal that says what is wrong with it."""
    if form.syntax == "xml":
        return xml.read(form, raw)
    if form.syntax == "edifact":
        return edifact.read(form, raw)
    tree = strict.read(raw, LARGEST)
    if not isinstance(tree, dict):
        raise Refused(Finding("not-the-form", gettext_noop("This is not the form {form}."), params={"form": form.code}))
    return tree
