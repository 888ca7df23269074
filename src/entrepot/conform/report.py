"""The report: the verdicts as JSON, signed, so that it can stand in the record of a peering and be checked later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from importlib.metadata import version
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.conform.verdict import Verdict
from entrepot.ehx import note, strict
from entrepot.ehx.keys import ED25519, SigningKey, VerifierKey
from entrepot.ehx.note import Note
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

FORM = "entrepot-conformance-report/1"
SIGNER = "entrepot-conform"


def written(
    verdicts: Iterable[Verdict],
    *,
    hub: str,
    thumbprint: str,
    at: datetime,
    failures: str,
    vectors: str,
    key: SigningKey,
) -> bytes:
    """The report of one run on a hub, as JSON signed by a key of the kit."""
    said: dict[str, Any] = {
        "form": FORM,
        "kit": {"name": "entrepot", "version": version("entrepot"), "failures": failures, "vectors": vectors},
        "hub": {"entity": hub, "root_thumbprint": thumbprint},
        "at": at.isoformat(timespec="seconds"),
        "verdicts": {str(each.number): _told(each) for each in verdicts},
    }
    signed = note.sign(strict.line(said).decode() + "\n", key)
    return strict.page({**said, "signature": str(signed.signatures[0]).rstrip("\n"), "key": str(key.verifier)})


def read(raw: bytes, key: VerifierKey | None = None) -> dict[str, Any]:
    """What a report says, if its signature holds; of this key, or without one of the key that it names itself."""
    limits = strict.Limits(size=1024 * 1024, depth=8, keys=5000)
    try:
        said = strict.read(raw, limits)
        named, signature = VerifierKey.parse(said.pop("key")), said.pop("signature")
        note.opened(str(Note.parse(f"{strict.line(said).decode()}\n\n{signature}\n")), [key or named])
        if said["form"] != FORM:
            raise _refused()
    except (Refused, KeyError, AttributeError, TypeError):
        raise _refused() from None
    return dict(said)


def signing_key() -> SigningKey:
    """A fresh key for one report: it binds the verdicts together; whose it is, is for the reader to know."""
    private = Ed25519PrivateKey.generate()
    return SigningKey(private, VerifierKey(SIGNER, ED25519, private.public_key().public_bytes_raw()))


def _told(verdict: Verdict) -> dict[str, str]:
    said = asdict(verdict)
    return {name: said[name] for name in ("injected", "outcome", "evidence")}


def _refused() -> Refused:
    return refusal(
        "report-refused",
        gettext_noop("This is not a conformance report with a signature that holds."),
        gettext_noop("Ask for the file as `entrepot conform --report` wrote it, and for the key that signed it."),
    )
