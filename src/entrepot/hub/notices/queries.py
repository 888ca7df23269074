"""What can be asked about notices: a party's inbox, what is unread, and who gets letters of it."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, QuerySet

from entrepot.hub.events.actor import Actor
from entrepot.hub.notices.models import NoLetters, Notice
from entrepot.hub.parties.models import Party, Person

OF_COUNTRY = {"CN": "zh-hans", "HK": "zh-hans", "SG": "en", "MY": "ms", "BN": "ms"}
"""The language in which a firm is told things as long as its people have chosen none."""


def visible(by: Actor) -> QuerySet[Notice]:
    """The inbox of the party for which somebody acts, the newest first. Nobody reads another's."""
    return Notice.objects.filter(party__code=by.party)


def unread(person: Person) -> int:
    """How many notices to a person's parties nobody has read yet."""
    return Notice.objects.filter(party__memberships__person=person, read_at=None).distinct().count()


def unread_by_party(codes: list[str]) -> dict[str, int]:
    """The same for each party."""
    found = Notice.objects.filter(party__code__in=codes, read_at=None).order_by()
    return dict(found.values_list("party__code").annotate(count=Count("id")))


def language_of(party: Party) -> str:
    """The language that the party's people chose, else one that is written in its country."""
    ours = {code for code, _ in settings.LANGUAGES}
    chosen = next((code for code in party.languages if code in ours), None)
    return chosen or OF_COUNTRY.get(party.country, "en")


def readers(party: Party) -> QuerySet[Person]:
    """Who of a party's people gets letters: everybody who may sign in and has not asked to be left alone."""
    left_alone = NoLetters.objects.filter(party=party).values("person")
    people = Person.objects.filter(memberships__party=party, is_active=True)
    return people.exclude(pk__in=left_alone).distinct().order_by("pk")


def wants_letters(person: Person, party: Party) -> bool:
    """Whether somebody gets letters of what a party is told."""
    return not NoLetters.objects.filter(person=person, party=party).exists()


def notice(number: int) -> Notice:
    """One notice, with its party, for whoever sends it on. Raises if there is none."""
    return Notice.objects.select_related("party").get(pk=number)
