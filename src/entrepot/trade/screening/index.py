"""The index over listed names: a name is looked for under a few fingerprints, and compared only where one is known.

A fingerprint is the sum of the hashes of a name's word skeletons, so the order of words does not matter, and leaving
out a word is a subtraction. All fingerprints of all names lie sorted in one array, behind a table of which exist:
200,000 names take some twenty megabytes besides their texts, and a name that is not listed is passed in a few
millionths of a second.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from sys import intern

from entrepot.trade.screening.entry import Listed, NameHit
from entrepot.trade.screening.nearness import LEAST, Alike, nearness
from entrepot.trade.screening.skeleton import skeleton, syllables
from entrepot.trade.screening.words import Latin, words

Screen = Callable[[str], tuple[NameHit, ...]]

PLACE_BITS, KEY_BITS = 24, 30
PLACES = (1 << PLACE_BITS) - 1
KEYS = (1 << KEY_BITS) - 1
FEWER = hash("one word fewer") & KEYS
CACHED = 1 << 16
MISSPELLED = 5
"""Letters of a word that may be misspelled in its consonants; of a shorter one too little would be left."""


@lru_cache(maxsize=CACHED)
def _prints(word: str) -> tuple[int, int, int]:
    """The fingerprint of one word; and what a misspelling of it leaves: its first letter, or two and its last."""
    bones = skeleton(word)
    itself = hash(bones) & KEYS
    if len(word) < MISSPELLED:
        return itself, 0, 0
    return itself, hash("?" + bones[:1]) - itself & KEYS, hash("??" + bones[:2] + bones[-1:]) - itself & KEYS


class Index:
    """Listed names, ready to be asked. `latin` spells other scripts, `alike` compares two texts."""

    def __init__(self, listed: Iterable[Listed], *, latin: Latin, alike: Alike, least: int = LEAST) -> None:
        self._latin, self._alike, self._least = latin, alike, least
        self._forms: list[tuple[Listed, str, tuple[str, ...]]] = []
        found: list[int] = []
        self.count = 0
        for entry in listed:
            self.count += 1
            for name in (entry.name, *entry.aliases):
                for form in _forms(name, entry, latin):
                    place = len(self._forms)
                    self._forms.append((entry, name, form))
                    found.extend(key << PLACE_BITS | place for key in _listed_under(form))
        assert len(self._forms) <= PLACES, "more names than the index has places for"
        self._sorted = array("Q", sorted(found))
        self._mask = (1 << max(len(found) * 4, 8).bit_length()) - 1
        self._known = bytearray(self._mask + 1)
        for one in found:
            self._known[one >> PLACE_BITS + 3 & self._mask] |= 1 << (one >> PLACE_BITS & 7)
        self.hits = lru_cache(maxsize=CACHED)(self._hits)
        """Every entry that a name is near, the nearest first; each entry once. A name asked again is remembered."""

    @property
    def bytes(self) -> int:
        """What the fingerprints take, besides the texts of the entries."""
        return len(self._sorted) * self._sorted.itemsize + len(self._known)

    def entry(self, code: str, number: str) -> Listed | None:
        """The entry of this number on the list, if it stands there; every name is gone through."""
        return next((each for each, _, _ in self._forms if each.entry == number and each.list == code), None)

    def _hits(self, name: str) -> tuple[NameHit, ...]:
        nearest: dict[tuple[str, str], NameHit] = {}
        for form in words(name, self._latin):
            for place in self._places(form):
                entry, listed, its = self._forms[place]
                near, how = nearness(form, its, self._alike)
                before = nearest.get((entry.list, entry.entry))
                if near >= self._least and (before is None or near > before.near):
                    nearest[entry.list, entry.entry] = NameHit(entry, listed, near, how)
        if not nearest:
            return ()
        return tuple(sorted(nearest.values(), key=lambda hit: (-hit.near, hit.listed.list, hit.listed.entry)))

    def _places(self, asked: Sequence[str]) -> Sequence[int]:
        """The listed forms with a fingerprint in common."""
        known, mask = self._known, self._mask
        prints = [_prints(word) for word in asked]
        whole = sum([one[0] for one in prints])
        keys = [whole, whole ^ FEWER]
        if len(prints) == 2:
            keys += [whole + one[2] for one in prints if one[2]]
        elif len(prints) > 2:
            for itself, misspelled, _ in prints:
                keys.append(whole - itself)
                if misspelled:
                    keys.append(whole + misspelled)
        places: list[int] = []
        for key in keys:
            if known[key >> 3 & mask] >> (key & 7) & 1:
                places += self._under(key & KEYS)
        return sorted(set(places)) if len(places) > 1 else places

    def _under(self, key: int) -> list[int]:
        place, found = bisect_left(self._sorted, key << PLACE_BITS), []
        while place < len(self._sorted) and self._sorted[place] >> PLACE_BITS == key:
            found.append(self._sorted[place] & PLACES)
            place += 1
        return found


def _listed_under(form: Sequence[str]) -> Iterator[int]:
    """The fingerprints of a listed form: whole, with one word misspelled, with one word left out."""
    prints = [_prints(word) for word in form]
    whole = sum(one[0] for one in prints)
    yield whole & KEYS
    if len(prints) == 2:
        yield from ((whole + one[2]) & KEYS for one in prints if one[2])
    elif len(prints) > 2:
        yield from ((whole + one[1]) & KEYS for one in prints if one[1])
        yield from (((whole - one[0]) ^ FEWER) & KEYS for one in prints)


def _forms(name: str, entry: Listed, latin: Latin) -> list[tuple[str, ...]]:
    """The ways in which a listed name may be asked for: as it stands, and a person's given names joined or apart."""
    forms: dict[tuple[str, ...], None] = {}
    for written in words(name, latin):
        form = tuple([intern(word) for word in written])
        if form:
            forms[form] = None
        if entry.kind in ("person", ""):
            forms |= dict.fromkeys(_joined(form))
    return list(forms)


def _joined(form: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Zhang Wei Ming is Zhang Weiming and Wei Ming Zhang is Weiming Zhang; Zhang Weiming is Zhang Wei Ming."""
    if len(form) == 3 and max(map(len, form)) <= 6:
        yield (form[0], form[1] + form[2])
        yield (form[0] + form[1], form[2])
    if len(form) == 2:
        for given, family in (form, form[::-1]):
            if two := syllables(given):
                yield (*two, family)
