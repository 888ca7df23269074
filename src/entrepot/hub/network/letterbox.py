"""Our letterbox: the key to which other hubs seal what is personal. A file of this hub, beside the others."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.ehx import letter
from entrepot.ehx.refusal import refusal
from entrepot.hub.network.models import Peer

FACTS = dict[str, str]


def public() -> bytes:
    """The public half, as our statement lists it; the key is made when it is first needed."""
    return _private(settings.ENTREPOT_HOME).public_key().public_bytes_raw()


def sealed(facts: FACTS, peer: Peer) -> bytes:
    """Personal facts as a letter to a peer, by the key that its statement lists."""
    keys = list(peer.said.letterbox.values())
    if not keys:
        raise refusal(
            "peer-without-letterbox",
            gettext_noop("{peer} publishes no key to seal personal facts to."),
            gettext_noop("Wait until that hub has been brought up to date."),
            peer=peer.name,
        )
    return letter.sealed(msgspec.json.encode(facts), keys[0])


def opened(contents: bytes) -> FACTS:
    """Personal facts out of a letter to us."""
    key = _private(settings.ENTREPOT_HOME)
    content = letter.opened(contents, {public(): key.private_bytes_raw()})
    try:
        return msgspec.json.decode(content, type=FACTS)
    except msgspec.DecodeError:
        raise refusal("letter-unreadable", gettext_noop("The sealed contents cannot be read.")) from None


@lru_cache(maxsize=8)
def _private(home: Path | str) -> X25519PrivateKey:
    """The key from its file; the first of several processes makes it, whole."""
    path = Path(home) / "keys" / "letterbox"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f".letterbox.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(X25519PrivateKey.generate().private_bytes_raw())
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return X25519PrivateKey.from_private_bytes(path.read_bytes())
