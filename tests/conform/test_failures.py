"""Every failure of the protocol, injected in process: the hub stands it, and the kit saw that it does."""

from __future__ import annotations

import pytest

from entrepot.conform import running
from entrepot.conform.table import FAILURES
from entrepot.conform.world import World


@pytest.mark.parametrize("number", sorted(FAILURES))
def test_the_hub_stands_the_failure(world: World, number: int) -> None:
    [verdict] = running.in_process(world, [number], soak_seconds=2)
    assert verdict.outcome == "pass", verdict.evidence
    assert verdict.evidence


def test_each_failure_stands_under_its_own_number() -> None:
    assert {number: each.number for number, each in FAILURES.items()} == {number: number for number in FAILURES}
