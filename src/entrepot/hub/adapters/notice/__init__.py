"""Letters about notices: written in the language of the party, sent to those of its people who want them.

The adapter that `ENTREPOT_NOTICE` names carries them. A subject names a declaration or a permit and never a person.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from entrepot.hub.adapters.notice.letter import Letter, Post
from entrepot.hub.events.actor import Actor
from entrepot.hub.events.models import Event
from entrepot.hub.notices import actions, queries, telling
from entrepot.hub.notices.models import Notice

__all__ = ["Letter", "Post", "letters", "post", "sent"]


def post() -> Post:
    """The carrier of letters named in the settings."""
    return cast("Post", import_module(settings.ENTREPOT_NOTICE))


def sent(event: Event, by: Actor) -> None:
    """A notice was written: send it to everybody of the party who wants letters."""
    notice = queries.notice(int(event.subject.removeprefix("notice:")))
    if found := letters(notice):
        post().deliver(found)


def letters(notice: Notice) -> list[Letter]:
    """The letters about a notice, in the language of its party."""
    with translation.override(queries.language_of(notice.party)):
        said = telling.told(notice)
        lines = [
            said.told,
            said.reason and _("Why: {reason}").format(reason=said.reason),
            said.law and _("By which law: {law}").format(law=said.law),
            said.do and _("What to do: {do}").format(do=said.do),
            _("Read on: {link}").format(link=settings.ENTREPOT_URL + said.link),
        ]
        text = "\n\n".join(line for line in lines if line)
        return [
            _to(person.email, said.heading, text, _farewell(actions.farewell(person, notice.party)))
            for person in queries.readers(notice.party)
        ]


def _to(address: str, heading: str, text: str, farewell: str) -> Letter:
    foot = _("You get this for a firm at {hub}. No letters any more: {link}")
    ended = foot.format(hub=settings.ENTREPOT_NAME, link=farewell)
    subject = f"{settings.ENTREPOT_NAME}: {heading}"
    return Letter(to=address, subject=" ".join(subject.split()), text=f"{text}\n\n-- \n{ended}\n", farewell=farewell)


def _farewell(word: str) -> str:
    return f"{settings.ENTREPOT_URL}/notices/letters/{word}"
