"""What others published, we reproduce: RFC 6962 trees, RFC 9421 B.2.6, C2SP notes and cosignatures, RFC 8037 A.3."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from http_message_signatures import HTTPMessageSigner
from http_message_signatures.algorithms import ED25519

from entrepot.conform.vectors import CT_LEAVES, CT_ROOTS, GO_KEY, GO_NOTE, GO_SEED, GO_TEXT
from entrepot.ehx import checkpoint, cosignature, note
from entrepot.ehx.encoding import unb64url
from entrepot.ehx.httpsig import Request, _Keys
from entrepot.ehx.keys import SigningKey, VerifierKey, thumbprint
from entrepot.ehx.merkle import Frontier, leaf_hash, root
from entrepot.ehx.proof import consistency, inclusion, proves_consistency, proves_inclusion
from entrepot.trade.finding import Refused


@pytest.mark.parametrize("size", range(9))
def test_the_test_tree_has_its_published_roots(size: int) -> None:
    hashes = [leaf_hash(leaf) for leaf in CT_LEAVES[:size]]
    assert root(hashes).hex() == CT_ROOTS[size]
    assert Frontier().append(hashes).root.hex() == CT_ROOTS[size]


def test_the_test_tree_has_its_published_inclusion_proofs() -> None:
    hashes = [leaf_hash(leaf) for leaf in CT_LEAVES]
    assert [node.hex() for node in inclusion(hashes, 0)] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [node.hex() for node in inclusion(hashes, 5)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [
        (0, 1, []),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
        (
            1,
            5,
            [
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_the_smaller_test_trees_have_their_published_inclusion_proofs(index: int, size: int, path: list[str]) -> None:
    hashes = [leaf_hash(leaf) for leaf in CT_LEAVES[:size]]
    nodes = [bytes.fromhex(node) for node in path]
    assert inclusion(hashes, index) == nodes
    assert proves_inclusion(hashes[index], index, size, nodes, bytes.fromhex(CT_ROOTS[size]))
    assert not proves_inclusion(hashes[index], index, size, [*nodes, nodes[0] if nodes else bytes(32)], root(hashes))


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_the_test_tree_has_its_published_consistency_proofs(first: int, second: int, path: list[str]) -> None:
    hashes = [leaf_hash(leaf) for leaf in CT_LEAVES[:second]]
    nodes = [bytes.fromhex(node) for node in path]
    assert consistency(hashes, first) == nodes
    assert proves_consistency(first, second, nodes, bytes.fromhex(CT_ROOTS[first]), bytes.fromhex(CT_ROOTS[second]))


def test_the_published_note_of_the_go_checksum_database_is_reproduced_to_the_byte() -> None:
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(GO_SEED), VerifierKey.parse(GO_KEY))
    assert str(note.sign(GO_TEXT, key)) == GO_NOTE
    assert note.opened(GO_NOTE, [key.verifier]).text == GO_TEXT


def test_the_published_note_of_the_specification_opens_with_its_key() -> None:
    key = VerifierKey.parse("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    written = (
        "This is an example message.\n\n— example.com/foo "
        "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
    )
    assert note.opened(written, [key]).text == "This is an example message.\n"
    with pytest.raises(Refused):
        note.opened(written.replace("example message", "Example message"), [key])


def test_a_cosignature_made_by_a_public_witness_is_checked() -> None:
    text = "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"
    line = (
        "— remora.n621.de "
        "2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n"
    )
    witness = VerifierKey.parse("remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2")
    head = checkpoint.Checkpoint.parse(text)
    assert cosignature.received_at(line, head, [witness]) == 0x6A122120
    with pytest.raises(Refused):
        cosignature.received_at(line, checkpoint.Checkpoint(head.origin, head.size + 1, head.root), [witness])


def test_rfc_9421_b_2_6_is_reproduced_by_the_signer_beneath_our_policy() -> None:
    """Our policy always signs more; the vector shows that base and algorithm beneath it are those of the standard."""
    private = load_pem_private_key(
        b"-----BEGIN PRIVATE KEY-----\n"
        b"MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF\n"
        b"-----END PRIVATE KEY-----\n",
        None,
    )
    assert isinstance(private, Ed25519PrivateKey)
    key = SigningKey(private, VerifierKey("rfc9421", 1, private.public_key().public_bytes_raw()))
    request = Request(
        "POST",
        "https://example.com/foo?param=Value&Pet=dog",
        {"Date": "Tue, 20 Apr 2021 02:07:55 GMT", "Content-Type": "application/json", "Content-Length": "18"},
    )
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_Keys(lambda _: None, key)).sign(
        request,
        key_id="test-key-ed25519",
        created=datetime.fromtimestamp(1618884473, UTC),
        label="sig-b26",
        include_alg=False,
        covered_component_ids=("date", "@method", "@path", "@authority", "content-type", "content-length"),
    )
    assert request.headers["Signature-Input"] == (
        'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")'
        ';created=1618884473;keyid="test-key-ed25519"'
    )
    assert request.headers["Signature"] == (
        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"
    )


def test_rfc_8037_a_3_thumbprint() -> None:
    public = unb64url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")
    assert thumbprint(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
