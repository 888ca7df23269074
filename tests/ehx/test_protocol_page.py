"""The examples that the protocol prints are those that this code makes, and they hold when read from the page alone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from entrepot.ehx import capability, checkpoint, cosignature, envelope, filing, httpsig, identity, notice, tlogproof
from entrepot.ehx.encoding import b64, groups, sha256_text
from entrepot.ehx.file import verify_file
from entrepot.ehx.httpsig import Request
from entrepot.ehx.keys import VerifierKey, thumbprint_digest
from entrepot.ehx.merkle import leaf_hash, root
from entrepot.trade.finding import Refused
from tests.ehx import worked
from tests.ehx.hubs import HANGZHOU, KLIA, NOW, SINGAPORE, contents_of_three

KEYS = [hub.keys.root.verifier for hub in (HANGZHOU, KLIA, SINGAPORE)]

PAGE = (Path(__file__).parents[2] / "docs" / "peer-protocol.md").read_text()
PRINTED = dict(re.findall(r"^([^\n`#|]+)\n\n```\n(.*?)\n```$", PAGE.partition("## 14 ")[2], re.MULTILINE | re.DOTALL))


def test_the_page_prints_what_the_code_makes() -> None:
    assert {name: text.rstrip() for name, text in worked.examples().items()} == PRINTED


def test_the_printed_keys_and_statement_belong_together() -> None:
    said = identity.read(PRINTED["statement"])
    assert str(said.root_key) == PRINTED["root key of hz.example"]
    assert groups(thumbprint_digest(said.root)) == PRINTED["its thumbprint"]
    assert [str(key) for key in said.log] == [PRINTED["log key of hz.example"]]


def test_the_printed_messages_hash_to_the_printed_head() -> None:
    first, second = PRINTED["message"].encode(), PRINTED["message about the same subject"].encode()
    assert sha256_text(leaf_hash(first)) == PRINTED["its leaf hash"]
    assert envelope.follows(envelope.parse(second), first)
    assert b64(root([leaf_hash(first), leaf_hash(second)])) == PRINTED["root of both"]
    head = checkpoint.opened(PRINTED["head"] + "\n", [VerifierKey.parse(PRINTED["log key of hz.example"])])
    assert (head.origin, b64(head.root)) == (PRINTED["channel"], PRINTED["root of both"])
    assert checkpoint.channel_id(head.origin) == PRINTED["its id"]
    cosign = [VerifierKey.parse(PRINTED["cosigning key of kl.example"])]
    assert cosignature.received_at(PRINTED["receipt"] + "\n", head, cosign) == NOW + 5
    assert envelope.parse(PRINTED["message with contents by reference"].encode()).blob is not None


def test_the_printed_proof_holds_offline_and_with_any_letter_changed_it_does_not() -> None:
    text, leaf = PRINTED["proof of the first message"] + "\n", PRINTED["message"].encode()
    keys = {
        "log": [VerifierKey.parse(PRINTED["log key of hz.example"])],
        "cosign": [VerifierKey.parse(PRINTED["cosigning key of kl.example"])],
    }
    tlogproof.verify(text, leaf, **keys)
    for at in range(len(text)):
        with pytest.raises(Refused):
            tlogproof.verify(text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :], leaf, **keys)


def test_the_printed_request_is_signed_over_the_printed_messages() -> None:
    header = PRINTED["head"] + "\n"
    body = worked.batch.Batch(
        PRINTED["channel"],
        0,
        2,
        header,
        (PRINTED["message"].encode(), PRINTED["message about the same subject"].encode()),
    ).to_bytes()
    method, url = PRINTED["request"].split(" ")
    names = ("Content-Digest", "Signature-Input", "Signature")
    headers = {name: PRINTED[f"its {name}"] for name in names} | {"Content-Type": worked.batch.MEDIA_TYPE}
    keys = identity.read(PRINTED["statement"]).http
    signed = httpsig.verify_request(Request(method, url, headers, body), keys.get, now=NOW)
    assert signed.nonce == "AAECAwQFBgcICQoLDA0ODw"


def test_what_is_printed_as_passed_on_says_what_was_heard() -> None:
    heard = envelope.parse(PRINTED["message that hz.example told kl.example"].encode())
    told_on = envelope.parse(PRINTED["the same, passed on to sg.example"].encode())
    assert (told_on.cause, told_on.source) == (heard.id, heard.dest)
    assert filing.faithful([heard, told_on])
    cuts = json.loads(PRINTED["cuts of the file of three hubs"])
    verdict = verify_file(filing.seal(contents_of_three(), KLIA.keys.log), [str(key) for key in KEYS])
    assert [(tuple(cut["hubs"]), cut["root"]) for cut in cuts] == [(cut.hubs, b64(cut.root)) for cut in verdict.cuts]


def test_the_printed_notice_and_capabilities_are_read() -> None:
    found = notice.read(PRINTED["notice"].encode(), HANGZHOU.statement)
    assert found.head(PRINTED["channel"]) is not None
    assert capability.read(PRINTED["capabilities"].encode()).takes("order.placed.v2")
