"""What buyers would pay for one piece of a product in several places, from which rule, or why nobody can say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from entrepot.hub.catalogue import freight
from entrepot.hub.catalogue.models import Product
from entrepot.hub.events import clock
from entrepot.hub.tariffs import preview
from entrepot.hub.tariffs.preview import Previewed, Sale
from entrepot.hub.web import wording, workings
from entrepot.hub.web.pieces import Badge, FindingNote, Law
from entrepot.hub.web.pieces.money import amount
from entrepot.hub.web.quote import trees
from entrepot.hub.web.quote.answers import rate_words
from entrepot.hub.web.quote.asking import Question
from entrepot.trade.duty import plain
from entrepot.trade.duty.result import Option
from entrepot.trade.finding import Finding, Refused


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One destination: what a buyer there would pay for one piece, from which rule, or why nobody can say."""

    country: str
    currency: str
    goods: str
    carriage: str
    duty: str
    tax: str
    total: str
    way: str
    law: Law | None
    reason: str
    needs: tuple[str, ...]
    restrictions: tuple[FindingNote, ...]
    badge: Badge | None
    rate: str
    quote: str
    unsent: bool


def shown(request: HttpRequest, product: Product) -> dict[str, Any]:
    """How one piece is sold, as the address says it, and what buyers would pay for it in several places."""
    asked = {name: request.GET.get(name, "").strip()[:30] for name in ("price", "currency", "freight", "by")}
    asked["price"] = asked["price"] or product.price_text
    asked["currency"] = (asked["currency"] or product.currency).upper()
    refusals: list[Finding] = []
    sale = _sale(asked, refusals)
    return {
        "asked": asked,
        "channels": tuple(
            (key, name, key == asked["by"]) for key, name in (("post", _("Post")), ("express", _("Express")))
        ),
        "sale_refusals": tuple(FindingNote.of(each) for each in refusals),
        "rows": tuple(_rows(product, sale)) if sale else (),
        "price": str(sale.price) if sale else "",
        "carried": _carried(product, sale),
    }


def _sale(asked: dict[str, str], refusals: list[Finding]) -> Sale | None:
    """How one piece would be sold; none, with what was found, where price or freight cannot be read."""
    if not asked["price"]:
        return None
    try:
        return preview.sale(asked["price"], asked["currency"], asked["freight"], asked["by"])
    except Refused as refused:
        refusals += refused.findings
        return None


def _carried(product: Product, sale: Sale | None) -> str:
    """Whose price of carriage is in the figures, in a sentence."""
    if sale is None or sale.freight is not None:
        return ""
    if not any(step["channel"] == sale.channel for step in freight.terms(product.seller)):
        return _("No table of carriage speaks of this way, so that delivery is in the price of the goods.")
    if list(freight.table(product.seller)):
        return _("Carriage by your own table.")
    return _("Carriage by the table of the carrier in your country.")


def _rows(product: Product, sale: Sale) -> Iterable[PlaceRow]:
    return [_row(each, product, sale) for each in preview.preview(product, sale, preview.places(), clock.now().date())]


def _row(found: Previewed, product: Product, sale: Sale) -> PlaceRow:
    answer = found.answer
    option = None if found.prohibited or found.unsent else answer.chosen or answer.cheapest
    reasons = found.restrictions if found.prohibited else found.unsent or (answer.obstacles if option is None else ())
    badge = None
    if found.prohibited:
        badge = Badge(_("Prohibited"), "stop", "octagon-x")
    elif found.unsent:
        badge = Badge(_("No carriage"), "stop", "package-x")
    elif option is None:
        badge = Badge(_("Not quoted"), "stop")
    elif found.restrictions:
        badge = Badge(_("Needs a permit"), "wait", "triangle-alert")
    return PlaceRow(
        wording.country(found.destination),
        answer.quote.currency,
        amount(option.goods) if option and option.goods else "",
        amount(option.carriage) if option and option.carriage else "",
        trees.figure(option.duty) if option else "",
        _taxes(option) if option else "",
        trees.figure(option.landed) if option else "",
        trees.named(option, None) if option else "",
        _law(option) if option else None,
        FindingNote.of(reasons[0]).say if reasons else "",
        tuple(note.told(_) for note in option.requires) if option else (),
        tuple(FindingNote.of(each) for each in _weighed(found)),
        badge,
        rate_words(found.facts, answer.quote.currency, answer.rates) if option else "",
        Question.about(found.facts).address(),
        bool(found.unsent) and not found.prohibited,
    )


def _weighed(found: Previewed) -> Iterable[Finding]:
    """What is forbidden stops the goods; what needs a permit only warns, before anything is sent."""
    if found.prohibited:
        return found.restrictions
    return [replace(each, level="warning") for each in found.restrictions]


def _taxes(option: Option) -> str:
    """Tax, with the fees that are collected beside it."""
    if option.tax is None or option.fees is None:
        return "–"
    return trees.figure(option.tax + option.fees)


def _law(option: Option) -> Law | None:
    """The clause of the largest charge; of the way itself where nothing is charged."""
    charged = [line for line in option.lines if line.amount.highest]
    if not charged:
        return workings.law(plain.ground(option.ground))
    largest = max(charged, key=lambda line: line.amount.highest.amount)
    grounds = (largest.rate_ground, largest.ground, option.ground)
    return next((law for each in grounds if (law := workings.law(plain.ground(each)))), None)
