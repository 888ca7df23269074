"""One message: a line of JSON that is stored, hashed and carried as its bytes, and never written anew.

Its attributes follow CloudEvents 1.0. `subject` is the business key, the unit of order: messages about one subject are
numbered from one by each sender to each receiver, and each names the hash of the one before, so that the history of
one parcel can be checked without the rest of the channel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from entrepot.ehx import strict
from entrepot.ehx.encoding import sha256_text, unsha256_text
from entrepot.ehx.merkle import leaf_hash
from entrepot.trade.finding import Finding, Refused, refuse_if_any
from entrepot.trade.wording import gettext_noop

PREFIX = "org.ehub."
_TYPE = re.compile(r"[a-z][a-z0-9]*(\.[a-z][a-z0-9-]*)+\.v[1-9][0-9]{0,3}")
# Sixteen and thirty-two bytes as URL base64, each in its one proper form: the last letter has no bits to spare.
_SALT = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]")
_HASH = re.compile(r"sha-256:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")
_REFERENCE = {"dataref", "ehxdatahash", "ehxdatasize"}
_LEAP_SECOND = "T23:59:60"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z")


@dataclass(frozen=True, slots=True)
class Reference:
    """Contents that are fetched from the sender before the message is taken: where, their hash, and how many bytes."""

    url: str
    sha256: bytes
    size: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message as read. Attributes that this version does not know are kept in the bytes and ignored here."""

    id: str
    source: str
    dest: str
    type: str
    subject: str
    time: datetime
    keyseq: int
    prev: bytes | None
    data: Mapping[str, Any]
    cause: str = ""
    salt: str = ""
    blob: Reference | None = None

    @property
    def kind(self) -> str:
        """The type without the name of this protocol's family: `order.placed.v1`."""
        return self.type.removeprefix(PREFIX)


def leaf(envelope: Envelope) -> bytes:
    """The message as its one line. Done once, when it is written to the outbox."""
    attributes = {
        "specversion": "1.0",
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "time": stamp(envelope.time),
        "datacontenttype": "application/json",
        "ehxdest": envelope.dest,
        "ehxkeyseq": envelope.keyseq,
        "ehxprev": sha256_text(envelope.prev) if envelope.prev is not None else None,
        "ehxcause": envelope.cause or None,
        "ehxsalt": envelope.salt,
        "dataref": envelope.blob.url if envelope.blob else None,
        "ehxdatahash": sha256_text(envelope.blob.sha256) if envelope.blob else None,
        "ehxdatasize": envelope.blob.size if envelope.blob else None,
        "data": dict(envelope.data),
    }
    raw = strict.line({name: value for name, value in attributes.items() if value is not None})
    parse(raw)
    return raw


def parse(raw: bytes) -> Envelope:
    """The message in these bytes; refuses with every finding."""
    if b"\n" in raw or b"\r" in raw:
        raise Refused(_wrong("", "line feed"))
    found = strict.read(raw)
    if not isinstance(found, dict):
        raise Refused(_wrong("", "object"))
    refuse_if_any(_findings(found))
    return Envelope(
        id=found["id"],
        source=found["source"],
        dest=found["ehxdest"],
        type=found["type"],
        subject=found["subject"],
        time=moment(found["time"]),
        keyseq=found["ehxkeyseq"],
        prev=unsha256_text(found["ehxprev"]) if "ehxprev" in found else None,
        data=found["data"],
        cause=found.get("ehxcause", ""),
        salt=found["ehxsalt"],
        blob=_reference(found),
    )


def follows(envelope: Envelope, before: bytes | None) -> bool:
    """Whether the message names the one before it, given as its leaf; the first of a subject names none."""
    return envelope.prev == (leaf_hash(before) if before is not None else None)


def stamp(time: datetime) -> str:
    """The moment as it stands in a message: UTC, to the millisecond."""
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The moment that a message names."""
    if not _TIME.fullmatch(text):
        raise ValueError(text)
    if _LEAP_SECOND in text:  # counted as the first second of the next day, as machines count
        return datetime.fromisoformat(text.replace(_LEAP_SECOND, "T23:59:59")) + timedelta(seconds=1)
    return datetime.fromisoformat(text)


def _findings(found: Mapping[str, Any]) -> Iterator[Finding]:
    if found.get("specversion") != "1.0":
        yield _wrong("/specversion", "1.0")
    for name, most in (("id", 128), ("source", 512), ("ehxdest", 512), ("subject", 256)):
        value = found.get(name)
        if not isinstance(value, str) or not value.strip() or len(value) > most or not value.isprintable():
            yield _wrong(f"/{name}", gettext_noop("text"))
    for name, holds in (("type", _is_type), ("time", _is_time), ("ehxsalt", _is_salt), ("ehxkeyseq", _is_number)):
        if not holds(found.get(name)):
            yield _wrong(f"/{name}", name)
    if _is_number(found.get("ehxkeyseq")) and not _is_prev(found):
        yield _wrong("/ehxprev", "sha-256")
    if not isinstance(found.get("ehxcause", ""), str):
        yield _wrong("/ehxcause", gettext_noop("text"))
    if not isinstance(found.get("data"), dict):
        yield _wrong("/data", "object")
    if found.keys() & _REFERENCE and not _is_reference(found):
        yield _wrong("/dataref", "dataref, ehxdatahash, ehxdatasize")


def _is_type(value: object) -> bool:
    return isinstance(value, str) and len(value) <= 128 and _TYPE.fullmatch(value) is not None


def _is_time(value: object) -> bool:
    try:
        return isinstance(value, str) and moment(value) is not None
    except ValueError:
        return False


def _is_salt(value: object) -> bool:
    return isinstance(value, str) and _SALT.fullmatch(value) is not None


def _is_prev(found: Mapping[str, Any]) -> bool:
    """The first message names none before it, every other does."""
    if found["ehxkeyseq"] == 1:
        return "ehxprev" not in found
    return _HASH.fullmatch(str(found.get("ehxprev"))) is not None


def _reference(found: Mapping[str, Any]) -> Reference | None:
    if "dataref" not in found:
        return None
    return Reference(found["dataref"], unsha256_text(found["ehxdatahash"]), found["ehxdatasize"])


def _is_reference(found: Mapping[str, Any]) -> bool:
    """All three or none: what is fetched is known by its hash, never by its address alone."""
    url, digest = found.get("dataref"), found.get("ehxdatahash")
    if not isinstance(url, str) or len(url) > 512 or not url.isprintable() or not _is_number(found.get("ehxdatasize")):
        return False
    return isinstance(digest, str) and _HASH.fullmatch(digest) is not None


def _is_number(value: object) -> bool:
    return type(value) is int and value >= 1


def _wrong(pointer: str, wanted: str) -> Finding:
    return Finding(
        "malformed-envelope",
        gettext_noop("The message lacks {pointer} or it is not in its proper form ({wanted})."),
        pointer,
        params={"pointer": pointer or "/", "wanted": wanted},
    )
