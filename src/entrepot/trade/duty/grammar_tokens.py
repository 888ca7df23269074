"""The words of the written duty expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

Kind = Literal["string", "date", "day", "number", "word", "sign", "end"]

_TOKEN = re.compile(
    r"""(?P<string>"(?:[^"\\]|\\.)*")
      | (?P<date>\d{4}-\d\d-\d\d)
      | (?P<day>\d\d-\d\d)
      | (?P<number>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:/\d+)?)
      | (?P<word>[^\W\d_][^\W_]*(?:-[^\W_]+)*)
      | (?P<sign><=|>=|\.\.|[%+\-/(),:;<>])
      | (?P<space>\s+)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word, and where it stands in the text."""

    kind: Kind
    text: str
    at: int


def tokens(text: str) -> Iterator[Token]:
    """The words of the text, and one that says that it has ended."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "space":
            continue
        if kind == "other":
            raise unread(text, match.start())
        yield Token(kind, match.group(), match.start())  # type: ignore[arg-type]
    yield Token("end", "", len(text))


def unread(text: str, at: int) -> Refused:
    """The refusal of a text that is no duty expression, with the place where reading stopped."""
    return Refused(
        Finding(
            "expression-unread",
            gettext_noop("“{text}” is not a duty expression: reading stopped at “{rest}”."),
            remedy=gettext_noop("Write it as in “5% + 1.20 MYR/kg”, “FREE”, “12% MIN 3 EUR/100 kg”."),
            params={"text": text, "rest": text[at : at + 24] or "…"},
        )
    )
