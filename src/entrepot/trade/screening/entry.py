"""What stands on a list, and what is told when a name is near it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "organisation", "vessel", "aircraft", ""]
How = Literal["same", "near", "part"]


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list under all its names; an empty kind says that the list does not tell."""

    list: str
    entry: str
    name: str
    aliases: tuple[str, ...] = ()
    kind: Kind = ""
    programme: str = ""


@dataclass(frozen=True, slots=True)
class NameHit:
    """An entry that a name is near, the form of it that matched, and how near: 100 is the same words in any order.

    `same` has the same words, `near` words spelled a little differently, `part` one word more or fewer.
    """

    listed: Listed
    form: str
    near: int
    how: How
