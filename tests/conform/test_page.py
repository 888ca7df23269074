"""The page of the kit lists every failure in the words of the table, and says truly what is tested at an address."""

from __future__ import annotations

import re
from pathlib import Path

from entrepot.conform.table import FAILURES

PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (●?) ?\|$", re.MULTILINE)


def test_the_page_lists_every_failure_in_the_words_of_the_table() -> None:
    rows = {int(number): injected for number, injected, _ in ROW.findall(PAGE.read_text())}
    assert rows == {number: each.injected for number, each in FAILURES.items()}


def test_all_forty_eight_are_there() -> None:
    assert list(FAILURES) == list(range(1, 49))
