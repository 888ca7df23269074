"""Names of every script in Latin letters, and how alike two texts are: what screening is handed.

Chinese is read aloud, traditional characters as simplified ones; every other script is written letter by letter.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from anyascii import anyascii
from opencc import OpenCC
from pypinyin import lazy_pinyin
from rapidfuzz import fuzz

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_APART = re.compile("(?<=[\u3400-\u9fff\uf900-\ufaff])[ \u3000·]+(?=[\u3400-\u9fff\uf900-\ufaff])")
PERSON = 4
"""A run of so many Chinese characters may be a person's name; a longer one is a firm's."""

_PAIRS = "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐宇文长孙司徒司空夏侯端木南宫独孤万俟闻人轩辕钟离"
TWO_CHARACTERS = frozenset(_PAIRS[n : n + 2] for n in range(0, len(_PAIRS), 2))
READ_OTHERWISE = {
    "单": "shan",
    "仇": "qiu",
    "解": "xie",
    "曾": "zeng",
    "查": "zha",
    "任": "ren",
    "区": "ou",
    "朴": "piao",
    "翟": "zhai",
    "盖": "ge",
    "乐": "yue",
    "覃": "qin",
    "缪": "miao",
    "冼": "xian",
    "尉迟": "yuchi",
    "万俟": "moqi",
    "长孙": "zhangsun",
}
"""Characters that are read otherwise where they are a family name."""


def latin(name: str) -> list[str]:
    """The name in Latin letters; a Chinese person's with the family name first and the given names joined."""
    if not _HAN.search(name):
        return [anyascii(name)]
    read = _HAN.sub(lambda run: f" {_read(run[0])} ", _APART.sub("", name))
    return [read if read.isascii() else anyascii(read)]


def alike(one: str, other: str) -> int:
    """How alike two texts are, from 0 to 100: the share of letters that stay when one is made into the other."""
    return int(fuzz.ratio(one, other))


def _read(run: str) -> str:
    if len(run) > PERSON:
        return " ".join([_sound(character) for character in run])
    simple = "".join([_simple(character) for character in run])
    family = simple[:2] if len(simple) > 2 and simple[:2] in TWO_CHARACTERS else simple[:1]
    read = READ_OTHERWISE.get(family) or "".join([_sound(character) for character in family])
    return f"{read} {''.join([_sound(character) for character in simple[len(family) :]])}"


@lru_cache(maxsize=1 << 15)
def _sound(character: str) -> str:
    """How a character is read aloud, without its tone."""
    return "".join(lazy_pinyin(_simple(character)))


@lru_cache(maxsize=1 << 15)
def _simple(character: str) -> str:
    """The simplified character for a traditional one."""
    return str(_simplified().convert(character))


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")
