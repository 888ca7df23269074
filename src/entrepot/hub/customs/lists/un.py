"""The form of the United Nations Security Council's consolidated list: XML, individuals and entities with aliases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop
from lxml import etree

from entrepot.hub.customs.lists.reading import Reading
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.screening import Kind, Listed

NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
KINDS: tuple[tuple[str, Kind], ...] = (("INDIVIDUAL", "person"), ("ENTITY", "organisation"))
_BESIDE = re.compile(r"\s*\([^)]*\)")


def read(content: bytes, code: str) -> Reading:
    """Every individual and entity, with the names they also use."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise Refused(
            Finding(
                "list-unreadable",
                gettext_noop("The list is no XML that can be read: {fault}."),
                params={"fault": str(fault)},
            )
        ) from None
    entries = tuple(
        entry for tag, kind in KINDS for each in root.iter(tag) if (entry := _entry(each, tag, kind, code)) is not None
    )
    return Reading("un-xml", entries, published=root.get("dateGenerated", ""))


def _entry(each: Any, tag: str, kind: Kind, code: str) -> Listed | None:
    name = " ".join(filter(None, (_text(each, part) for part in NAMES)))
    if not name:
        return None
    aliases = dict.fromkeys(_aliases(each, tag, name))
    return Listed(
        code,
        _text(each, "REFERENCE_NUMBER") or _text(each, "DATAID"),
        name,
        tuple(aliases),
        kind,
        _text(each, "UN_LIST_TYPE"),
    )


def _aliases(each: Any, tag: str, name: str) -> Iterator[str]:
    """The other names; what stands in brackets is left out once, since it is a short form or a remark."""
    for written in (name, _text(each, "NAME_ORIGINAL_SCRIPT"), *_all(each, f"{tag}_ALIAS/ALIAS_NAME")):
        for form in (written, _BESIDE.sub("", written)):
            if form and form != name:
                yield form


def _text(each: Any, tag: str) -> str:
    return " ".join((each.findtext(tag) or "").split())


def _all(each: Any, path: str) -> Iterator[str]:
    for found in each.iterfind(path):
        yield " ".join((found.text or "").split())
