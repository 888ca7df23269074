"""A name as words that can be compared: small Latin letters, without titles, particles and company forms.

Which words are left out is our own collection: Malay, Arabic and English titles and particles, and the company forms
of the countries that the first corridors join.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from entrepot.trade.screening.skeleton import parts

Latin = Callable[[str], Iterable[str]]
"""Spellings of a name in Latin letters, the likeliest first; handed in, since it needs tables of other scripts."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


TITLES = _set(
    """mr mrs ms miss mdm madam dr prof ir sir dato datuk datin tan-sri puan-sri tun tuan puan encik en cik ustaz
    ustazah yb yab ybhg yam"""
)
AFTER_TITLE = _set("sri seri utama paduka wira")
PILGRIM = _set("haji hj hajah hjh hajjah")
PARTICLES = _set("al el ul ud bin binti binte bte bt b ibn bint ap")
LEADING = _set("al el")
FORMS = _set(
    """ltd limited llc llp lp inc incorporated corp corporation company sdn bhd berhad pte pty plc gmbh jsc ojsc pjsc
    ooo oao zao fze fzco fzc tbk cie bvba sarl"""
)
SHORT_FORMS = _set("co sa as ag ab bv nv kg oy kk pt cv spa srl")

_LEFT_OUT = TITLES | PILGRIM | PARTICLES | FORMS | SHORT_FORMS | {"tan", "puan"}
_CHINESE_FORM = re.compile(
    "(?:股份|集团|集團|控股|责任|責任)*(?:有限|責任有限|责任有限)?(?:责任|責任)?公司|(?:集团|集團)$"
)
_SONS = re.compile(r"(?<![a-z])[asd]/[lpo](?![a-z])", re.IGNORECASE)
_KEPT = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"}
_PLAIN = dict.fromkeys(range(128), " ") | _KEPT | {ord(mark): "" for mark in "'`."}


def words(name: str, latin: Latin) -> list[list[str]]:
    """The words of a name, for each way to write it in Latin letters; a name that is all titles keeps them."""
    if name.isascii():
        return [_words(name)]
    return [_words(each) for each in latin(_CHINESE_FORM.sub(" ", name))]


def _words(name: str) -> list[str]:
    if "," in name:
        name = _turned(name)
    if "/" in name:
        name = _SONS.sub(" ", name)
    plain = name.lower() if name.isascii() and name.replace(" ", "").isalnum() else name.translate(_PLAIN)
    whole = plain.split() if "abd" not in plain else [part for word in plain.split() for part in parts(word)]
    if _LEFT_OUT.isdisjoint(whole):
        return whole
    kept = _without_titles(whole)
    kept = [word for n, word in enumerate(kept) if word not in PARTICLES or not _is_particle(n, word, len(kept))]
    return _without_forms(kept) or whole


def _turned(name: str) -> str:
    """`Rashid, Hussein` is Hussein Rashid; a name with several commas is left as it is."""
    family, _, given = name.partition(",")
    return name if "," in given else f"{given} {family}"


def _is_particle(place: int, word: str, count: int) -> bool:
    """A particle stands between two names; Bin at either end is a name of its own, but Al may begin one."""
    return 0 < place < count - 1 or (place == 0 and count > 1 and word in LEADING)


def _without_titles(whole: list[str]) -> list[str]:
    start = 0
    while start < len(whole):
        word = whole[start]
        if word in TITLES or (start and word in AFTER_TITLE):
            start += 1
        elif f"{word}-{whole[min(start + 1, len(whole) - 1)]}" in TITLES:
            start += 2
        else:
            break
    return [word for word in whole[start:] if word not in PILGRIM]


def _without_forms(kept: list[str]) -> list[str]:
    """Company forms stand at the end, and some at the beginning; a short one may be a name, and leaves two words."""
    while kept and (kept[-1] in FORMS or (kept[-1] in SHORT_FORMS and len(kept) > 2)):
        kept.pop()
    while kept and (kept[0] in FORMS or (kept[0] in SHORT_FORMS and len(kept) > 2)):
        del kept[0]
    return kept
