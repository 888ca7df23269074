"""Which language a text is in, by its script and by the words a glossary knows; and its English, word for word."""

from __future__ import annotations

from dataclasses import dataclass

from entrepot.classify.glossary import glossary
from entrepot.classify.words import HAN, LATIN, normal

MALAY_SHARE = 0.34
"""From this share of words that the Malay glossary knows, a text in Latin letters is Malay."""


@dataclass(frozen=True, slots=True)
class Understood:
    """The language, and what the text says in English as far as the glossary goes; empty for English."""

    lang: str
    english: str


def understood(text: str, lang: str = "") -> Understood:
    """The language of the text, and its English."""
    lang = lang[:2].lower() or language(text)
    if lang == "zh":
        latin = LATIN.findall(normal(text))
        return Understood("zh", " ".join([*glossary("zh").chinese(text), *latin]))
    if lang == "ms":
        return Understood("ms", " ".join(glossary("ms").malay(text)))
    return Understood("en", "")


def language(text: str) -> str:
    """`zh` where Chinese characters outweigh, `ms` where enough words are Malay, else `en`."""
    plain = normal(text)
    han = sum(len(run) for run in HAN.findall(plain))
    latin = LATIN.findall(plain)
    if han and han >= len(latin):
        return "zh"
    malay = glossary("ms")
    known = sum(word in malay.english and malay.english[word] != word for word in latin)
    return "ms" if latin and known / len(latin) >= MALAY_SHARE else "en"
