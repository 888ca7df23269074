"""What others published, worked out through the hub's own code before any failure is injected (level C0)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, HTTPSignatureKeyResolver
from http_message_signatures.algorithms import ED25519

from entrepot.ehx import cosignature, note
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.encoding import unb64, unb64url
from entrepot.ehx.httpsig import Request
from entrepot.ehx.keys import SigningKey, VerifierKey, thumbprint
from entrepot.ehx.merkle import Frontier, leaf_hash
from entrepot.ehx.proof import inclusion, proves_consistency, proves_inclusion
from entrepot.trade.finding import Refused

# The eight leaves and nine roots of the test tree of the Certificate Transparency reference implementation.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_PATH_OF_5 = [
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]
CT_FROM_6_TO_8 = [
    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
]

# The note of the Go checksum database's documentation.
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_SEED = unb64("AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")[1:]
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_NOTE = (
    GO_TEXT + "\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)

# A head and the line of a public C2SP witness under it.
WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
WITNESSED = "arche2025h1.staging.ct.transparency.dev\n1432088532\nU7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=\n"
WITNESS_LINE = (
    "— remora.n621.de "
    "2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==\n"
)

# RFC 9421, B.2.6: the key of its appendix B.1.4 and the signature.
RFC_9421_SEED = unb64("n4Ni+HpISpVObnQMW0wOhCKROaIKqKtW/2ZYb2p9KcU=")
RFC_9421_SIGNATURE = (
    "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"
)

# RFC 8037, A.1 and A.3.
RFC_8037_KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
RFC_8037_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def failed() -> list[str]:
    """The published vectors that come out differently here; there should be none."""
    return [name for name, holds in VECTORS.items() if not _holds(holds)]


def digest() -> str:
    """One hash over all of them: a report says with it what had come out right before it began."""
    numbers = [*CT_ROOTS, *CT_PATH_OF_5, *CT_FROM_6_TO_8]
    texts = [GO_NOTE, WITNESSED, WITNESS_LINE, RFC_9421_SIGNATURE, RFC_8037_THUMBPRINT]
    return "sha-256:" + sha256("\n".join([*VECTORS, *numbers, *texts]).encode()).hexdigest()


def _holds(vector: Callable[[], bool]) -> bool:
    try:
        return vector()
    except Refused:
        return False


def _roots() -> bool:
    found = [Frontier().append(map(leaf_hash, CT_LEAVES[:size])).root.hex() for size in range(len(CT_ROOTS))]
    return found == CT_ROOTS


def _inclusion() -> bool:
    hashes = [leaf_hash(leaf) for leaf in CT_LEAVES]
    path, root = [bytes.fromhex(node) for node in CT_PATH_OF_5], bytes.fromhex(CT_ROOTS[8])
    return inclusion(hashes, 5) == path and proves_inclusion(hashes[5], 5, 8, path, root)


def _consistency() -> bool:
    path = [bytes.fromhex(node) for node in CT_FROM_6_TO_8]
    return proves_consistency(6, 8, path, bytes.fromhex(CT_ROOTS[6]), bytes.fromhex(CT_ROOTS[8]))


def _note() -> bool:
    key = SigningKey(Ed25519PrivateKey.from_private_bytes(GO_SEED), VerifierKey.parse(GO_KEY))
    return str(note.sign(GO_TEXT, key)) == GO_NOTE and note.opened(GO_NOTE, [key.verifier]).text == GO_TEXT


def _cosignature() -> bool:
    key = VerifierKey.parse(WITNESS)
    return cosignature.received_at(WITNESS_LINE, Checkpoint.parse(WITNESSED), [key]) == 0x6A122120


def _http_signature() -> bool:
    request = Request(
        "POST",
        "https://example.com/foo?param=Value&Pet=dog",
        {"Date": "Tue, 20 Apr 2021 02:07:55 GMT", "Content-Type": "application/json", "Content-Length": "18"},
    )
    HTTPMessageSigner(signature_algorithm=ED25519, key_resolver=_OneKey()).sign(
        request,
        key_id="test-key-ed25519",
        created=datetime.fromtimestamp(1618884473, UTC),
        label="sig-b26",
        include_alg=False,
        covered_component_ids=("date", "@method", "@path", "@authority", "content-type", "content-length"),
    )
    return request.headers["Signature"] == RFC_9421_SIGNATURE


class _OneKey(HTTPSignatureKeyResolver):
    def resolve_private_key(self, key_id: str) -> Any:
        return Ed25519PrivateKey.from_private_bytes(RFC_9421_SEED)

    def resolve_public_key(self, key_id: str) -> Any:
        return self.resolve_private_key(key_id).public_key()


def _thumbprint() -> bool:
    return thumbprint(unb64url(RFC_8037_KEY)) == RFC_8037_THUMBPRINT


VECTORS: dict[str, Callable[[], bool]] = {
    "RFC 6962: nine roots of the test tree": _roots,
    "RFC 6962: an inclusion proof": _inclusion,
    "RFC 6962: a consistency proof": _consistency,
    "C2SP signed-note: the note of the Go checksum database": _note,
    "C2SP tlog-cosignature: a line of a public witness": _cosignature,
    "RFC 9421, B.2.6: a signature with Ed25519": _http_signature,
    "RFC 8037, A.3: a thumbprint": _thumbprint,
}
