"""Which code a product may have: what the assistant says of its words, on the product's own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from entrepot.classify import Goods
from entrepot.classify.asking import SENTENCES
from entrepot.classify.goods import checked
from entrepot.hub.catalogue import classifying
from entrepot.hub.catalogue.models import Product
from entrepot.hub.web import wording
from entrepot.hub.web.classify import sheets
from entrepot.hub.web.pieces import FindingNote
from entrepot.hub.web.quote.answers import goods_words
from entrepot.hub.web.seller.product_deeds import described
from entrepot.trade.finding import Refused

FACETS = tuple(SENTENCES)
QUESTIONS = 2
SHOWN = 4


def shown(request: HttpRequest, product: Product) -> dict[str, Any]:
    """The suggested codes with their reasons, at most two questions, and the code that the product has now."""
    given = {facet: request.GET[facet][:40] for facet in FACETS if request.GET.get(facet)}
    context: dict[str, Any] = {
        "code_now": wording.hs(product.hs),
        "code_words": goods_words(product.hs),
        "answers": sheets.facts(given),
    }
    try:
        [answer] = classifying.suggest([checked(Goods(described(product), attributes=given))])
    except Refused as refused:
        return {**context, "code_findings": tuple(FindingNote.of(each) for each in refused.findings)}
    return {
        **context,
        "suggested": sheets.suggested(answer)[:SHOWN],
        "questions": sheets.questions(answer, given)[:QUESTIONS],
    }
