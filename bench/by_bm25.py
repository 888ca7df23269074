"""The straightforward way to find a code: BM25 over the wording of the nomenclature, and nothing else."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from entrepot.classify import nomenclature
from entrepot.classify.words import words

K1, B = 1.2, 0.75


class ByBm25:
    """Ranks subheadings by the words of their wording and that of their heading."""

    def __init__(self) -> None:
        wording = nomenclature.wording()
        self.codes = nomenclature.subheadings()
        documents = [Counter(words(f"{wording[code]} {wording[code[:4]]}")) for code in self.codes]
        usual = sum(sum(each.values()) for each in documents) / len(documents)
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, document in enumerate(documents):
            length = sum(document.values())
            for word, often in document.items():
                weight = often * (K1 + 1) / (often + K1 * (1 - B + B * length / usual))
                self.postings[word].append((place, weight))

    def ranked(self, text: str, most: int) -> list[str]:
        """The best subheadings for a text."""
        found: Counter[int] = Counter()
        for word in set(words(text)):
            several = self.postings.get(word, ())
            rare = math.log(1 + (len(self.codes) - len(several) + 0.5) / (len(several) + 0.5))
            for place, weight in several:
                found[place] += rare * weight  # type: ignore[assignment]
        return [self.codes[place] for place, _ in found.most_common(most)]
