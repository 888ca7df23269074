"""One thing in the shop: what it costs at the door line by line, what it is, what stands in the way, who sells it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.offered import Variant, variants
from entrepot.hub.law import statute
from entrepot.hub.orders import landing
from entrepot.hub.orders.landing import Landed, Wanted
from entrepot.hub.tariffs import comparing
from entrepot.hub.tariffs.restrictions import Restriction
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Fact, Facts, FindingNote, Law, MoneyTree
from entrepot.hub.web.quote import answers, trees
from entrepot.hub.web.quote.trees import RuleNote
from entrepot.hub.web.shop import categories, prices, words
from entrepot.hub.web.shop.cards import stars
from entrepot.hub.web.shop.categories import Category
from entrepot.hub.web.shop.choices import Choice
from entrepot.hub.web.shop.prices import Tag
from entrepot.hub.web.shop.words import Told
from entrepot.trade.finding import Refused
from entrepot.trade.traits import TRAITS

MOST_VARIANTS = 100


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its words; `address` shows it large."""

    digest: str
    alt: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class VariantTag:
    """One variant to choose: its name, its price at the door, and whether it can be had."""

    sku: str
    name: str
    price: Tag
    address: str
    current: bool
    sold_out: bool


@dataclass(frozen=True, slots=True)
class ProductSheet:
    """The page of one thing, as it is told."""

    listing: Listing
    told: Told
    described: Told | None
    category: Category | None
    pictures: tuple[Picture, ...]
    shown: Picture | None
    variants: tuple[VariantTag, ...]
    variant: Variant
    price: Tag
    tree: MoneyTree | None
    rules: tuple[RuleNote, ...]
    reasons: tuple[FindingNote, ...]
    restrictions: tuple[FindingNote, ...]
    prohibited: bool
    domestic: bool
    elsewhere: bool
    unsent: bool
    days: str
    stock: Badge
    facts: Facts
    stars: str
    hub: str

    @property
    def for_sale(self) -> bool:
        """Whether it can go into a basket: allowed, priced to the minor unit, and there."""
        closed = self.prohibited or self.domestic or self.elsewhere
        return not closed and self.price.whole and self.variant.available != "none"


def sheet(listing: Listing, sku: str, picture: int, choice: Choice, hub: str) -> ProductSheet:
    """The page of a listing with one variant chosen: the one of this SKU, else the first that can be had."""
    offered = variants(listing)[:MOST_VARIANTS]
    found = landing.landed([Wanted.one(listing, each) for each in offered], choice.to, choice.on)
    first = next((n for n, each in enumerate(offered) if each.available != "none"), 0)
    chosen = next((n for n, each in enumerate(offered) if each.sku == sku), first)
    variant, landed = offered[chosen], found[chosen]
    told = words.told(listing)
    shots = _pictures(listing, told, variant.sku, picture)
    tree, rules = _working(landed)
    return ProductSheet(
        listing=listing,
        told=told,
        described=words.other_description(listing, told),
        category=categories.of_code(listing.hs),
        pictures=shots,
        shown=next((each for each in shots if each.current), None),
        variants=_variants(offered, found, chosen, choice),
        variant=variant,
        price=prices.tag(landed, choice),
        tree=tree,
        rules=rules,
        reasons=trees.told(landed.reasons) if landed.option is None else (),
        restrictions=tuple(_restriction(each) for each in landed.restrictions),
        prohibited=landed.prohibited,
        domestic=listing.country == choice.to,
        elsewhere=bool(listing.hub) and choice.to != settings.ENTREPOT_COUNTRY,
        unsent=bool(landed.refused),
        days=prices.days(landed),
        stock=_stock(variant),
        facts=_facts(listing, variant),
        stars=stars(listing),
        hub=hub,
    )


def _working(landed: Landed) -> tuple[MoneyTree | None, tuple[RuleNote, ...]]:
    """The sum down to the clauses, and the clauses themselves with days, sources and confidence."""
    option, answer = landed.option, landed.answer
    if option is None or answer is None:
        return None, ()
    used = list(dict.fromkeys(comparing.rules(option)))
    anchors = {rule.ground: f"rule-{n}" for n, rule in enumerate(used, 1)}
    try:
        law = statute().law(landed.facts.destination, landed.facts.on)
    except Refused:
        law = None
    return trees.tree(option, answer.quote.currency, anchors), tuple(trees.rules(used, law, [option]))


def _variants(
    offered: Sequence[Variant], found: Sequence[Landed], chosen: int, choice: Choice
) -> tuple[VariantTag, ...]:
    if len(offered) < 2:
        return ()
    return tuple(
        VariantTag(
            variant.sku,
            " · ".join(variant.options.values()) or variant.title,
            prices.tag(landed, choice),
            "?" + urlencode({"sku": variant.sku}),
            n == chosen,
            variant.available == "none",
        )
        for n, (variant, landed) in enumerate(zip(offered, found, strict=True))
    )


def _pictures(listing: Listing, told: Told, sku: str, wanted: int) -> tuple[Picture, ...]:
    number = wanted if 0 < wanted <= len(listing.pictures) else 1
    return tuple(
        Picture(
            each["digest"],
            each.get("alt", {}).get(told.lang) or next(iter(each.get("alt", {}).values()), "") or told.title,
            "?" + urlencode({"sku": sku, "picture": n}),
            n == number,
        )
        for n, each in enumerate(listing.pictures, 1)
    )


def _restriction(each: Restriction) -> FindingNote:
    """What a border says, to a shopper: may it be sold, or what does the seller need."""
    control, country = each.control, wording.country(each.country)
    if control.prohibited:
        say = _("{sentence} It may not be sold to you: {country} lets none in or out.")
    else:
        say = _("{sentence} The seller needs a permit of {agency} for it ({country}).")
    told = say.format(sentence=_(control.sentence), agency=control.agency, country=country)
    return FindingNote(
        "error" if control.prohibited else "warn",
        told,
        control.code,
        law=Law(control.law) if control.law else None,
    )


def _stock(variant: Variant) -> Badge:
    return {
        "none": Badge(_("Sold out"), "stop", "package-x"),
        "few": Badge(_("Only a few left"), "wait", "hourglass"),
        "many": Badge(_("In stock"), "go", "check"),
        "to-order": Badge(_("Made to order"), "", "package"),
    }[variant.available]


def _facts(listing: Listing, variant: Variant) -> Facts:
    told = [
        Fact(_("SKU"), variant.sku, code=True),
        Fact(_("Made in"), wording.country(variant.origin)),
        Fact(_("Weight"), wording.mass(variant.net_mass_g)),
        Fact(_("Customs code"), wording.hs(variant.hs), answers.goods_words(variant.hs), code=True),
    ]
    if variant.gross_mass_g:
        told.insert(3, Fact(_("Weight with packing"), wording.mass(variant.gross_mass_g)))
    if listing.brand:
        told.insert(0, Fact(_("Brand"), listing.brand))
    if variant.gtin:
        told.append(Fact(_("Article number (GTIN)"), variant.gtin, code=True))
    traits = [str(_(TRAITS[each].name)) for each in variant.traits if each in TRAITS]
    if traits:
        told.append(Fact(_("Contains"), wording.listed(traits)))
    return Facts(tuple(told))
