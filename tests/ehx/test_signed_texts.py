"""Keys, notes, heads of channels, receipts and proof files."""

from __future__ import annotations

from pathlib import Path

import pytest

from entrepot.ehx import checkpoint, cosignature, note, tlogproof
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.encoding import groups, unb64, unb64url
from entrepot.ehx.keyring import KeyRing
from entrepot.ehx.keys import ROLES, VerifierKey
from entrepot.ehx.refusal import code_of
from entrepot.trade.finding import Refused
from tests.ehx.hubs import HANGZHOU, KLIA, NOW, entries, said

HEAD = Checkpoint("hz.example/ehx/kl.example/reg/1", 1300, bytes(range(32)))
LOG, COSIGN = HANGZHOU.keys.log, KLIA.keys.cosign


@pytest.mark.parametrize("text", ["AA", "AA=", "AB==", "A A=", "AA==\n", "é", "-_=="])
def test_base64_has_one_form(text: str) -> None:
    with pytest.raises(Refused):
        unb64(text)


def test_url_base64_has_one_form() -> None:
    assert unb64url("-_8") == b"\xfb\xff"
    for text in ("-_9", "+/8", "-_8="):
        with pytest.raises(Refused):
            unb64url(text)


def test_operators_read_eight_groups_of_four() -> None:
    assert groups(bytes(range(32))) == "0001 0203 0405 0607 0809 0a0b 0c0d 0e0f"


def test_a_key_is_written_and_read_back() -> None:
    for role in ROLES:
        key = getattr(HANGZHOU.keys, role).verifier
        assert key.name == f"hz.example/ehx/{role}"
        assert VerifierKey.parse(str(key)) == key
    assert (HANGZHOU.keys.log.verifier.kind, HANGZHOU.keys.cosign.verifier.kind) == (1, 4)


def test_a_key_with_one_letter_changed_is_none() -> None:
    written = str(LOG.verifier)
    for at in range(len(written)):
        changed = written[:at] + chr(ord(written[at]) ^ 1) + written[at + 1 :]
        with pytest.raises(Refused):
            VerifierKey.parse(changed)


def test_keys_are_kept_for_their_owner_only_and_never_written_over(tmp_path: Path) -> None:
    ring = KeyRing.generate("hz.example")
    ring.save(tmp_path / "keys")
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert KeyRing.load(tmp_path / "keys", "hz.example").log.verifier == ring.log.verifier
    with pytest.raises(FileExistsError):
        KeyRing.generate("hz.example").save(tmp_path / "keys")
    (tmp_path / "keys" / "log.pem").chmod(0o644)
    with pytest.raises(Refused) as refused:
        KeyRing.load(tmp_path / "keys", "hz.example")
    assert code_of(refused.value) == "key-open-to-others"


def test_a_note_with_any_byte_changed_does_not_open() -> None:
    written = str(note.sign("one\ntwo\n", LOG)).encode()
    assert note.opened(written.decode(), [LOG.verifier]).text == "one\ntwo\n"
    for at in range(len(written)):
        for bit in (1, 0x20):
            changed = bytearray(written)
            changed[at] ^= bit
            with pytest.raises(Refused):
                note.opened(changed.decode(errors="replace"), [LOG.verifier])


def test_a_note_may_hold_the_signatures_of_an_old_and_a_new_key() -> None:
    written = str(note.sign("text\n", LOG, KLIA.keys.log))
    assert note.opened(written, [LOG.verifier]).text == "text\n"
    assert note.opened(written, [KLIA.keys.log.verifier]).text == "text\n"
    with pytest.raises(Refused):
        note.opened(written, [KLIA.keys.root.verifier])


@pytest.mark.parametrize(
    "written",
    [
        "",
        "text\n",
        "text\n\n",
        "\n\n— a AAAAAAA=\n",
        "text\n\n- a AAAAAAA=\n",
        "t\tx\n\n— a AAAAAAA=\n",
        "text\n\n— a AAAAAAA=",
    ],
)
def test_what_is_no_note_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        note.Note.parse(written)


def test_a_note_with_seventeen_signatures_is_refused() -> None:
    line = str(note.sign("text\n", LOG)).split("\n\n")[1]
    assert len(note.Note.parse("text\n\n" + line * 16).signatures) == 16
    with pytest.raises(Refused):
        note.Note.parse("text\n\n" + line * 17)


