"""Tags, lengths and values in figures, as EMV QR codes nest them: `59` `05` `Hangz`… read and written without loss."""

from __future__ import annotations

from collections.abc import Mapping

from entrepot.trade.code.writing import is_digits, refusal
from entrepot.trade.wording import gettext_noop

LONGEST = 99

LAW = "EMVCo QR, merchant-presented mode"


def write(fields: Mapping[str, str]) -> str:
    """The fields in ascending order of their tags; blank ones are left out."""
    return "".join(_field(tag, fields[tag]) for tag in sorted(fields) if fields[tag])


def read(text: str) -> dict[str, str]:
    """The fields of a text, or a refusal if a length leads beyond its end or a tag comes twice."""
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        tag, length = text[at : at + 2], text[at + 2 : at + 4]
        if not (is_digits(tag + length) and len(tag + length) == 4):
            raise _broken(gettext_noop("At position {at} a tag and a length of two figures each are expected."), at)
        value = text[at + 4 : at + 4 + int(length)]
        if len(value) < int(length):
            raise _broken(gettext_noop("Field {tag} at position {at} ends too early."), at, tag)
        if not value:
            raise _broken(gettext_noop("Field {tag} at position {at} is empty."), at, tag)
        if tag in found:
            raise _broken(gettext_noop("Field {tag} at position {at} is given twice."), at, tag)
        found[tag] = value
        at += 4 + int(length)
    return found


def _field(tag: str, value: str) -> str:
    if len(value) > LONGEST:
        raise refusal(
            "qr-too-long",
            gettext_noop("Field {tag} would have {length} characters."),
            gettext_noop("Shorten it to {longest}."),
            LAW,
            tag=tag,
            length=len(value),
            longest=LONGEST,
        )
    return f"{tag}{len(value):02d}{value}"


def _broken(sentence: str, at: int, tag: str = "") -> Exception:
    return refusal(
        "qr-broken",
        sentence,
        gettext_noop("Scan the whole code again; if that does not help, ask the shop for a new one."),
        LAW,
        at=at,
        tag=tag,
    )
