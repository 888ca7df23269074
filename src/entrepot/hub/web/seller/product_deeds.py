"""What a seller does on the page of one product: save, offer, withdraw, choose a code, picture, stock, vary."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from entrepot.hub.catalogue import actions, classifying, pictures
from entrepot.hub.catalogue import queries as catalogue
from entrepot.hub.catalogue.classifying import DecisionFacts
from entrepot.hub.catalogue.facts_of_family import FamilyFacts
from entrepot.hub.catalogue.models import Picture, Product
from entrepot.hub.events.actor import Actor
from entrepot.hub.stock import actions as stock
from entrepot.hub.stock.actions import Arrived, Counted
from entrepot.hub.web import wording
from entrepot.hub.web.seller import product_form
from entrepot.trade.finding import Finding, Refused, refuse_if_any
from entrepot.trade.wording import gettext_noop

Deed = Callable[[HttpRequest, Product, Actor], str]
"""Does it, and answers with the SKU of the product to look at afterwards."""


@transaction.atomic
def save(request: HttpRequest, product: Product, by: Actor) -> str:
    """State the product and its family as the form does; offer it if that was asked."""
    family, facts = product_form.stated(product, request.POST)
    refuse_if_any(
        [
            *_refused(actions.state_families(product.seller, [family], by=by)),
            *_refused(actions.list_products(product.seller, [facts], by=by)),
        ]
    )
    if request.POST.get("then") == "offer":
        actions.offer(product.seller, [product.sku], by=by)
        messages.success(request, _("{sku} is offered.").format(sku=product.sku))
    else:
        messages.success(request, _("{sku} is saved.").format(sku=product.sku))
    return product.sku


def offer(request: HttpRequest, product: Product, by: Actor) -> str:
    actions.offer(product.seller, [product.sku], by=by)
    messages.success(request, _("{sku} is offered.").format(sku=product.sku))
    return product.sku


def withdraw(request: HttpRequest, product: Product, by: Actor) -> str:
    actions.withdraw(product.seller, [product.sku], by=by)
    messages.success(request, _("{sku} is withdrawn; orders that were placed stand.").format(sku=product.sku))
    return product.sku


@transaction.atomic
def choose(request: HttpRequest, product: Product, by: Actor) -> str:
    """Take a code that was suggested; the choice is recorded, and counts from the next suggestion on.

    National lines that belong to another subheading go with it.
    """
    chosen = request.POST.get("code", "")[:12]
    facts = catalogue.facts_of(product)
    codes = {country: line for country, line in facts.codes.items() if line.startswith(chosen[:6])}
    hs = facts.hs if facts.hs.startswith(chosen) else chosen
    refuse_if_any(_refused(actions.list_products(product.seller, [replace(facts, hs=hs, codes=codes)], by=by)))
    words = described(product)
    refuse_if_any(_refused(classifying.decide([DecisionFacts(text=words, code=chosen)], by=by)))
    messages.success(request, _("The code is {code}; your choice is recorded.").format(code=wording.hs(chosen)))
    return product.sku


def add_pictures(request: HttpRequest, product: Product, by: Actor) -> str:
    files = request.FILES.getlist("pictures")
    heavy = [each for each in files if (each.size or 0) > pictures.MOST_BYTES]
    contents = [b"" if each in heavy else each.read() for each in files]
    kept = pictures.add(product.family, contents, by=by) if contents else []
    if kept:
        messages.success(request, _("Pictures are there: {count}.").format(count=wording.number(len(kept))))
    return product.sku


def picture_first(request: HttpRequest, product: Product, by: Actor) -> str:
    pictures.put_first(_picture(request, product), by=by)
    return product.sku


def picture_away(request: HttpRequest, product: Product, by: Actor) -> str:
    pictures.take_away(_picture(request, product), by=by)
    messages.success(request, _("The picture is taken away."))
    return product.sku


def picture_words(request: HttpRequest, product: Product, by: Actor) -> str:
    """Say what is on a picture, in the language of the page."""
    picture = _picture(request, product)
    language = wording.spoken().partition("-")[0].partition("_")[0]
    pictures.describe(picture, {**picture.alt, language: request.POST.get("alt", "")}, by=by)
    return product.sku


def receive(request: HttpRequest, product: Product, by: Actor) -> str:
    """Pieces that came in; the same form sent twice is received once."""
    reference = request.POST.get("reference", "").strip() or request.POST.get("once", "") or secrets.token_hex(8)
    arrived = Arrived(sku=product.sku, pieces=_pieces(request), reference=reference[:100], origin=product.origin)
    stock.receive_own(product.seller, [arrived], by=by)
    messages.success(request, _("The pieces are in your stock."))
    return product.sku


def count(request: HttpRequest, product: Product, by: Actor) -> str:
    refuse_if_any(_refused(stock.count(product.seller, [Counted(sku=product.sku, pieces=_pieces(request))], by=by)))
    messages.success(request, _("The count is in the book."))
    return product.sku


@transaction.atomic
def vary(request: HttpRequest, product: Product, by: Actor) -> str:
    """Make another variant of the family: the same facts under another SKU, with what is different about it."""
    family = product.family
    fresh = request.POST.get("option_name", "").strip()
    names = family.options or ([fresh] if fresh else [])
    options = {
        name: request.POST.get(f"option_{name}" if name in family.options else "option_value", "") for name in names
    }
    facts = catalogue.facts_of(product)
    here = {name: product.options.get(name) or request.POST.get("option_here", "") for name in names}
    batch = [
        replace(facts, family=family.handle, options=here),
        replace(
            facts, sku=request.POST.get("sku", "").strip(), family=family.handle, options=options, gtin="",
            price=request.POST.get("price", "").strip() or facts.price,
        ),
    ]  # fmt: skip
    told = FamilyFacts(handle=family.handle, title=family.title, options=tuple(names))
    found = [
        *_same(product, batch[1].sku, names),
        *_refused(actions.state_families(product.seller, [told], by=by)),
        *_refused(actions.list_products(product.seller, batch, by=by, fresh="draft")),
    ]
    refuse_if_any(found)
    messages.success(request, _("{sku} is a variant now, as a draft.").format(sku=batch[1].sku))
    return batch[1].sku


DEEDS: Mapping[str, Deed] = {
    "save": save,
    "offer": offer,
    "withdraw": withdraw,
    "choose": choose,
    "add-pictures": add_pictures,
    "picture-first": picture_first,
    "picture-away": picture_away,
    "picture-words": picture_words,
    "receive": receive,
    "count": count,
    "vary": vary,
}


def described(product: Product) -> str:
    """A product in the words by which its code is found."""
    return ", ".join(filter(None, (product.title, product.materials)))


def _refused(answers: Sequence[object]) -> list[Finding]:
    return [found for each in answers if isinstance(each, Refused) for found in each.findings]


def _picture(request: HttpRequest, product: Product) -> Picture:
    number = request.POST.get("picture", "")
    found = product.family.pictures.filter(pk=number).first() if number.isdigit() else None
    if found is None:
        raise Http404
    return found


def _pieces(request: HttpRequest) -> int:
    """The pieces in the form; a number that is refused for anything that is none."""
    told = request.POST.get("pieces", "").strip()
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else -1


def _same(product: Product, sku: str, names: list[str]) -> list[Finding]:
    """Why this cannot be a variant: it is the product itself or another that is there, or nothing tells it apart."""
    if catalogue.by_sku(product.seller, [sku]):
        return [
            Finding(
                "sku-taken",
                gettext_noop("SKU {sku} stands for a product of yours already."),
                "/sku",
                gettext_noop("Give the variant an SKU of its own."),
                params={"sku": sku},
            )
        ]
    if not names:
        return [
            Finding(
                "option-missing",
                gettext_noop("Nothing says what is different about the variant."),
                "/options",
                gettext_noop("Name what a shopper chooses, such as colour, and what this one is."),
            )
        ]
    return []
