"""One version of a tariff as it was loaded: what a quote names, so that it can be worked out again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Edition:
    """A tariff file as it was read: its title, where it was published, its days, and the hash of the files.

    `since` is the first day for which it is used (None: any), `until` the first on which it no longer is. `whole` says
    that it holds the country's full list of codes, so that a code outside it is no code; `complete` names the columns
    of a part that are complete, so that what is not in them is not charged.
    """

    code: str
    jurisdiction: str
    kind: str
    title: str
    source: str = ""
    published: date | None = None
    since: date | None = None
    until: date | None = None
    digest: str = ""
    whole: bool = False
    complete: tuple[str, ...] = ()

    def counts(self, on: date, known: date | None) -> bool:
        """Whether it is used for a day, and was published by then."""
        return (
            (self.since is None or self.since <= on)
            and (self.until is None or on < self.until)
            and (known is None or self.published is None or self.published <= known)
        )
