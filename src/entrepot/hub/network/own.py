"""Who we are to our peers: our keys, which are files of this hub, and the statement that lists them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from entrepot.ehx import identity
from entrepot.ehx.identity import HubFacts, Statement
from entrepot.ehx.keyring import KeyRing
from entrepot.hub import signet
from entrepot.hub.events import clock
from entrepot.hub.network import letterbox
from entrepot.hub.network.models import OwnStatement

REFRESH = timedelta(days=7)


def entity() -> str:
    """Our id among hubs: our address without a path."""
    parts = urlsplit(settings.ENTREPOT_URL)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def host() -> str:
    """Our host as it stands in the names of our keys and channels."""
    return identity.host_of(entity())


def facts() -> HubFacts:
    """What we say of ourselves."""
    return HubFacts(entity(), settings.ENTREPOT_NAME, settings.ENTREPOT_COUNTRY, f"{entity()}/ehx/v1")


def keys() -> KeyRing:
    """Our keys as they lie in their files now; made once, when they are first needed."""
    folder = key_folder()
    if not folder.exists():
        _made(folder)
    return _keys(folder, host(), tuple((each.name, each.stat().st_mtime_ns) for each in sorted(folder.glob("*.pem"))))


def key_folder() -> Path:
    """Where our keys lie."""
    return Path(settings.ENTREPOT_HOME) / "keys" / "ehx"


def statement() -> Statement:
    """Our statement in force: signed anew when it is a week old, or when what it says has changed."""
    last = OwnStatement.objects.order_by("-seq").first()
    if last is None or last.content != _content() or clock.wall() - last.issued_at > REFRESH:
        last = issued()
    return identity.read(last.raw)


@transaction.atomic
def issued(ending: Mapping[str, int] | None = None) -> OwnStatement:
    """Our next statement, if there is something new to state; `ending` says which keys end, and when."""
    last = OwnStatement.objects.select_for_update().order_by("-seq").first()
    now = clock.wall()
    if last is not None and last.content == _content() and now - last.issued_at <= REFRESH and not ending:
        return last
    seq = 1 if last is None else last.seq + 1
    said = identity.read(last.raw) if last is not None else None
    terms = identity.terms(said) if said is not None and said.facts.entity == entity() else []
    ended = [replace(term, until=(ending or {}).get(str(term.key), term.until)) for term in terms]
    raw = identity.issue(
        facts(),
        keys(),
        seq=seq,
        now=int(now.timestamp()),
        terms=ended,
        signet=_signet(),
        letterbox=letterbox.public(),
    )
    return OwnStatement.objects.create(seq=seq, raw=raw, content=_content(), issued_at=now)


def _content() -> str:
    """A digest of what the statement must say now."""
    ring = keys()
    current = (ring.root, ring.log, ring.cosign, ring.http, *ring.leaving.values(), ring.next_root)
    public = [str(key.verifier) for key in current if key is not None]
    return sha256("\n".join([repr(facts()), *public, _signet().hex(), letterbox.public().hex()]).encode()).hexdigest()


def _signet() -> bytes:
    """The public key under which we sign permits and certificates."""
    return signet.kept(Path(settings.ENTREPOT_HOME), host()).verifier.public


def _made(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".keys-", dir=folder.parent))
    KeyRing.generate(host()).save(fresh)
    try:
        fresh.rename(folder)  # the first of several processes wins, whole
    except OSError:
        shutil.rmtree(fresh)


@lru_cache(maxsize=64)
def _keys(folder: Path, host: str, _as_of: tuple[tuple[str, int], ...]) -> KeyRing:
    return KeyRing.load(folder, host)
