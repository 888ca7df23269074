"""For Malaysian goods into Japan the cheapest way found is the best of four agreements, line by line.

The expectation is worked out a second time, straight from the cells of the published file, without any of our readers.
Lines with other rates than percentages, or with two seasons, are left to the tests of the door.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from entrepot import statute
from entrepot.statute.shelf import Shelf
from entrepot.statute.shelf.kinds import KINDS
from entrepot.statute.shelf.loading import Published, prepare
from entrepot.trade.duty.facts import Consignment, Goods
from entrepot.trade.duty.landed import landed_cost
from entrepot.trade.duty.law import Law
from entrepot.trade.money import Money
from tests.law.doors.conftest import shared

__all__ = ["shared"]

DAY = date(2026, 8, 1)
VALUE = 10_000_000
AGREEMENTS = {
    "EPA_マレーシア": "agreement:JP-MY",
    "EPA_アセアン": "agreement:AJCEP",
    "EPA_CPTPP": "agreement:CPTPP",
    "EPA_RCEP_アセアン豪州NZ": "agreement:RCEP",
}
WIDE = str.maketrans("０１２３４５６７８９．％（）", "0123456789.%()")


@dataclass(frozen=True)
class Expected:
    """The general rate of a line and its preferences for Malaysia, in per cent, as the cells say."""

    code: str
    general: Fraction
    preferences: dict[str, Fraction]

    @property
    def best(self) -> Fraction:
        return min(self.preferences.values(), default=self.general)


def percent(cell: str) -> Fraction | None:
    text = cell.strip().translate(WIDE)
    if text == "無税":
        return Fraction(0)
    match = re.fullmatch(r"([\d.]+)%", text)
    return Fraction(match[1]) if match else None


def expected(file: Path) -> Iterator[Expected]:
    above: list[tuple[int, dict[str, str]]] = []
    lines: dict[str, list[dict[str, str]]] = {}
    with gzip.open(file, "rt", encoding="utf-8") as records:
        for record in map(json.loads, records):
            level = int(record["level"])
            while above and above[-1][0] >= level:
                above.pop()
            own = {column: cell for column, cell in record["rates"].items() if cell.strip()}
            above.append((level, {**(above[-1][1] if above else {}), **own}))
            if record["suffix"]:
                code = re.sub(r"\D", "", record["stat_code"]) + record["suffix"]
                lines.setdefault(code, []).append(above[-1][1])
    for code, same in lines.items():
        cells = same[0]
        bound = cells.get("WTO協定", "")
        not_applied = bound.startswith(("(", "（")) and "一部" not in bound
        rates = [cells.get("暫定") or cells.get("基本", ""), "" if not_applied else bound]
        general = [percent(cell) for cell in rates if cell]
        preferences = {name: percent(cells[column]) for column, name in AGREEMENTS.items() if column in cells}
        if len(same) == 1 and general and None not in general and None not in preferences.values():
            known = {name: rate for name, rate in preferences.items() if rate is not None}
            yield Expected(code, min(rate for rate in general if rate is not None), known)


@pytest.fixture(scope="module")
def law(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Law:
    """The law of Japan with its tariff of July 2026 laid over it."""
    home = tmp_path_factory.mktemp("home")
    file = shared / "japan-tariff-2026-07" / "tariff_lines.jsonl.gz"
    told = Published(source="customs.go.jp", since=date(2026, 7, 9))
    ready = prepare(Shelf(home), KINDS["japan"], [file], told)
    assert ready.difference.may_take_effect
    Shelf(home).put(ready.edition, ready.rows, "2026-11-23T00:00:00")
    return statute.load(shelf=Shelf(home)).law("JP", DAY)


@pytest.mark.shared
def test_the_best_agreement_of_every_line_is_found(law: Law, shared: Path) -> None:
    lines = list(expected(shared / "japan-tariff-2026-07" / "tariff_lines.jsonl.gz"))
    assert len(lines) == 8_458
    wrong = [line.code for line in lines if not found_as(line, law)]
    assert wrong == []


@pytest.mark.shared
def test_choosing_the_agreement_is_real_work(shared: Path) -> None:
    lines = list(expected(shared / "japan-tariff-2026-07" / "tariff_lines.jsonl.gz"))
    better = [line for line in lines if line.best < line.general]
    alone = [next(iter(names)) for line in better if len(names := best_of(line)) == 1]
    assert len(better) == 4_557
    assert sum(len(set(line.preferences.values())) > 1 for line in better) == 1_494
    assert (alone.count("agreement:CPTPP"), alone.count("agreement:JP-MY")) == (648, 52)


def best_of(line: Expected) -> set[str]:
    return {name for name, rate in line.preferences.items() if rate == line.best}


def found_as(line: Expected, law: Law) -> bool:
    """Whether the cheapest general import has the duty of the best rate, under the agreement that gives it."""
    goods = Goods(line.code, Money.of(VALUE, "JPY"), origin="MY")
    [quote] = landed_cost([Consignment("MY", "JP", DAY, (goods,), freight=Money.of(0, "JPY"))], law)
    option = quote.option("general")
    assert option is not None
    if option.duty is None:
        return False
    rate = min(line.best, line.general)
    by_agreement = line.best < line.general
    right = not by_agreement or set(option.agreements) <= best_of(line)
    return right and option.duty.exact.amount == VALUE * rate / 100 and bool(option.agreements) == by_agreement
