"""Who we are to our peers: our keys, which are files of this hub, and the statement that lists them."""

from __future__ import annotations

import shutil
import tempfile
from datetime import timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from entrepot.ehx import identity
from entrepot.ehx.identity import HubFacts, Statement
from entrepot.ehx.keys import KeyRing
from entrepot.hub.events import clock
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
    """Our four keys; made once, when they are first needed."""
    return _keys(Path(settings.ENTREPOT_HOME) / "keys" / "ehx", host())


def statement() -> Statement:
    """Our statement in force: signed anew when it is a week old, or when what it says has changed."""
    last = OwnStatement.objects.order_by("-seq").first()
    if last is None or last.content != _content() or clock.wall() - last.issued_at > REFRESH:
        last = _issued()
    return identity.read(last.raw)


@transaction.atomic
def _issued() -> OwnStatement:
    last = OwnStatement.objects.select_for_update().order_by("-seq").first()
    now = clock.wall()
    if last is not None and last.content == _content() and now - last.issued_at <= REFRESH:
        return last
    since = None if last is None else _in_force_since(last)
    seq = 1 if last is None else last.seq + 1
    raw = identity.issue(facts(), keys(), seq=seq, now=int(now.timestamp()), since=since)
    return OwnStatement.objects.create(seq=seq, raw=raw, content=_content(), issued_at=now)


def _in_force_since(last: OwnStatement) -> int | None:
    """When the keys that we have now came into force, if they are the ones that were stated last."""
    said = identity.read(last.raw)
    return said.since.get(str(keys().log.verifier)) if keys().cosign.verifier in said.cosign else None


def _content() -> str:
    """A digest of what the statement must say now."""
    ring = keys()
    public = [str(key.verifier) for key in (ring.root, ring.log, ring.cosign, ring.http)]
    return sha256("\n".join([repr(facts()), *public]).encode()).hexdigest()


@cache
def _keys(folder: Path, host: str) -> KeyRing:
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=".keys-", dir=folder.parent))
        KeyRing.generate(host).save(fresh)
        try:
            fresh.rename(folder)  # the first of several processes wins, whole
        except OSError:
            shutil.rmtree(fresh)
    return KeyRing.load(folder, host)
