"""What a reading of a list answers: its entries, what it says of its own date, and what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.trade.finding import Finding
from entrepot.trade.screening import Listed


@dataclass(frozen=True, slots=True)
class Reading:
    """A list as it was read; a row that could not be read is a finding and leaves the others alone."""

    form: str
    entries: tuple[Listed, ...]
    published: str = ""
    findings: tuple[Finding, ...] = ()
