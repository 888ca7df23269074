"""Trade words of another language, word for word in English: enough to be looked up, not to be read.

`glossary/zh.tsv` and `ms.tsv` have the columns `word` and `english`. Chinese is cut by the longest word that is known;
Malay word by word, the longest group of words first, and without its prefixes and endings if need be.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from entrepot.classify.words import HAN, PIECE, normal
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

HEADER = ("word", "english")
LANGUAGES = ("zh", "ms")
MALAY_PREFIXES = ("meny", "meng", "mem", "men", "ber", "ter", "per", "pen", "pem", "ke", "se", "di", "me", "pe", "be")
MALAY_ENDINGS = ("kan", "nya", "lah", "an", "i")
SHORTEST_ROOT = 4


@dataclass(frozen=True, slots=True)
class Glossary:
    """Words of one language and their English; `longest` is in characters for Chinese, in words for Malay."""

    english: dict[str, str]
    longest: int

    def chinese(self, text: str) -> list[str]:
        """The English of every word that is found, from left to right, the longest first."""
        found = []
        for run in HAN.findall(normal(text)):
            at = 0
            while at < len(run):
                for length in range(min(self.longest, len(run) - at), 0, -1):
                    if english := self.english.get(run[at : at + length]):
                        found.append(english)
                        at += length
                        break
                else:
                    at += 1
        return found

    def malay(self, text: str) -> list[str]:
        """The English of every word; what is not known stays as it is, since trade borrows English words."""
        pieces = PIECE.findall(normal(text))
        found = []
        at = 0
        while at < len(pieces):
            for length in range(min(self.longest, len(pieces) - at), 0, -1):
                if english := self._root(" ".join(pieces[at : at + length])):
                    found.append(english)
                    at += length
                    break
            else:
                found.append(pieces[at])
                at += 1
        return found

    def hits(self, text: str) -> int:
        """How many words of the text the glossary knows as they stand."""
        return sum(piece in self.english for piece in PIECE.findall(normal(text)))

    def _root(self, word: str) -> str:
        if found := self.english.get(word):
            return found
        for ending in ("", *MALAY_ENDINGS):
            if ending and not word.endswith(ending):
                continue
            stripped = word.removesuffix(ending)
            for prefix in ("", *MALAY_PREFIXES):
                root = stripped.removeprefix(prefix)
                if (prefix and root == stripped) or len(root) < SHORTEST_ROOT:
                    continue
                if found := self.english.get(root):
                    return found
        return ""


@cache
def glossary(language: str) -> Glossary:
    """The glossary that ships for a language; empty if none does."""
    file = files("entrepot.classify").joinpath("glossary", f"{language}.tsv")
    english = read(file.read_text(encoding="utf-8")) if file.is_file() else {}
    lengths = (len(word.split()) if language == "ms" else len(word) for word in english)
    return Glossary(english, max(lengths, default=0))


def read(text: str) -> dict[str, str]:
    """The words and their English, or a refusal with every line that is wrong."""
    lines = text.splitlines()
    wrong: list[Finding] = []
    found: dict[str, str] = {}
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        wrong.append(_wrong(1, gettext_noop("the first line must name the columns word and english")))
    for number, line in enumerate(lines[1:], 2):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip():
            continue
        if len(cells) != len(HEADER) or not all(cells):
            wrong.append(_wrong(number, gettext_noop("a line has a word and its English, and neither is empty")))
        elif normal(cells[0]) in found:
            wrong.append(_wrong(number, gettext_noop("“{word}” stands twice"), word=cells[0]))
        else:
            found[normal(cells[0])] = cells[1]
    if wrong:
        raise Refused(wrong)
    return found


def _wrong(line: int, sentence: str, **params: str) -> Finding:
    return Finding("glossary", sentence, f"/{line}", params=params)
