"""The demonstration rates of exchange that come with the project: round, exact, and shown as what they are."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import entrepot
from entrepot.trade.duty.rates import Rates

PLACE = Path(entrepot.__file__).parent / "law" / "rates" / "demo.csv"
NAME = "demonstration"
BASE = "CNY"


@cache
def rows() -> tuple[tuple[date, str, str, str], ...]:
    """Every shipped rate: the day from which it is used, what one unit of which currency is worth in which other."""
    return tuple(_rows())


@cache
def rates(base: str) -> Rates:
    """The shipped rates against one base; against the first base if the set has none against this one."""
    against = base if any(row[2] == base for row in rows()) else BASE
    return Rates.of(
        against, [(day, currency, worth) for day, currency, base_, worth in rows() if base_ == against], NAME
    )


def _rows() -> Iterator[tuple[date, str, str, str]]:
    lines = PLACE.read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        yield date.fromisoformat(row["from"]), row["currency"], row["against"], row["rate"]
