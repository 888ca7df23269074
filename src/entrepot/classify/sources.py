"""The texts of the index: what ships, and what was loaded."""

from __future__ import annotations

from collections.abc import Iterator

from entrepot.classify import nomenclature, phrasebook
from entrepot.classify.row import Row
from entrepot.trade.wording import gettext_noop

NOMENCLATURE = gettext_noop("nomenclature")
PHRASE_BOOK = gettext_noop("phrase book")
DECISION = gettext_noop("decision")


def shipped() -> Iterator[Row]:
    """The wording of every subheading, and the phrase book."""
    wording = nomenclature.wording()
    for code in nomenclature.subheadings():
        yield Row(code, wording[code], "en", NOMENCLATURE)
    for entry in phrasebook.entries():
        for language, phrases in entry.phrases.items():
            for phrase in phrases:
                yield Row(entry.code, phrase, language, PHRASE_BOOK)