def test_a_head_is_opened_by_its_log_key_only() -> None:
    written = checkpoint.signed(HEAD, LOG)
    assert checkpoint.opened(written, [LOG.verifier]) == HEAD
    for key in (HANGZHOU.keys.root, HANGZHOU.keys.http, KLIA.keys.log):
        with pytest.raises(Refused) as refused:
            checkpoint.opened(written, [key.verifier])
        assert code_of(refused.value) == "bad-checkpoint"


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\nAAAA\n",
        "a\n01\n{root}\n",
        "a\n-1\n{root}\n",
        "a\n1\n{root}\nmore\n",
        "\n1\n{root}\n",
        "a\n1\n{root}",
        "a\n１\n{root}\n",
        "a\n" + "9" * 5000 + "\n{root}\n",
    ],
)
def test_a_head_is_three_lines_in_their_form(text: str) -> None:
    with pytest.raises(Refused):
        Checkpoint.parse(text.replace("{root}", "A" * 43 + "="))


def test_a_channel_is_named_by_both_hubs_and_its_purpose() -> None:
    name = checkpoint.origin("hz.example", "kl.example", "reg")
    assert name == "hz.example/ehx/kl.example/reg/1"
    assert checkpoint.channel_id(name) != checkpoint.channel_id(checkpoint.origin("hz.example", "kl.example", "reg", 2))


def test_a_receipt_says_when_the_head_was_held() -> None:
    line = cosignature.cosigned(HEAD, COSIGN, at=NOW)
    assert cosignature.received_at(line, HEAD, [COSIGN.verifier]) == NOW
    assert len(unb64(line.split(" ")[2].rstrip("\n"))) == 76


@pytest.mark.parametrize("change", ["root", "size", "origin", "key", "future", "log-key", "bits", "time"])
def test_a_lying_receipt_is_refused(change: str) -> None:
    line, head, keys = cosignature.cosigned(HEAD, COSIGN, at=NOW), HEAD, [COSIGN.verifier]
    if change == "root":
        head = Checkpoint(HEAD.origin, HEAD.size, bytes(32))
    elif change == "size":
        head = Checkpoint(HEAD.origin, HEAD.size - 1, HEAD.root)
    elif change == "origin":
        head = Checkpoint("kl.example/ehx/hz.example/reg/1", HEAD.size, HEAD.root)
    elif change == "key":
        keys = [HANGZHOU.keys.cosign.verifier]
    elif change == "log-key":
        keys = [LOG.verifier]
    elif change == "future":
        line = cosignature.cosigned(HEAD, COSIGN, at=NOW + 61)
    elif change == "bits":
        line = line[:-4] + ("A" if line[-4] != "A" else "B") + line[-3:]
    elif change == "time":
        signature = note.Signature.parse(line)
        later = (NOW + 1).to_bytes(8, "big") + signature.value[8:]
        line = str(note.Signature(signature.name, signature.key_id, later))
    with pytest.raises(Refused) as refused:
        cosignature.received_at(line, head, keys, not_after=NOW + 60)
    assert code_of(refused.value) == "receipt-invalid"


def test_a_third_party_checks_a_proof_file_with_two_keys_and_refuses_every_change() -> None:
    leaves, before = [], None
    for number in range(1, 8):
        before = said(HANGZHOU, KLIA, number, "tracking.events.v1", number, before)
        leaves.append(before)
    found = entries(HANGZHOU, KLIA, "bulk", leaves)[4]
    text = str(tlogproof.made(found.index, found.path, found.head.checkpoint, found.head.receipt))
    keys = {"log": [LOG.verifier], "cosign": [COSIGN.verifier]}
    head, at = tlogproof.verify(text, leaves[4], **keys)
    assert (head.size, at) == (7, NOW + 5)
    assert text.startswith("c2sp.org/tlog-proof@v1\nindex 4\n")
    with pytest.raises(Refused):
        tlogproof.verify(text, leaves[3], **keys)
    for at in range(len(text)):
        with pytest.raises(Refused):
            tlogproof.verify(text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :], leaves[4], **keys)
