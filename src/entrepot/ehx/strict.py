"""JSON read in one way only (I-JSON, RFC 7493), with its limits checked before anything is built.

Ordinary parsers keep the last of two equal keys, take NaN and half characters, and turn long numbers into other ones.
Two hubs with different parsers would then read one message differently. What this reads, every parser reads alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from entrepot.ehx.refusal import refusal
from entrepot.trade.wording import gettext_noop

LARGEST_INTEGER = 2**53 - 1

# Every string is swallowed whole, closed or not, so that hostile input is passed over once.
_MARKS = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?|[\[\]{}:]', re.DOTALL)
_ESCAPE_TO_LOOK_AT = re.compile(rb"\\u[dDfF]")
_HALF_OR_NONE = re.compile(
    "[\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(n * 0x10000 + 0xFFFE) + chr(n * 0x10000 + 0xFFFF) for n in range(17))
    + "]"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of it there may be."""

    size: int = 256 * 1024
    depth: int = 32
    keys: int = 2000


LEAF = Limits()


def read(raw: bytes, limits: Limits = LEAF) -> Any:
    """The value of a JSON text, or a refusal that says which rule of I-JSON it breaks."""
    if len(raw) > limits.size:
        raise refusal(
            "too-large",
            gettext_noop("The message has {size} bytes; {limit} are allowed."),
            gettext_noop("Send large contents by reference."),
            size=len(raw),
            limit=limits.size,
        )
    _measure(raw, limits)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _malformed("utf-8", f"byte {error.start}") from None
    if not raw.isascii() and _HALF_OR_NONE.search(text):
        raise _malformed("character")
    try:
        value = _DECODER.decode(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _malformed("json", str(error)[:120]) from None
    if _ESCAPE_TO_LOOK_AT.search(raw) and any(_HALF_OR_NONE.search(each) for each in _texts(value)):
        raise _malformed("character")
    return value


def line(value: Any) -> bytes:
    """The value as one line of compact JSON in UTF-8; refuses to write what `read` would not read."""
    return _written(value, separators=(",", ":"))


def page(value: Any) -> bytes:
    """The value as JSON laid out for people, ending in a line feed: the only way a consignment file is written."""
    return _written(value, indent=1) + b"\n"


def _written(value: Any, **layout: Any) -> bytes:
    for number in _numbers(value):
        assert type(number) is int, f"{number!r} is written as text"
        assert abs(number) <= LARGEST_INTEGER, f"{number} is written as text"
    return json.dumps(value, ensure_ascii=False, allow_nan=False, **layout).encode("utf-8")


def _measure(raw: bytes, limits: Limits) -> None:
    """Refuse too deep or too many before building anything."""
    if raw.count(b"[") + raw.count(b"{") <= limits.depth and raw.count(b":") <= limits.keys:
        return  # so few marks, even with those in texts, go neither deep nor wide
    depth = keys = 0
    for mark in _MARKS.finditer(raw):
        first = raw[mark.start()]
        if first in b"[{":
            depth += 1
            if depth > limits.depth:
                raise refusal(
                    "too-deep", gettext_noop("The message is nested deeper than {limit}."), limit=limits.depth
                )
        elif first in b"]}":
            depth -= 1
        elif first == 0x3A:
            keys += 1
            if keys > limits.keys:
                raise refusal(
                    "too-many-keys", gettext_noop("The message has more than {limit} keys."), limit=limits.keys
                )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise _malformed("duplicate-key", twice[:80])
    return found


def _integer(number: str) -> int:
    if len(number) > 17 or abs(int(number)) > LARGEST_INTEGER:
        raise _malformed("number-too-large", number[:40])
    return int(number)


def _refuse(code: str, what: str) -> NoReturn:
    raise _malformed(code, what)


def _malformed(rule: str, what: str = "") -> Exception:
    return refusal(
        f"malformed-{rule}",
        gettext_noop("The message is not I-JSON ({rule}): {what}."),
        gettext_noop("Write UTF-8 JSON with each key once and numbers that are not whole as text."),
        rule=rule,
        what=what or "—",
    )


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once,
    parse_int=_integer,
    parse_float=lambda number: _refuse("number-not-whole", number[:40]),
    parse_constant=lambda name: _refuse("number", name),
)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _numbers(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield value
