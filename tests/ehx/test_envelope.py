"""The message and the batch that carries it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from entrepot.ehx import batch, envelope, strict
from entrepot.ehx.batch import Batch
from entrepot.ehx.merkle import leaf_hash
from entrepot.ehx.refusal import code_of
from entrepot.trade.finding import Refused
from tests.ehx.hubs import HANGZHOU, KLIA, UCR, said

FIRST = said(HANGZHOU, KLIA, 1, "order.placed.v1", 1, total="391.60")


def test_a_message_is_one_line_and_says_who_to_whom_about_what() -> None:
    found = envelope.parse(FIRST)
    assert b"\n" not in FIRST
    assert (found.source, found.dest, found.subject) == ("https://hz.example", "https://kl.example", UCR)
    assert found.kind == "order.placed.v1"
    assert found.time == datetime(2026, 11, 23, 6, 20, 1, tzinfo=UTC)
    assert found.data == {"total": "391.60"}
    assert envelope.leaf(found) == FIRST


def test_the_second_message_names_the_first() -> None:
    second = envelope.parse(said(HANGZHOU, KLIA, 2, "order.placed.v1", 2, FIRST))
    assert second.prev == leaf_hash(FIRST)
    assert envelope.follows(second, FIRST)
    assert not envelope.follows(second, None)
    assert envelope.follows(envelope.parse(FIRST), None)


def test_an_attribute_of_a_later_version_is_kept_and_ignored() -> None:
    value = strict.read(FIRST)
    raw = strict.line({**value, "ehxnew": "x", "data": {**value["data"], "new": True}})
    assert envelope.parse(raw).data == {"total": "391.60", "new": True}


@pytest.mark.parametrize(
    ("name", "value", "pointer"),
    [
        ("specversion", "0.3", "/specversion"),
        ("id", "", "/id"),
        ("id", 7, "/id"),
        ("id", "a\u0007", "/id"),
        ("source", None, "/source"),
        ("subject", " ", "/subject"),
        ("type", "Order placed", "/type"),
        ("time", "2026-11-23T06:20:27+08:00", "/time"),
        ("time", "2026-13-23T06:20:27Z", "/time"),
        ("ehxkeyseq", 0, "/ehxkeyseq"),
        ("ehxkeyseq", True, "/ehxkeyseq"),
        ("ehxsalt", "AAEC", "/ehxsalt"),
        ("ehxprev", "sha-256:AAAA", "/ehxprev"),
        ("data", [], "/data"),
    ],
)
def test_each_attribute_is_held_to_its_form(name: str, value: object, pointer: str) -> None:
    with pytest.raises(Refused) as refused:
        envelope.parse(strict.line({**strict.read(FIRST), name: value}))
    assert pointer in [finding.pointer for finding in refused.value.findings]
    assert code_of(refused.value) == "malformed-envelope"


@pytest.mark.parametrize(
    "name", ["specversion", "id", "source", "type", "subject", "time", "ehxdest", "ehxsalt", "data"]
)
def test_no_attribute_is_invented_when_it_is_missing(name: str) -> None:
    value = strict.read(FIRST)
    del value[name]
    with pytest.raises(Refused) as refused:
        envelope.parse(strict.line(value))
    assert [finding.pointer for finding in refused.value.findings] == [f"/{name}"]


def test_every_finding_is_told_at_once() -> None:
    with pytest.raises(Refused) as refused:
        envelope.parse(b"{}")
    assert len(refused.value.findings) == 10


def test_a_first_message_names_none_before_it_and_a_second_must() -> None:
    first = envelope.parse(FIRST)
    for wrong in (replace(first, keyseq=2), replace(first, prev=b"\0" * 32)):
        with pytest.raises(Refused):
            envelope.leaf(wrong)


WHOLE = Batch("hz.example/ehx/kl.example/reg/1", 3, 5, "head\n", (FIRST, FIRST + b" "))


def test_a_batch_is_read_as_it_was_written() -> None:
    assert batch.parse(WHOLE.to_bytes()) == WHOLE
    assert WHOLE.to_bytes().count(b"\n") == 3


@pytest.mark.parametrize(
    "body",
    [
        WHOLE.to_bytes()[:-1],
        WHOLE.to_bytes() + b"{}\n",
        WHOLE.to_bytes() + b"\n",
        WHOLE.to_bytes().replace(b"\n", b"\r\n"),
        WHOLE.to_bytes().replace(b'"new":5', b'"new":6'),
        WHOLE.to_bytes().replace(b'"old":3', b'"old":5'),
        WHOLE.to_bytes().replace(b'"old":3', b'"old":-3'),
        WHOLE.to_bytes().replace(b'"old":3', b'"old":true'),
        WHOLE.to_bytes().replace(b'"old":3', b'"old":3,"more":1'),
        WHOLE.to_bytes().split(b"\n")[0] + b"\n",
        Batch("o", 0, 0, "h", ()).to_bytes(),
        b"\n",
        b"",
    ],
)
def test_a_body_that_is_no_batch_is_refused(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        batch.parse(body)
    assert code_of(refused.value) == "bad-batch"


def test_one_request_carries_at_most_five_hundred_messages_or_a_mebibyte() -> None:
    assert batch.fitting([b"x"] * 501) == 500
    assert batch.fitting([b"x" * 300_000] * 5) == 3
    assert batch.fitting([b"x" * 2_000_000] * 2) == 1
    assert batch.fitting([]) == 0


@pytest.mark.parametrize("wrong", ["", "dataref", "ehxdatahash", "ehxdatasize", "size", "hash"])
def test_contents_by_reference_name_place_hash_and_size_together(wrong: str) -> None:
    reference = envelope.Reference("https://hz.example/ehx/v1/blobs/" + "ab" * 32, bytes.fromhex("ab" * 32), 1200)
    raw = envelope.leaf(replace(envelope.parse(FIRST), blob=reference))
    assert envelope.parse(raw).blob == reference
    said = strict.read(raw)
    if not wrong:
        return
    if wrong == "size":
        said["ehxdatasize"] = 0
    elif wrong == "hash":
        said["ehxdatahash"] = "sha-256:short"
    else:
        del said[wrong]
    with pytest.raises(Refused):
        envelope.parse(strict.line(said))


def test_a_leap_second_is_told_as_the_first_of_the_next_day() -> None:
    assert envelope.moment("2016-12-31T23:59:60Z") == datetime(2017, 1, 1, tzinfo=UTC)
    assert envelope.moment("2016-12-31T23:59:60.500Z") == datetime(2017, 1, 1, 0, 0, 0, 500_000, tzinfo=UTC)
    for never in ("2016-12-31T22:59:60Z", "2016-12-31T23:59:61Z"):
        with pytest.raises(ValueError):
            envelope.moment(never)
