"""risk.screening: a name looked for among 200,000 listed ones, beside comparing it with each of them.

The names are invented from syllables, the same every time; one asked name in a hundred is a listed one with its words
turned round or a vowel changed. The baseline is the straightforward way: the same library's best loop over all names
(`process.extractOne`), which finds by letters alone.
"""

from __future__ import annotations

import random
import time
from typing import Any

from bench.timing import median, seconds
from entrepot.hub.customs.names import alike, latin
from entrepot.trade.screening import Index, Listed

NAME = "risk.screening"
SEED, LISTED, ASKED, COMPARED, RUNS = 20261126, 200_000, 20_000, 20, 5
ONSETS = ["b", "c", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "sh", "ch", "kh"]
RHYMES = ["a", "e", "i", "o", "u", "ai", "an", "en", "in", "on"]


def run() -> dict[str, Any]:
    from rapidfuzz import fuzz, process

    chance = random.Random(SEED)  # noqa: S311 - invented names, the same every time
    pool = ["".join(_syllable(chance) for _ in range(chance.choice((1, 2, 2, 3)))) for _ in range(20_000)]
    names = [_name(chance, pool) for _ in range(LISTED)]
    began = time.process_time()
    index = Index(
        (Listed("bench", str(n), name, (), "person") for n, name in enumerate(names)), latin=latin, alike=alike
    )
    built = time.process_time() - began
    known = [_written_otherwise(chance, names[chance.randrange(LISTED)]) for _ in range(ASKED // 100)]
    asked = [*(_name(chance, pool) for _ in range(ASKED - len(known))), *known]
    chance.shuffle(asked)

    def ours() -> list[int]:
        return [len(index._hits(name)) for name in asked]  # past the memory of names asked before

    def theirs() -> list[Any]:
        return [
            process.extractOne(name, names, scorer=fuzz.token_sort_ratio, score_cutoff=85) for name in asked[:COMPARED]
        ]

    each = median([seconds(ours) for _ in range(RUNS)]) / ASKED
    other = seconds(theirs) / COMPARED
    for name in asked[:5000]:
        index.hits(name)
    again = seconds(lambda: [index.hits(name) for name in asked[:5000]]) / 5000
    found = sum(bool(index.hits(name)) for name in known)
    return {
        "value": round(each * 1e6, 1),
        "unit": "us a name",
        "baseline": round(other * 1e6),
        "ratio": round(other / each),
        "listed names": LISTED,
        "asked again": f"{again * 1e6:.2f} us",
        "index built in": f"{built:.1f} s",
        "index besides texts": f"{index.bytes / 1e6:.0f} MB",
        "names written otherwise that were found": f"{found} of {len(known)}",
    }


def _syllable(chance: random.Random) -> str:
    return chance.choice(ONSETS) + chance.choice(RHYMES)


def _name(chance: random.Random, pool: list[str]) -> str:
    return " ".join(chance.choice(pool) for _ in range(chance.choice((2, 3, 3, 4)))).title()


def _written_otherwise(chance: random.Random, name: str) -> str:
    """The same name with its words turned round, or with one vowel heard differently."""
    words = name.split()
    if chance.random() < 0.5:
        return " ".join(words[1:] + words[:1])
    return name.replace("e", "i", 1) if "e" in name else name.replace("o", "u", 1)
