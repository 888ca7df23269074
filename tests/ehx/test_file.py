"""One parcel, one file, both borders: checked offline by anyone, and no byte of it can change."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from entrepot.ehx import filing, note, strict
from entrepot.ehx.file import verify_file
from entrepot.trade.finding import Finding
from tests.ehx.hubs import HANGZHOU, KLIA, NOW, UCR, Hub, contents, entries, said, told

KEYS = [str(HANGZHOU.keys.root.verifier), str(KLIA.keys.root.verifier)]
FILE = filing.seal(contents(), HANGZHOU.keys.log)


def resealed(document: dict[str, Any]) -> bytes:
    """A file that an exporting hub forged: changed, and sealed anew with its own log key."""
    document["seal"] = str(note.sign(filing.seal_text(document), HANGZHOU.keys.log))
    return strict.page(document)


def findings(raw: bytes, keys: list[str] = KEYS) -> tuple[Finding, ...]:
    return verify_file(raw, keys).findings


def test_the_file_tells_the_parcel_s_story_with_both_hubs_as_witnesses() -> None:
    verdict = verify_file(FILE, KEYS)
    assert verdict.ok
    assert verdict.ucr == UCR
    assert [hub.facts.name for hub in verdict.hubs] == ["Hangzhou e-hub", "KLIA e-hub"]
    assert [(entry.sender, entry.kind) for entry in verdict.entries] == [
        ("https://hz.example", "order.placed.v1"),
        ("https://hz.example", "declaration.exported.v1"),
        ("https://kl.example", "declaration.imported.v1"),
    ]
    assert {entry.received for entry in verdict.entries} == {datetime.fromtimestamp(NOW + 5, UTC)}
    assert verdict.entries[1].envelope.data == {"goods": "茶壶"}
    assert verdict.root == filing.contents_root([entry.leaf for entry in told()])


def test_the_same_parcel_gives_the_same_file_and_the_other_hub_s_file_has_the_same_root() -> None:
    assert filing.seal(contents(), HANGZHOU.keys.log) == FILE
    theirs = filing.seal(replace(contents(), statements=(KLIA.raw, HANGZHOU.raw)), KLIA.keys.log)
    verdict = verify_file(theirs, KEYS)
    assert verdict.ok
    assert verdict.root == verify_file(FILE, KEYS).root


def test_it_is_readable_as_json() -> None:
    assert json.loads(FILE)["entries"][1]["message"].endswith('"data":{"goods":"茶壶"}}')


@pytest.mark.parametrize("step", [0, 3])
def test_no_byte_of_it_can_change(step: int) -> None:
    """In one run the letter's case is flipped in each byte, in the other a different bit from byte to byte."""
    small = filing.seal(contents(told()[:1]), HANGZHOU.keys.log)
    flipped = (small[:at] + bytes([small[at] ^ 1 << (5 + at * step) % 8]) + small[at + 1 :] for at in range(len(small)))
    assert [at for at, raw in enumerate(flipped) if verify_file(raw, KEYS).ok] == []


