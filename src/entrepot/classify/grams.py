"""Runs of characters as numbers: what makes “earing” find “earrings”.

A word gives its runs of four characters, its borders counted, so that beginnings and endings count. (Runs of three and
five beside them find no more, and take three times the room.) The runs of
many texts are worked out at once, as arrays of 64-bit numbers; two runs share a number with a chance that may be
neglected (some 10^5 different runs among 2^64 numbers).
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from entrepot.classify.words import words

Numbers = NDArray[np.uint64]
Places = NDArray[np.int32]
LENGTHS = (4,)
FACTOR = np.uint64(0x9E3779B97F4A7C15)
SPREAD = np.uint64(0xBF58476D1CE4E5B9)


def word_number(word: str) -> int:
    """The number of a word, the same on every machine."""
    raw = word.encode()
    return (zlib.crc32(raw) << 32) | zlib.crc32(b"\x00" + raw[::-1])


def character_runs(texts: Sequence[str]) -> tuple[Places, Numbers]:
    """Every run of every text: the position of the text, and the number of the run."""
    joined = [" " + " ".join(words(text)) + " " for text in texts]
    lengths = np.fromiter(map(len, joined), dtype=np.int64, count=len(joined))
    raw = "".join(joined).encode("utf-32-le")
    points = np.frombuffer(raw, dtype=np.uint32).astype(np.uint64)
    owner = np.repeat(np.arange(len(joined), dtype=np.int32), lengths)
    places, numbers = [], []
    space = points == ord(" ")
    for length in LENGTHS:
        count = len(points) - length + 1
        if count <= 0:
            continue
        number = np.full(count, length, dtype=np.uint64)
        broken = np.zeros(count, dtype=bool)
        for n in range(length):
            part = points[n : n + count]
            with np.errstate(over="ignore"):
                number = (number ^ part) * FACTOR
                number ^= number >> np.uint64(29)
            if 0 < n < length - 1:
                broken |= space[n : n + count]
        kept = ~broken & (owner[:count] == owner[length - 1 :])
        with np.errstate(over="ignore"):
            numbers.append(number[kept] * SPREAD)
        places.append(owner[:count][kept])
    if not places:
        return np.zeros(0, np.int32), np.zeros(0, np.uint64)
    return np.concatenate(places), np.concatenate(numbers)


def word_runs(texts: Sequence[str]) -> tuple[Places, Numbers]:
    """Every word of every text: the position of the text, and the number of the word."""
    known: dict[str, int] = {}
    places: list[int] = []
    numbers: list[int] = []
    for place, text in enumerate(texts):
        for word in words(text):
            if word not in known:
                known[word] = word_number(word)
            places.append(place)
            numbers.append(known[word])
    return np.array(places, dtype=np.int32), np.array(numbers, dtype=np.uint64)
