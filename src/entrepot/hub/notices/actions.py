"""What a party's people do about notices: read them, choose their language, want letters or none."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext_noop

from entrepot.hub import events
from entrepot.hub.events.actor import Actor
from entrepot.hub.notices.models import NoLetters, Notice
from entrepot.hub.parties import queries as parties
from entrepot.hub.parties.models import Party, Person
from entrepot.trade.finding import Finding, NotYours, Refused

SALT = "entrepot.notices.letters"


@transaction.atomic
def read(numbers: Iterable[int], *, by: Actor) -> int:
    """Note that a party has read these notices; those of others are passed over. Reading twice is harmless."""
    unread = Notice.objects.filter(pk__in=list(numbers), party__code=by.party, read_at=None)
    return unread.update(read_at=by.at)


@transaction.atomic
def choose_language(party: Party, language: str, *, by: Actor) -> Party:
    """The language in which a party is written to; chosen by its own people, the same again is harmless."""
    _theirs(party, by)
    if language not in {code for code, _ in settings.LANGUAGES}:
        raise Refused(
            Finding(
                "language-unknown",
                gettext_noop("This hub does not write “{language}”."),
                "/language",
                gettext_noop("Choose one of: {known}."),
                params={"language": language[:20], "known": ", ".join(code for code, _ in settings.LANGUAGES)},
            )
        )
    party = Party.objects.select_for_update().get(pk=party.pk)
    wanted = [language, *(code for code in party.languages if code != language)]
    if party.languages != wanted:
        party.languages = wanted
        party.save(update_fields=["languages"])
        events.record("notices.language.chosen", f"party:{party.code}", by=by, body={"language": language})
    return party


@transaction.atomic
def want_letters(person: Person, party: Party, wanted: bool, *, by: Actor) -> None:
    """Turn letters to oneself on or off; the inbox keeps every notice all the same."""
    if by.kind != "person" or by.ref != str(person.pk):
        raise NotYours(Finding("letters-not-yours", gettext_noop("Everybody decides on letters to themselves.")))
    _theirs(party, by)
    if wanted:
        NoLetters.objects.filter(person=person, party=party).delete()
    else:
        NoLetters.objects.get_or_create(person=person, party=party, defaults={"since": by.at})


def farewell(person: Person, party: Party) -> str:
    """The word in a letter by which its reader ends such letters without signing in."""
    return signing.dumps([person.pk, party.code], salt=SALT)


@transaction.atomic
def unsubscribe(word: str, *, by: Actor) -> Party:
    """End letters by the word that stood in one; again is harmless, and a word that we did not write is refused."""
    try:
        person, code = signing.loads(word, salt=SALT)
    except signing.BadSignature:
        raise Refused(
            Finding(
                "farewell-unknown",
                gettext_noop("This link is not one of ours, or it was cut."),
                remedy=gettext_noop("Sign in and turn letters off at the head of your notices."),
            )
        ) from None
    party = parties.party(code)
    if Person.objects.filter(pk=person).exists():
        NoLetters.objects.get_or_create(person_id=person, party=party, defaults={"since": by.at})
    return party


def _theirs(party: Party, by: Actor) -> None:
    if by.party != party.code:
        raise NotYours(
            Finding(
                "notices-not-yours",
                gettext_noop("These are notices to another party."),
                params={"party": party.code},
            )
        )
