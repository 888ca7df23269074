"""What to ask when a fact would tell the best suggestions apart: at most two questions, the more telling first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from entrepot.classify.answer import Question
from entrepot.classify.facets.fitting import confines
from entrepot.classify.facets.reading import Fact
from entrepot.trade.wording import gettext_noop

MOST = 2
CLOSE = 0.12
"""A suggestion this far behind the first is still in question."""
SENTENCES = {
    "knit": gettext_noop("Is it knitted or crocheted, or woven?"),
    "gender": gettext_noop("Is it for men or boys, for women or girls, or for babies?"),
    "material": gettext_noop("What is it made of, or mostly made of?"),
}


def questions(ranked: Sequence[tuple[str, float]], facts: Iterable[Fact]) -> tuple[Question, ...]:
    """The facets on which the close suggestions are confined differently and the description says nothing."""
    told = {fact.facet for fact in facts if fact.sure == 1}
    close = [code for code, score in ranked if ranked[0][1] - score <= CLOSE]
    found = []
    for facet, sentence in SENTENCES.items():
        if facet in told:
            continue
        answers: dict[str, list[str]] = {}
        for code in close:
            confined = confines().get(facet, {}).get(code)
            for value in sorted(confined.to) if confined else ():
                answers.setdefault(value, []).append(code)
        if len({tuple(codes) for codes in answers.values()}) > 1:
            found.append(Question(facet, sentence, {value: tuple(codes) for value, codes in answers.items()}))
    return tuple(sorted(found, key=lambda each: -_telling(each, len(close)))[:MOST])


def _telling(question: Question, close: int) -> float:
    """How many suggestions an answer strikes out, on average."""
    return close - sum(len(codes) for codes in question.answers.values()) / len(question.answers)
