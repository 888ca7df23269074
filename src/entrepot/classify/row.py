"""One text that is known to name goods of a subheading: what a search is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Row(NamedTuple):
    """A text, the subheading it stands for, its language, and the name of its source (`phrase book`, `cn8` …)."""

    code: str
    text: str
    lang: str
    source: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What an official text takes out of a subheading: “excl. of plastics”."""

    code: str
    text: str
    source: str
