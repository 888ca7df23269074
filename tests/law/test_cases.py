"""Every case that trade people wrote beside the law comes out to the minor unit."""

from __future__ import annotations

import pytest

from entrepot import statute
from entrepot.statute.cases import Case, cases_in
from entrepot.trade.finding import Finding

FOUND: list[Finding] = []
CASES = list(cases_in(statute.SHIPPED, FOUND))
LAW = statute.load()


def test_the_case_files_can_be_read() -> None:
    assert [str(finding) for finding in FOUND] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.place}: {case.name}")
def test_the_case_comes_out_as_written(case: Case) -> None:
    assert case.differences(LAW) == []
