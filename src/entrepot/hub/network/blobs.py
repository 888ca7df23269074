"""Contents by reference: kept under their hash, given to whom a message names them, fetched from nowhere else.

What a message says about the place is compared with where we know it to be, and never called: only the peer's own
exchange address and the hash make up what we call. Nothing is believed before its hash is that of the message.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.ehx.envelope import Reference
from entrepot.ehx.refusal import refusal
from entrepot.hub.events import clock
from entrepot.hub.network import own, wire
from entrepot.hub.network.models import Blob, Grant, Peer
from entrepot.trade.finding import Refused, Unavailable

LARGEST = 50 * 1024 * 1024
LONGEST = 60.0  # seconds for all of it


def keep(contents: bytes, media_type: str, *, peer: Peer) -> Reference:
    """Keep some contents and let the peer fetch them; answers with what the message says of them."""
    if len(contents) > LARGEST:
        raise _trouble("too-large")
    digest = sha256(contents)
    kept = _kept(digest.hexdigest(), len(contents), media_type)
    if not path(kept.sha256).exists():
        handle, draft = tempfile.mkstemp(dir=_folder())
        with os.fdopen(handle, "wb") as file:
            file.write(contents)
            _to_disk(file.fileno())
        Path(draft).replace(path(kept.sha256))
    Grant.objects.get_or_create(blob=kept, peer=peer)
    return Reference(f"{own.facts().base}/blobs/{kept.sha256}", digest.digest(), len(contents))


def offered(name: str, peer: Peer) -> Blob | None:
    """The contents of this hash, if a message to the peer names them and they have not been erased."""
    found = Blob.objects.filter(sha256=name, grants__peer=peer).first()
    return found if found is not None and path(name).exists() else None


def fetch(peer: Peer, reference: Reference) -> None:
    """Fetch what a message of the peer names, unless it is here; refuses with a code `blob-…` what is not that."""
    name = reference.sha256.hex()
    if Blob.objects.filter(sha256=name).exists() and path(name).exists():
        return
    if reference.url != f"{peer.url}/blobs/{name}":
        raise _trouble("elsewhere")
    if reference.size > LARGEST:
        raise _trouble("too-large")
    handle, draft = tempfile.mkstemp(dir=_folder())
    try:
        with os.fdopen(handle, "wb") as file:
            _streamed(peer, reference, file.fileno())
            _to_disk(file.fileno())
        _kept(name, reference.size, "application/octet-stream")
        Path(draft).replace(path(name))
    finally:
        Path(draft).unlink(missing_ok=True)


def read(name: str) -> bytes:
    """The contents of this hash, checked again."""
    contents = path(name).read_bytes()
    if sha256(contents).hexdigest() != name:
        raise _trouble("wrong-hash")
    return contents


def path(name: str) -> Path:
    """Where the contents of this hash lie."""
    assert len(name) == 64
    assert set(name) <= set("0123456789abcdef")
    return _folder() / name


def _streamed(peer: Peer, reference: Reference, file: int) -> None:
    """Copy the answer, piece by piece, as long as it can still be what was named."""
    digest, size, until = sha256(), 0, clock.ticks() + LONGEST
    with wire.stream(wire.signed("GET", f"{peer.url}/blobs/{reference.sha256.hex()}")) as (status, pieces):
        if status in (403, 404, 410, 422):
            raise _trouble("missing")
        if status != 200:
            raise Unavailable(peer.entity)
        for piece in pieces:
            size += len(piece)
            if size > reference.size:
                raise _trouble("too-large")
            if clock.ticks() > until:
                raise Unavailable(peer.entity)
            digest.update(piece)
            os.write(file, piece)
    if digest.digest() != reference.sha256:
        raise _trouble("wrong-hash")


def _kept(name: str, size: int, media_type: str) -> Blob:
    known, _ = Blob.objects.get_or_create(
        sha256=name, defaults={"size": size, "media_type": media_type, "at": clock.wall()}
    )
    return known


def _to_disk(file: int) -> None:
    os.fsync(file)


def _folder() -> Path:
    folder = Path(settings.ENTREPOT_HOME) / "blobs"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _trouble(what: str) -> Refused:
    return refusal(
        f"blob-{what}",
        gettext_noop("The contents that a message names cannot be taken ({what})."),
        gettext_noop("Ask the sender; then let the message be tried again, or give it up."),
        what=what,
    )
