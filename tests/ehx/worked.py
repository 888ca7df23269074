"""The worked examples of `docs/peer-protocol.md`: keys of fixed seeds; `python -m tests.ehx.worked` prints them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from entrepot.ehx import (
    batch,
    capability,
    checkpoint,
    cosignature,
    envelope,
    filing,
    httpsig,
    identity,
    notice,
    proof,
    strict,
    tlogproof,
)
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.encoding import b64, sha256_text
from entrepot.ehx.envelope import Reference
from entrepot.ehx.httpsig import Request
from entrepot.ehx.merkle import leaf_hash, root
from tests.ehx.hubs import HANGZHOU, KLIA, NOW, SINGAPORE, passed, said

ORIGIN = checkpoint.origin("hz.example", "kl.example", "reg")
FIRST = said(HANGZHOU, KLIA, 1, "order.placed.v1", 1, total="391.60")
LEAVES = (FIRST, said(HANGZHOU, KLIA, 2, "declaration.exported.v1", 2, FIRST, mrn="26CN000000000001"))


def examples() -> Mapping[str, str]:
    """Each example by its name on the page."""
    hashes = [leaf_hash(leaf) for leaf in LEAVES]
    head = Checkpoint(ORIGIN, 2, root(hashes))
    signed_head = checkpoint.signed(head, HANGZHOU.keys.log)
    receipt = cosignature.cosigned(head, KLIA.keys.cosign, at=NOW + 5)
    body = batch.Batch(ORIGIN, 0, 2, signed_head, LEAVES).to_bytes()
    url = f"https://kl.example/ehx/v1/channels/{checkpoint.channel_id(ORIGIN)}/entries"
    asked = Request("POST", url, {"Content-Type": batch.MEDIA_TYPE}, body)
    httpsig.sign_request(asked, HANGZHOU.keys.http, now=NOW, nonce="AAECAwQFBgcICQoLDA0ODw")
    reference = Reference("https://hz.example/ehx/v1/blobs/" + "ab" * 32, bytes.fromhex("ab" * 32), 1200)
    plain = envelope.parse(LEAVES[0])
    by_reference = envelope.leaf(replace(plain, blob=reference, data={}))
    warned = notice.signed(
        HANGZHOU.keys.root,
        id="0b6f2f2e-6a53-4b0e-9d55-0c2f6a1be001",
        peer=KLIA.entity,
        reason="log-key-stolen",
        time=NOW,
        heads=[head],
        statement=identity.read(HANGZHOU.raw),
    )
    return {
        "root key of hz.example": str(HANGZHOU.keys.root.verifier),
        "its thumbprint": HANGZHOU.statement.thumbprint,
        "log key of hz.example": str(HANGZHOU.keys.log.verifier),
        "cosigning key of kl.example": str(KLIA.keys.cosign.verifier),
        "statement": HANGZHOU.raw,
        "message": LEAVES[0].decode(),
        "its leaf hash": sha256_text(hashes[0]),
        "message about the same subject": LEAVES[1].decode(),
        "message with contents by reference": by_reference.decode(),
        "channel": ORIGIN,
        "its id": checkpoint.channel_id(ORIGIN),
        "root of both": b64(head.root),
        "head": signed_head,
        "receipt": receipt,
        "proof of the first message": str(tlogproof.made(0, proof.inclusion(hashes, 0), signed_head, receipt)),
        "request": f"POST {url}",
        "its Content-Digest": asked.headers["Content-Digest"],
        "its Signature-Input": asked.headers["Signature-Input"],
        "its Signature": asked.headers["Signature"],
        "notice": warned.decode(),
        **_through(),
        "capabilities": capability.of(["order.placed.v1", "order.placed.v2", "receipt.v1"]).to_line().decode(),
    }


def _through() -> dict[str, str]:
    """A message passed on through a third hub, and what the file then says of each two hubs."""
    told_on = next(each.leaf for each in passed() if envelope.parse(each.leaf).cause == "CN-1")
    entities = [hub.entity for hub in (KLIA, HANGZHOU, SINGAPORE)]
    cuts = filing.cuts(entities, [each.leaf for each in passed()])
    return {
        "message that hz.example told kl.example": passed()[0].leaf.decode(),
        "the same, passed on to sg.example": told_on.decode(),
        "cuts of the file of three hubs": strict.line(cuts).decode(),
    }


def page() -> str:
    """The examples as they stand on the page."""
    return "\n".join(f"{name}\n\n```\n{text.rstrip()}\n```\n" for name, text in examples().items())


if __name__ == "__main__":
    print(page())
