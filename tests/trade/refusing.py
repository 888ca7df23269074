"""How a test says that something is refused, and for which reasons."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from string import Formatter

import pytest

from entrepot.trade.finding import Finding, Refused


@contextmanager
def refused(*codes: str) -> Iterator[list[Finding]]:
    """What is done here is refused, with findings of exactly these codes; each says what is wrong and what to do."""
    found: list[Finding] = []
    with pytest.raises(Refused) as refusal:
        yield found
    found += refusal.value.findings
    assert [finding.code for finding in found] == list(codes)
    for finding in found:
        complete(finding)


def complete(finding: Finding) -> None:
    """A finding says what is wrong and what to do, with nothing left blank."""
    for source, text in ((finding.sentence, finding.told()), (finding.remedy, finding.cure())):
        assert text
        assert text.endswith("."), text
        assert {name for _, name, _, _ in Formatter().parse(source) if name} <= finding.params.keys(), source