def test_nothing_can_be_added_or_cut_off() -> None:
    for raw in (
        b"",
        FILE[:-1],
        FILE + b"\n",
        b" " + FILE,
        FILE[: len(FILE) // 2],
        json.dumps(json.loads(FILE)).encode(),
    ):
        assert not verify_file(raw, KEYS).ok


def test_without_the_keys_of_both_hubs_nothing_is_proved_and_the_right_key_is_named() -> None:
    for keys in ([], KEYS[:1], KEYS[1:], [KEYS[0], KEYS[0]]):
        found = findings(FILE, keys)
        assert [finding.code for finding in found] == ["file-hub-unknown"]
    assert KLIA.statement.thumbprint in str(findings(FILE, KEYS[:1])[0])


def test_the_log_and_cosigning_keys_of_a_hub_serve_instead_of_its_root() -> None:
    log, cosign = str(KLIA.keys.log.verifier), str(KLIA.keys.cosign.verifier)
    assert verify_file(FILE, [KEYS[0], log, cosign]).ok
    assert not verify_file(FILE, [KEYS[0], log]).ok


def test_a_key_that_is_none_is_said_to_be_none() -> None:
    assert [finding.code for finding in findings(FILE, ["nonsense", KEYS[0]])] == ["key-unreadable"]


FORGERIES = {
    "an entry left out of the middle": lambda d: d["entries"].pop(0),
    "an unknown member": lambda d: d.update(more=1),
    "another parcel": lambda d: d.update(ucr="6CN-OTHER"),
    "another order": lambda d: d["entries"].reverse(),
    "an entry twice": lambda d: d["entries"].append(d["entries"][-1]),
    "another number": lambda d: d["entries"][0].update(index=1),
    "another message": lambda d: d["entries"][0].update(message=d["entries"][0]["message"].replace("391.60", "91.60")),
    "an unknown head": lambda d: d["entries"][0].update(head=9),
    "a head of another entry": lambda d: d["entries"][0].update(head=1),
    "a head not used": lambda d: d["heads"].append(d["heads"][0]),
    "a receipt of another channel": lambda d: d["heads"][0].update(receipt=d["heads"][1]["receipt"]),
    "another root": lambda d: d.update(root="A" * 43 + "="),
    "a date that is none": lambda d: d.update(written="yesterday"),
    "one hub twice": lambda d: d.update(hubs=[d["hubs"][0], d["hubs"][0]]),
    "no entries": lambda d: d.update(entries=[], heads=[]),
    "a proof of something else": lambda d: d["entries"][0]["proof"].append("A" * 43 + "="),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_even_the_exporting_hub_cannot_forge_it(forgery: str) -> None:
    """The seal is made anew with the true key; what the other hub signed still tells."""
    document = strict.read(FILE, strict.Limits(size=10**6))
    FORGERIES[forgery](document)
    assert [finding.code for finding in findings(resealed(document))] in (
        ["file-false"],
        ["bad-checkpoint"],
        ["receipt-invalid"],
    )


def test_the_last_message_of_the_other_hub_can_be_left_out_only_by_showing_another_root() -> None:
    """An earlier file of the same parcel: true, but its root differs from the one the other hub tells."""
    earlier = filing.seal(contents(told()[:2]), HANGZHOU.keys.log)
    verdict = verify_file(earlier, KEYS)
    assert verdict.ok
    assert verdict.root != verify_file(FILE, KEYS).root


def test_a_receipt_made_by_the_sender_itself_proves_nothing() -> None:
    alone = Hub("kl.example", "KLIA e-hub", "MY", 90)
    found = entries(HANGZHOU, alone, "trade", [said(HANGZHOU, KLIA, 1, "order.placed.v1", 1)])
    forged = filing.seal(contents(found), HANGZHOU.keys.log)
    assert [finding.code for finding in findings(forged)] == ["receipt-invalid"]
    whole = filing.seal(replace(contents(found), statements=(HANGZHOU.raw, alone.raw)), HANGZHOU.keys.log)
    assert [finding.code for finding in findings(whole)] == ["file-hub-unknown"]


def test_a_key_that_came_into_force_after_the_receipt_proves_nothing() -> None:
    from entrepot.ehx import identity

    late = identity.issue(KLIA.statement.facts, KLIA.keys, seq=1, now=NOW + 1000)
    forged = filing.seal(replace(contents(), statements=(HANGZHOU.raw, late)), HANGZHOU.keys.log)
    assert [finding.params["part"] for finding in findings(forged)] == ["key-too-young"]


def test_a_seal_by_another_role_is_no_seal() -> None:
    for key in (HANGZHOU.keys.root, HANGZHOU.keys.http, KLIA.keys.log):
        assert not verify_file(filing.seal(contents(), key), KEYS).ok
