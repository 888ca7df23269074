"""A listing's texts in the reader's language; where there are none, in another, and the page says which."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from entrepot.classify.language import language
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.web import wording

SPOKEN = {"en": "en", "zh-hans": "zh", "ms": "ms"}
TAGS = {"en": "en", "zh": "zh-Hans", "ms": "ms"}
NAMES = {"en": _("English"), "zh": _("Chinese"), "ms": _("Malay")}


@dataclass(frozen=True, slots=True)
class Told:
    """Title and description, and their language where it is not the reader's."""

    title: str
    description: str
    lang: str
    foreign: bool

    @property
    def tag(self) -> str:
        """The language as a page marks it; blank where it is the page's own."""
        return TAGS.get(self.lang, self.lang) if self.foreign else ""

    @property
    def language(self) -> str:
        """The language by its name."""
        return str(NAMES.get(self.lang, self.lang))


def told(listing: Listing) -> Told:
    """The texts in the reader's language, else English, else in whatever language the seller wrote."""
    reads = SPOKEN[wording.spoken()]
    texts = listing.texts
    own = language(listing.title)
    lang = next((each for each in (reads, "en") if texts.get(each, {}).get("title") or own == each), own)
    title = texts.get(lang, {}).get("title") or listing.title
    described = texts.get(lang, {}).get("description", "")
    return Told(title, described, lang, lang != reads)


def line(title: str, listing: Listing | None) -> str:
    """What a line of a cart or an order is called in the reader's language.

    A variant is called as its listing and something more; only the name of the listing is put into another language.
    """
    if listing is None or not title.startswith(listing.title):
        return title
    return told(listing).title + title.removeprefix(listing.title)


def other_description(listing: Listing, shown: Told) -> Told | None:
    """A description in another language, where there is none in that of the title."""
    if shown.description:
        return None
    for lang in ("en", *listing.texts):
        if described := listing.texts.get(lang, {}).get("description"):
            return Told("", described, lang, lang != SPOKEN[wording.spoken()])
    return None
