"""Lists of names taken up: edition by edition, each kept."""

from __future__ import annotations

import zlib
from hashlib import sha256

import msgspec
from django.db import transaction

from entrepot.hub import events
from entrepot.hub.customs import lists
from entrepot.hub.customs.models import NameList
from entrepot.hub.events.actor import Actor
from entrepot.hub.parties import queries as parties


@transaction.atomic
def load_list(
    content: bytes, *, by: Actor, code: str = "", title: str = "", form: str = "", aliases: bytes = b""
) -> tuple[NameList, lists.Reading]:
    """Take up a list: from now on names are screened against it. The same content again only says that it was checked.

    A list that cannot be read, or holds no name, is refused, and the edition held before stays in force.
    """
    parties.require(by, "operator")
    reading = lists.read(content, code, form, aliases)
    code = reading.entries[0].list
    digest = sha256(content + aliases).hexdigest()
    newest = NameList.objects.select_for_update().filter(code=code).last()
    if newest is not None and newest.digest == digest:
        newest.checked_at = by.at
        newest.save(update_fields=["checked_at"])
        return newest, reading
    edition = NameList.objects.create(
        code=code,
        edition=newest.edition + 1 if newest is not None else 1,
        title=title or (newest.title if newest is not None else lists.FORMS[reading.form].title),
        form=reading.form,
        digest=digest,
        published=reading.published,
        count=len(reading.entries),
        packed=zlib.compress(msgspec.msgpack.encode(reading.entries), 6),
        loaded_at=by.at,
        checked_at=by.at,
        loaded_by=by.plain,
    )
    body = {"list": code, "digest": digest, "entries": edition.count, "published": reading.published}
    events.record("customs.names.loaded", f"names:{code}", by=by, body=body)
    return edition, reading
