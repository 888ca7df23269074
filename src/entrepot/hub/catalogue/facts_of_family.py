"""What shoppers read of a family of products, as its seller states it; and what is wrong with the statement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from anyascii import anyascii

from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

LONGEST_HANDLE = 80
LONGEST_TITLE = 250
LONGEST_DESCRIPTION = 20_000
MOST_OPTIONS = 5
LANGUAGES = ("en", "zh", "ms")
HANDLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyFacts:
    """A family as shoppers see it. What is left out (None) stays as it was.

    `texts` holds title and description by language, in the languages of the hub's pages.
    """

    handle: str
    title: str
    brand: str | None = None
    options: tuple[str, ...] | None = None
    texts: Mapping[str, Mapping[str, str]] | None = field(default=None)


def handle_of(text: str) -> str:
    """A name for addresses from any text, such as a SKU or a title; Chinese is spelt out."""
    return re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower()).strip("-")[:LONGEST_HANDLE].strip("-") or "product"


def check(facts: FamilyFacts) -> list[Finding]:
    """Everything that is wrong with one family."""
    return list(_wrong(facts))


def _wrong(facts: FamilyFacts) -> Iterator[Finding]:
    if not HANDLE.fullmatch(facts.handle) or len(facts.handle) > LONGEST_HANDLE:
        yield Finding(
            "handle-shape",
            gettext_noop("“{handle}” is no name for an address."),
            "/handle",
            gettext_noop("Use small Latin letters, figures and single hyphens, at most {most}."),
            params={"handle": facts.handle, "most": str(LONGEST_HANDLE)},
        )
    if not facts.title.strip() or len(facts.title) > LONGEST_TITLE:
        yield Finding(
            "family-title-missing",
            gettext_noop("The product has no name for shoppers, or one longer than {most} characters."),
            "/title",
            gettext_noop("Give the name under which shoppers know it."),
            params={"most": str(LONGEST_TITLE)},
        )
    if len(facts.brand or "") > LONGEST_HANDLE:
        yield Finding(
            "brand-too-long",
            gettext_noop("The brand is longer than {most} characters."),
            "/brand",
            gettext_noop("Give the brand alone."),
            params={"most": str(LONGEST_HANDLE)},
        )
    if len(facts.options or ()) > MOST_OPTIONS or len(set(facts.options or ())) < len(facts.options or ()):
        yield Finding(
            "options-too-many",
            gettext_noop("Variants differ in at most {most} things, each named once."),
            "/options",
            gettext_noop("Name what a shopper chooses, such as colour and size."),
            params={"most": str(MOST_OPTIONS)},
        )
    for language, told in (facts.texts or {}).items():
        yield from _wrong_text(language, told)


def _wrong_text(language: str, told: Mapping[str, str]) -> Iterator[Finding]:
    if language not in LANGUAGES or not set(told) <= {"title", "description"}:
        yield Finding(
            "text-language",
            gettext_noop("Shop texts are kept in {languages}, each with title and description; not “{language}”."),
            f"/texts/{language}",
            gettext_noop("Leave it out, or put it under one of these languages."),
            params={"languages": ", ".join(LANGUAGES), "language": language},
        )
    if len(told.get("title", "")) > LONGEST_TITLE or len(told.get("description", "")) > LONGEST_DESCRIPTION:
        yield Finding(
            "text-too-long",
            gettext_noop("The title is longer than {title} characters, or the description than {description}."),
            f"/texts/{language}",
            gettext_noop("Shorten it."),
            params={"title": str(LONGEST_TITLE), "description": str(LONGEST_DESCRIPTION)},
        )
