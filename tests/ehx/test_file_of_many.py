"""One parcel through a third place: three hubs, two cuts, one file; and the first and the last need not be peers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.ehx import envelope, filing, note, strict
from entrepot.ehx.file import verify_file
from entrepot.ehx.filing import Contents
from tests.ehx.hubs import HANGZHOU, KLIA, SINGAPORE, UCR, Hub, contents_of_three, entries, passed, said

HUBS = (KLIA, HANGZHOU, SINGAPORE)
KEYS = [str(hub.keys.root.verifier) for hub in HUBS]
FILE = filing.seal(contents_of_three(), KLIA.keys.log)


def between(one: Hub, other: Hub) -> bytes:
    """The file that two of the hubs alone would write."""
    theirs = {one.entity, other.entity}
    mine = [each for each in passed() if {envelope.parse(each.leaf).source, envelope.parse(each.leaf).dest} == theirs]
    written = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    return filing.seal(Contents(UCR, written, (one.raw, other.raw), tuple(mine)), one.keys.log)


def test_the_file_holds_what_each_two_neighbours_told_each_other() -> None:
    verdict = verify_file(FILE, KEYS)
    assert verdict.findings == ()
    assert [hub.facts.country for hub in verdict.hubs] == ["MY", "CN", "SG"]
    assert [(each.sender[8:10], each.receiver[8:10], each.kind) for each in verdict.entries] == [
        ("hz", "kl", "order.placed.v1"),
        ("kl", "sg", "order.placed.v1"),
        ("kl", "hz", "passage.opened.v1"),
        ("kl", "sg", "passage.opened.v1"),
        ("sg", "kl", "declaration.imported.v1"),
        ("kl", "hz", "declaration.imported.v1"),
    ]
    assert [cut.hubs for cut in verdict.cuts] == [
        ("https://kl.example", "https://hz.example"),
        ("https://kl.example", "https://sg.example"),
    ]


def test_each_cut_is_the_file_that_its_two_hubs_alone_would_write() -> None:
    cuts = verify_file(FILE, KEYS).cuts
    assert cuts[0].root == verify_file(between(KLIA, HANGZHOU), KEYS).root
    assert cuts[1].root == verify_file(between(KLIA, SINGAPORE), KEYS).root


def test_whichever_hub_writes_it_the_root_is_the_same() -> None:
    for writer in (HANGZHOU, SINGAPORE):
        others = [hub.raw for hub in HUBS if hub is not writer]
        theirs = filing.seal(replace(contents_of_three(), statements=(writer.raw, *others)), writer.keys.log)
        assert verify_file(theirs, KEYS).root == verify_file(FILE, KEYS).root


@pytest.mark.parametrize("missing", HUBS, ids=lambda hub: hub.country)
def test_a_hub_whose_key_was_not_given_is_named(missing: Hub) -> None:
    [finding] = verify_file(FILE, [key for key in KEYS if key != str(missing.keys.root.verifier)]).findings
    assert finding.code == "file-hub-unknown"
    assert finding.params["hub"] == missing.entity


@given(at=st.integers(0, len(FILE) - 1), bit=st.integers(0, 7))
def test_no_byte_of_it_can_change(at: int, bit: int) -> None:
    assert not verify_file(FILE[:at] + bytes([FILE[at] ^ 1 << bit]) + FILE[at + 1 :], KEYS).ok


def test_what_the_hub_between_them_passed_on_must_be_what_it_heard() -> None:
    placed = said(HANGZHOU, KLIA, 1, "order.placed.v1", 1, order="QH0417", total="391.60")
    for retold in (
        said(KLIA, SINGAPORE, 1, "order.placed.v1", 2, cause="CN-1", order="QH0417", total="39.16"),
        said(KLIA, SINGAPORE, 1, "order.changed.v1", 2, cause="CN-1", order="QH0417", total="391.60"),
    ):
        found = [*entries(HANGZHOU, KLIA, "trade", [placed]), *entries(KLIA, SINGAPORE, "trade", [retold])]
        [finding] = verify_file(filing.seal(contents_of_three(found), KLIA.keys.log), KEYS).findings
        assert finding.params["part"] == "passed-on"


FORGERIES = {
    "a cut left out": lambda d: d["cuts"].pop(),
    "another root of a cut": lambda d: d["cuts"][0].update(root=d["root"]),
    "cuts exchanged": lambda d: d["cuts"].reverse(),
    "a hub that said and heard nothing": lambda d: d["hubs"].append(Hub("th.example", "A fourth", "TH", 40).raw),
    "one hub twice": lambda d: d["hubs"].append(d["hubs"][0]),
    "the hub between them left out": lambda d: d.update(hubs=d["hubs"][1:]),
    "a message left out": lambda d: d["entries"].pop(1),
    "the format of two hubs": lambda d: d.update(format=filing.FORMAT),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_even_the_hub_that_holds_everything_cannot_forge_it(forgery: str) -> None:
    document: dict[str, Any] = strict.read(FILE, strict.Limits(size=10**6))
    FORGERIES[forgery](document)
    document["seal"] = str(note.sign(filing.seal_text(document), KLIA.keys.log))
    assert not verify_file(strict.page(document), [*KEYS, str(Hub("th.example", "", "TH", 40).keys.root.verifier)]).ok


def test_a_file_of_two_hubs_is_written_as_it_always_was() -> None:
    document = strict.read(between(KLIA, HANGZHOU), strict.Limits(size=10**6))
    assert document["format"] == "entrepot-consignment-file/1"
    assert "cuts" not in document
