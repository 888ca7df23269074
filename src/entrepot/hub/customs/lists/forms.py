"""Which form a list is in, told from its beginning, and what a reading of it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_noop

from entrepot.hub.customs.lists import plain, sdn, un
from entrepot.hub.customs.lists.reading import Reading
from entrepot.trade.finding import Finding, Refused


@dataclass(frozen=True, slots=True)
class Form:
    """How one publisher writes its list."""

    title: str
    code: str
    read: Callable[[bytes, str], Reading]


FORMS = {
    "ofac-sdn": Form("OFAC Specially Designated Nationals", "ofac-sdn", sdn.read),
    "un-xml": Form("United Nations Security Council consolidated list", "un", un.read),
    "plain": Form("Names", "", plain.read),
}


def read(content: bytes, code: str = "", form: str = "", aliases: bytes = b"") -> Reading:
    """The entries of a list under the code of the list; the form is told from the content if it is not said.

    `aliases` is the second file of those publishers that give other names apart (OFAC's ALT.CSV).
    """
    form = form or told(content)
    if form not in FORMS:
        raise Refused(
            Finding(
                "list-form-unknown",
                gettext_noop("“{form}” is no form of a list that can be read."),
                "/form",
                gettext_noop("Use one of {known}."),
                params={"form": form, "known": ", ".join(FORMS)},
            )
        )
    code = code or FORMS[form].code
    if not code:
        raise Refused(
            Finding(
                "list-without-code",
                gettext_noop("A table of names does not say which list it is."),
                "/list",
                gettext_noop("Give the list a short code, such as “my-moha”; hits will name it."),
            )
        )
    reading = FORMS[form].read(content, code)
    if aliases:
        reading = sdn.with_aliases(reading, aliases)
    if not reading.entries:
        raise Refused(
            Finding(
                "list-empty",
                gettext_noop("No name was read from this list; the one held before stays."),
                remedy=gettext_noop("Check that the file is whole and in the form {form}."),
                params={"form": form},
            )
        )
    return reading


def told(content: bytes) -> str:
    """The form of a list, from how it begins."""
    start = content[:4000].lstrip(b"\xef\xbb\xbf \r\n")
    if start.startswith(b"<"):
        return "un-xml"
    first = start.split(b"\n", 1)[0].lower()
    return (
        "plain" if b"name" in first.split(b",")[0:8] or b"name" in first.replace(b'"', b"").split(b",") else "ofac-sdn"
    )
