"""Reads what comes in at the door: strictly, once, and with every finding if it cannot be read.

Ordinary doors refuse JSON that names a key twice, since readers disagree on which of the two counts. A hot door decodes
straight into the frozen dataclass that the law reads (and what was decoded is what is kept); only a body that fails is
read again, by pydantic, to list what is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Iterable, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import msgspec
import pydantic
from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja.parser import Parser

from entrepot.trade.finding import Finding

Form = TypeVar("Form")


class Unreadable(Exception):  # noqa: N818 - named as it is told
    """The body does not have the form described; carries every finding."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(map(str, self.findings)))


class StrictParser(Parser):
    """JSON in which every name stands once."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        return cast("dict[str, Any]", parsed(request.body))


def parsed(body: bytes) -> Any:
    """The JSON, or a refusal that says where it breaks off."""
    try:
        _refuse_nul(body)
        return json.loads(body, object_pairs_hook=_once_each, parse_constant=_not_json)
    except (ValueError, RecursionError) as broken:
        if isinstance(broken, _Twice):
            raise Unreadable([_named_twice(broken.name)]) from None
        raise Unreadable([_not_json_at(str(broken))]) from None


def read(body: bytes, form: type[Form]) -> Form:
    """The body as the dataclass (or list of them) that a hot door takes."""
    _refuse_nul(body)
    try:
        return cast("Form", _decoder(cast("Hashable", form)).decode(body))
    except (msgspec.DecodeError, RecursionError) as failed:
        parsed(body)
        try:
            pydantic.TypeAdapter(form).validate_json(body, strict=True)
        except pydantic.ValidationError as wrong:
            raise Unreadable(findings_of(wrong.errors(), skip=0)) from None
        raise Unreadable([_not_json_at(str(failed))]) from None


def described(form: Any) -> dict[str, Any]:
    """What a door that reads its body itself says of it in the OpenAPI description (`openapi_extra`)."""
    schema = pydantic.TypeAdapter(form).json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def read_lines(text: bytes, form: type[Form]) -> list[Form] | None:
    """Many bodies at once, a line each; None if any of them cannot be read, and then each is to be read by itself."""
    if _holds_nul(text):
        return None
    try:
        return _decoder(cast("Hashable", form)).decode_lines(text)
    except (msgspec.DecodeError, RecursionError):
        return None


def read_batch(body: bytes, form: type[Form], *, most: int) -> tuple[Form, ...]:
    """A list of what a hot door takes, of which it answers so many at once."""
    batch = read(body, tuple[form, ...])  # type: ignore[valid-type]
    if len(batch) > most:
        raise Unreadable([_too_many(len(batch), most)])
    return batch


def findings_of(errors: Sequence[Any], *, skip: int) -> list[Finding]:
    """Pydantic's errors as findings; `skip` parts of the place name our own parameters, not the sender's."""
    return [_found(error, pointer(error["loc"][skip:])) for error in errors]


def _found(error: Any, place: str) -> Finding:
    """One error in our words where we have them, else in pydantic's; a text of its own has no placeholders."""
    code = error["type"].replace("_", "-").replace(".", "-")
    if code in SENTENCES and place:
        return Finding(code, SENTENCES[code], place, params={"name": place.strip("/")})
    return Finding(code, error["msg"].replace("{", "(").replace("}", ")"), place)


SENTENCES = {
    "missing": gettext_noop("“{name}” is missing."),
    "string-type": gettext_noop("“{name}” is to be a text, in quotation marks."),
    "int-type": gettext_noop("“{name}” is to be a whole number."),
    "bool-type": gettext_noop("“{name}” is to be true or false."),
    "tuple-type": gettext_noop("“{name}” is to be a list."),
    "list-type": gettext_noop("“{name}” is to be a list."),
    "dataclass-type": gettext_noop("“{name}” is to be an object with names."),
    "unexpected-keyword-argument": gettext_noop("“{name}” is a name that is not known here."),
    "extra-forbidden": gettext_noop("“{name}” is a name that is not known here."),
}
"""By the kind of pydantic's error; any other kind keeps pydantic's own English."""


def pointer(place: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901)."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in place)


@cache
def _decoder(form: Hashable) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(form, strict=True)


class _Twice(ValueError):  # noqa: N818
    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found


NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")


def _holds_nul(body: bytes) -> bool:
    """Whether a text in it holds the letter of number zero; most bodies do not even look like it."""
    return b"\\u0000" in body and NUL.search(body) is not None


def _refuse_nul(body: bytes) -> None:
    """The letter of number zero stands in no text that a database keeps."""
    if _holds_nul(body):
        raise Unreadable(
            [
                Finding(
                    "nul-letter",
                    gettext_noop("A text holds the letter U+0000, which no text may."),
                    remedy=gettext_noop("Leave it out."),
                )
            ]
        )


def _not_json(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _named_twice(name: str) -> Finding:
    return Finding(
        "named-twice",
        gettext_noop("“{name}” is named twice in one object."),
        remedy=gettext_noop("Name it once; readers disagree on which of the two counts."),
        params={"name": name},
    )


def _too_many(count: int, most: int) -> Finding:
    return Finding(
        "batch-too-large",
        gettext_noop("The batch has {count} entries."),
        remedy=gettext_noop("Send at most {most} at once; sending some again is harmless."),
        params={"count": str(count), "most": str(most)},
    )


def _not_json_at(why: str) -> Finding:
    return Finding(
        "not-json",
        gettext_noop("The body is not JSON: {why}."),
        remedy=gettext_noop("Send one JSON text in UTF-8."),
        params={"why": why},
    )
