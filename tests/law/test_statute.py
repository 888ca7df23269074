"""The shipped law can be read, is dated and sourced, and names its content."""

from __future__ import annotations

from entrepot import statute


def test_the_shipped_law_has_no_faults() -> None:
    assert [str(finding) for finding in statute.check()] == []
