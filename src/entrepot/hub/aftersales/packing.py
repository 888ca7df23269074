"""What a buyer or a seller says and hands in, as contents that go from hub to hub beside a message, never within it."""

from __future__ import annotations

import base64
import json

from django.utils.translation import gettext_noop

from entrepot.hub.aftersales import evidence
from entrepot.trade.enclosure import Handed
from entrepot.trade.finding import Finding, Refused, refuse_if_any

MEDIA_TYPE = "application/json"


def packed(told: str, files: list[Handed]) -> bytes:
    """Words and files as one piece of contents; nothing where there is neither."""
    if not told and not files:
        return b""
    listed = [{"name": each.name, "content": base64.b64encode(each.content).decode()} for each in files]
    return json.dumps({"told": told, "files": listed}, ensure_ascii=False).encode()


def unpacked(contents: bytes) -> tuple[str, tuple[Handed, ...]]:
    """Words and files again, the files checked like any that are handed in here; or a refusal."""
    if not contents:
        return "", ()
    try:
        read = json.loads(contents)
        told = str(read["told"])
        files = tuple(Handed(str(each["name"]), base64.b64decode(each["content"])) for each in read["files"])
    except (ValueError, KeyError, TypeError):
        raise Refused(
            Finding(
                "evidence-unreadable",
                gettext_noop("What came with the message cannot be read."),
                remedy=gettext_noop("Send the words and the files in the form of the protocol."),
            )
        ) from None
    refuse_if_any(evidence.faults(files))
    return told, files
