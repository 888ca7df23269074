"""The form of a consignment file: which members it has, and that there is only one way to write it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from entrepot.ehx import envelope, filing, strict
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

LARGEST_FILE = 64 * 1024 * 1024
_LIMITS = strict.Limits(size=LARGEST_FILE, depth=4, keys=200_000)
_MEMBERS = {
    "format": str,
    "ucr": str,
    "written": str,
    "root": str,
    "hubs": list,
    "heads": list,
    "entries": list,
    "seal": str,
}
_MEMBERS_OF_MANY = {**dict(list(_MEMBERS.items())[:5]), "cuts": list, **dict(list(_MEMBERS.items())[5:])}
_MOST_HUBS = 16
_HEAD = {"checkpoint": str, "receipt": str}
_ENTRY = {"head": int, "index": int, "proof": list, "message": str}


def read(raw: bytes) -> dict[str, Any]:
    """The file as plain values, or a refusal of whatever is not written as a file is."""
    document = strict.read(raw, _LIMITS)
    if not isinstance(document, dict) or not isinstance(document.get("hubs"), list):
        raise false("members")
    of_many = len(document["hubs"]) > 2
    members = _MEMBERS_OF_MANY if of_many else _MEMBERS
    if {name: type(value) for name, value in document.items()} != members:
        raise false("members")
    shapes = (("heads", _HEAD), ("entries", _ENTRY))
    for name, shape in shapes:
        for each in document[name]:
            if not isinstance(each, dict) or {member: type(value) for member, value in each.items()} != shape:
                raise false(name)
    texts = [*document["hubs"], *(node for each in document["entries"] for node in each["proof"])]
    if not 2 <= len(document["hubs"]) <= _MOST_HUBS or not all(isinstance(text, str) for text in texts):
        raise false("members")
    format_ = filing.FORMAT_OF_MANY if of_many else filing.FORMAT
    if document["format"] != format_ or list(document) != list(members) or strict.page(document) != raw:
        raise false("form")
    moment(document["written"])
    return document


def moment(text: str) -> datetime:
    """The moment at which a file says that it was written."""
    try:
        found = envelope.moment(text)
    except ValueError:
        raise false("written") from None
    if envelope.stamp(found) != text:
        raise false("written")
    return found


def false(part: str) -> Refused:
    """What is said of a file that does not hold: which part of it."""
    return refusal(
        "file-false",
        gettext_noop(
            "The consignment file does not hold: {part} is not what the hubs signed, or not in its proper form."
        ),
        gettext_noop("Ask the hub for the file again; this copy proves nothing."),
        part=part,
    )
