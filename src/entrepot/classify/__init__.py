"""From what a seller writes to codes of the Harmonized System, ranked, with reasons: offline, and without a database.

    from entrepot.classify import Goods, assistant
    answers = assistant().classify([Goods("women's cotton T-shirt"), Goods("瓷盘")])

The way of a text: `goods` (what is asked) -> `language` and `glossary` (which language, and its English) -> `scoring`
(four scorers over the known texts of `index`) -> `fusion` (one figure for each subheading) -> `facets` (what is
contradicted, and what decides) -> `bands`, `reasons`, `asking` -> `answer`. `docs/classification.md` has the figures.
"""

from entrepot.classify.answer import Answer, Reason, Suggestion
from entrepot.classify.classifier import Assistant, assistant
from entrepot.classify.goods import Goods

__all__ = ["Answer", "Assistant", "Goods", "Reason", "Suggestion", "assistant"]
