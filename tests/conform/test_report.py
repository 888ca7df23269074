"""The signed report: it says what was seen, and no letter of it can be changed."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from entrepot.conform import report
from entrepot.conform.verdict import Verdict
from entrepot.trade.finding import Refused

KEY = report.signing_key()
VERDICTS = [
    Verdict(1, "The receiver dies.", "pass", "the same receipt — twice"),
    Verdict(2, "It dies again.", "not-testable", "needs the inside"),
]
RAW = report.written(
    VERDICTS,
    hub="https://hz.example",
    thumbprint="aaaa",
    at=datetime(2026, 3, 2, tzinfo=UTC),
    failures="f",
    vectors="v",
    key=KEY,
)


def test_a_report_says_who_was_tested_when_and_what_was_seen() -> None:
    said = report.read(RAW, KEY.verifier)
    assert said["hub"] == {"entity": "https://hz.example", "root_thumbprint": "aaaa"}
    assert said["at"] == "2026-03-02T00:00:00+00:00"
    assert said["verdicts"] == {
        "1": {"injected": "The receiver dies.", "outcome": "pass", "evidence": "the same receipt — twice"},
        "2": {"injected": "It dies again.", "outcome": "not-testable", "evidence": "needs the inside"},
    }


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (b'"not-testable"', b'"pass"'),
        (b"hz.example", b"kl.example"),
        (b"2026-03-02", b"2026-03-03"),
        (b'"signature": "', b'"signature": "x'),
        (b'"form"', b'"from"'),
    ],
)
def test_a_changed_report_is_refused(true: bytes, false: bytes) -> None:
    assert true in RAW
    with pytest.raises(Refused):
        report.read(RAW.replace(true, false))


def test_a_report_by_another_key_is_refused() -> None:
    with pytest.raises(Refused):
        report.read(RAW, report.signing_key().verifier)


def test_what_is_no_report_is_refused() -> None:
    for raw in (b"", b"{}", json.dumps({"verdicts": {}}).encode()):
        with pytest.raises(Refused):
            report.read(raw)
