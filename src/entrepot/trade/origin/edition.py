"""From one edition of the Harmonized System to another: where a subheading went, and whether that is certain.

Treaties stay on the edition they were written in. A subheading with one counterpart moves with certainty; inside a
family of many to many, the tables list every pair, also pairs without any goods in common, so the move is ambiguous and
a person must look at the goods.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["1:1", "n:1", "1:n", "n:n"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of a correlation table."""

    newer: str
    older: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a subheading stands in the older edition: the default first, then every other candidate."""

    codes: tuple[str, ...]
    kind: Kind

    @property
    def code(self) -> str:
        """The default counterpart."""
        return self.codes[0]

    @property
    def ambiguous(self) -> bool:
        return len(self.codes) > 1


@dataclass(frozen=True)
class Correlation:
    """A table between two editions, `newer` and `older`, with a default counterpart where one is published."""

    newer: str
    older: str
    candidates: Mapping[str, tuple[str, ...]]
    sources: Mapping[str, tuple[str, ...]]
    default: Mapping[str, str]

    @classmethod
    def of(cls, newer: str, older: str, pairs: Iterable[Pair], default: Mapping[str, str] | None = None) -> Correlation:
        forward: dict[str, list[str]] = {}
        back: dict[str, list[str]] = {}
        for pair in pairs:
            forward.setdefault(pair.newer, []).append(pair.older)
            back.setdefault(pair.older, []).append(pair.newer)
        return cls(
            newer,
            older,
            {code: tuple(dict.fromkeys(codes)) for code, codes in forward.items()},
            {code: tuple(dict.fromkeys(codes)) for code, codes in back.items()},
            default or {},
        )

    def moved(self, code: str) -> Moved | None:
        """The counterparts of a code of the newer edition, by its six digits; None if the table does not know it."""
        subheading = code[:6]
        found = self.candidates.get(subheading, ())
        first = self.default.get(subheading)
        if first is not None:
            found = (first, *(each for each in found if each != first))
        return Moved(found, self.kind(subheading)) if found else None

    def kind(self, subheading: str) -> Kind:
        """How the family of the subheading hangs together."""
        olders = self.candidates.get(subheading, ())
        shared = any(len(self.sources.get(older, ())) > 1 for older in olders)
        if len(olders) > 1:
            return "n:n" if shared else "1:n"
        return "n:1" if shared else "1:1"
