"""What is left of a word when it is written down from hearing: the consonants, as languages around the corridor hear
them.

Muhammad, Mohammed and Mohamad are one; so are Yusuf and Yousef, Qasim and Kasim, Volkov and Wolkow.
"""

from __future__ import annotations

import re
from functools import lru_cache

_HEARD = (
    ("ph", "f"),
    ("kh", "k"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("sh", "s"),
    ("zh", "j"),
    ("dj", "j"),
    ("ck", "k"),
    ("ch", "5"),
    ("x", "ks"),
)
_FOLDED = str.maketrans("qcwoey", "kkvuii")
_TWICE = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aiu]")
_SERVANT = re.compile("abd(?:u[lr]|el|al)(.{4,})")
SHORT = 4

_INITIAL = "zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw]"
_FINAL = "iang|iong|uang|ang|eng|ong|ian|iao|ing|uai|uan|ai|ei|ao|ou|an|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|[aoeiu]"
_SYLLABLE = re.compile(f"(?:{_INITIAL})?(?:{_FINAL})")
_TWO = re.compile(f"((?:{_INITIAL})?(?:{_FINAL}))((?:{_INITIAL})(?:{_FINAL}))")


@lru_cache(maxsize=1 << 16)
def parts(word: str) -> tuple[str, ...]:
    """A word as it is written apart: Abdulrahman is Abd Rahman, and Abdul is Abd."""
    if not word.startswith("abd"):
        return (word,)
    if word in ("abdul", "abdel", "abdal", "abdur"):
        return ("abd",)
    servant = _SERVANT.fullmatch(word)
    return ("abd", servant[1]) if servant else (word,)


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of a word, and its first vowel; a short word keeps its vowels, of which it has too few to lose."""
    for written, heard in _HEARD:
        if written in word:
            word = word.replace(written, heard)
    first = "y" if word.startswith("y") else ""
    word = _TWICE.sub(r"\1", first + word[len(first) :].translate(_FOLDED))
    if len(word) > 2 and word.endswith("h"):
        word = word[:-1]
    return word if len(word) <= SHORT else word[0] + _TWICE.sub(r"\1", _VOWELS.sub("", word[1:]))


def syllables(word: str) -> tuple[str, str] | None:
    """The two Chinese syllables that a word joins, as Weiming does; nothing if it is one, or none."""
    if _SYLLABLE.fullmatch(word):
        return None
    two = _TWO.fullmatch(word)
    return (two[1], two[2]) if two else None
