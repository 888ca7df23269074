"""One product of a seller: what it is to customs, and what buyers would pay for it in several places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.models import Product
from entrepot.hub.events import clock
from entrepot.hub.tariffs import preview
from entrepot.hub.tariffs.preview import Previewed, Sale
from entrepot.hub.web import wording, workings
from entrepot.hub.web.desks import Sitting, at_desk
from entrepot.hub.web.pieces import Badge, Fact, Facts, FindingNote, Law
from entrepot.hub.web.pieces.money import amount
from entrepot.hub.web.quote import trees
from entrepot.hub.web.quote.answers import goods_words, rate_words
from entrepot.hub.web.quote.asking import Question
from entrepot.hub.web.shell import show
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


@at_desk("seller")
def product(request: HttpRequest, sitting: Sitting, sku: str) -> HttpResponse:
    """A product as a border sees it, and its price at the buyer's door in several places."""
    found = catalogue.products(sitting.party).select_related("seller").filter(sku=sku).first()
    if found is None:
        raise Http404
    asked = {name: request.GET.get(name, "").strip()[:30] for name in ("price", "currency", "freight", "by")}
    asked["price"] = asked["price"] or found.price_text
    asked["currency"] = (asked["currency"] or found.currency).upper()
    refusals: list[Finding] = []
    sale = _sale(asked, refusals)
    context = {
        "title": found.title,
        "sku": found.sku,
        "facts": _facts(found),
        "asked": asked,
        "channels": tuple(
            (key, name, key == asked["by"]) for key, name in (("post", _("Post")), ("express", _("Express")))
        ),
        "refusals": tuple(FindingNote.of(each) for each in refusals),
        "rows": tuple(_rows(found, sale)) if sale else (),
        "price": str(sale.price) if sale else "",
    }
    return show(
        request, "seller/product.html", context, desk="seller", here="products", status=422 if refusals else 200
    )


def _sale(asked: dict[str, str], refusals: list[Finding]) -> Sale | None:
    """How one piece would be sold; none, with what was found, where price or freight cannot be read."""
    if not asked["price"]:
        return None
    try:
        return preview.sale(asked["price"], asked["currency"], asked["freight"], asked["by"])
    except Refused as refused:
        refusals += refused.findings
        return None


def _rows(product: Product, sale: Sale) -> Iterable[PlaceRow]:
    return [_row(each, product, sale) for each in preview.preview(product, sale, preview.places(), clock.now().date())]


def _row(found: Previewed, product: Product, sale: Sale) -> PlaceRow:
    answer = found.answer
    option = None if found.prohibited else answer.chosen or answer.cheapest
    reasons = found.restrictions if found.prohibited else answer.obstacles if option is None else ()
    badge = None
    if found.prohibited:
        badge = Badge(_("Prohibited"), "stop", "octagon-x")
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


def _facts(product: Product) -> Facts:
    codes = wording.listed(f"{country} {wording.hs(code)}" for country, code in sorted(product.codes.items()))
    told = [
        Fact(_("HS code"), wording.hs(product.hs), goods_words(product.hs), code=True),
        Fact(_("Made in"), wording.country(product.origin)),
        Fact(_("Net mass"), wording.mass(product.net_mass_g)),
        Fact(_("Price"), str(product.price) if product.price else _("not stated")),
    ]
    if codes:
        told.insert(1, Fact(_("National lines"), codes))
    if product.gtin:
        told.append(Fact(_("GTIN"), product.gtin, code=True))
    return Facts(tuple(told))
