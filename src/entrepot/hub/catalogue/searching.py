"""Finding listings in the shop: by words, and by where they go, what they are, what they cost and who sells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from django.conf import settings
from django.db import connection
from django.db.models import Case, Count, F, FloatField, Q, QuerySet, Value, When
from django.db.models.functions import Substr

from entrepot.hub import rows
from entrepot.hub.catalogue import words
from entrepot.hub.catalogue.models import Listing
from entrepot.hub.catalogue.words import Term

PAGE = 24
MOST_PAGES = 400
Sort = Literal["best", "new", "cheap", "dear"]
Chapters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a shopper looks for. Blank means any.

    `chapters` are ranges of HS chapters, both ends included. Prices are in minor units of the shopper's currency;
    `worth` says what one minor unit of each currency is in it, so that prices of all sellers can be compared.
    `seller` is the beginning of a key: `<hub or nothing>/<seller>/`.
    """

    asked: str = ""
    destination: str = ""
    chapters: Chapters = ()
    lowest: int | None = None
    highest: int | None = None
    worth: Mapping[str, Fraction] = field(default_factory=dict)
    origin: str = ""
    seller: str = ""
    sort: Sort = "best"
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and how much there is in all."""

    listings: tuple[Listing, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Kinds:
    """What there is to choose among: how many listings by HS chapter, by origin, and in which currencies."""

    chapters: Mapping[str, int]
    origins: Mapping[str, int]
    currencies: tuple[str, ...]


def search(wanted: Search) -> Found:
    """The page of listings that answers best: three questions to the database, however many listings there are."""
    found = _filtered(wanted)
    terms = words.terms(wanted.asked)
    if not terms:
        return _page(found.count(), wanted.page, lambda first, last: _keys(_sorted(found, wanted)[first:last]))
    hits = _hits(terms, words.squeezed(wanted.asked))
    if not hits:
        return Found((), 0, 1, 1)
    among = found.filter(rows.among("pk", list(hits)))
    if wanted.sort == "best":
        stars = dict(among.values_list("pk", "rating_sum").order_by())
        keys = sorted(stars, key=lambda key: (-hits[key], -stars[key], -key))
    else:
        keys = _keys(_sorted(among, wanted))
    return _page(len(keys), wanted.page, lambda first, last: keys[first:last])


def _page(total: int, page: int, keys: Callable[[int, int], list[int]]) -> Found:
    pages = min(MOST_PAGES, -(-total // PAGE)) or 1
    page = min(max(1, page), pages)
    here = keys((page - 1) * PAGE, page * PAGE) if total else []
    found = Listing.objects.in_bulk(here)
    return Found(tuple(found[key] for key in here), total, page, pages)


def _keys(found: QuerySet[Listing]) -> list[int]:
    return list(found.values_list("pk", flat=True))


def kinds(destination: str) -> Kinds:
    """What the shop has for a destination, to choose among, in one question."""
    offered = _filtered(Search(destination=destination)).annotate(chapter=Substr("hs", 1, 2)).order_by()
    chapters: dict[str, int] = {}
    origins: dict[str, int] = {}
    currencies: set[str] = set()
    for row in offered.values_list("chapter", "origin", "currency").annotate(number=Count("pk")):
        chapter, origin, currency, number = row
        chapters[chapter] = chapters.get(chapter, 0) + number
        origins[origin] = origins.get(origin, 0) + number
        currencies.add(currency)
    return Kinds(chapters, origins, tuple(sorted(currencies)))


def available_in(destination: str) -> Q:
    """What can be sent there: it crosses a border, and no law forbids it. Without a destination, everything.

    A peer's goods are sold to this hub's own country only: buyers elsewhere have a hub of their own.
    """
    if not destination:
        return Q()
    found = ~Q(country=destination) & ~Q(barred__contains=f",{destination},")
    return found if destination == settings.ENTREPOT_COUNTRY else found & Q(hub="")


def _filtered(wanted: Search) -> QuerySet[Listing]:
    found = Listing.objects.filter(available_in(wanted.destination), state=Listing.State.SHOWN)
    if wanted.chapters:
        found = found.filter(_any([Q(hs__gte=first, hs__lt=f"{last}~") for first, last in wanted.chapters]))
    if wanted.origin:
        found = found.filter(origin=wanted.origin)
    if wanted.seller:
        found = found.filter(key__startswith=wanted.seller)
    if wanted.lowest is not None or wanted.highest is not None:
        found = found.filter(_any([_within(wanted, each, worth) for each, worth in wanted.worth.items()]))
    return found


def _within(wanted: Search, currency: str, worth: Fraction) -> Q:
    """The shopper's range of prices, as prices of one currency."""
    asked = Q(currency=currency)
    if wanted.lowest is not None:
        asked &= Q(price_minor__gte=-(-wanted.lowest // worth))
    if wanted.highest is not None:
        asked &= Q(price_minor__lte=wanted.highest // worth)
    return asked


def _any(asked: Sequence[Q]) -> Q:
    found = Q(pk__in=[]) if not asked else asked[0]
    for each in asked[1:]:
        found |= each
    return found


def _hits(terms: Sequence[Term], name: str) -> dict[int, int]:
    """The listings in which every word stands, of long Chinese words two pairs of three; or which are named so.

    Each with its score: the weight of each word at its best place. A whole word counts twice what a beginning counts,
    and the beginning of a SKU no more than that of a word in the title.
    """
    best: list[dict[int, int]] = [{} for _ in range(len(terms) + 1)]
    for nth, listing, weight in _standing(terms, name):
        if weight > best[nth].get(listing, 0):
            best[nth][listing] = weight
    loose = [found for term, found in zip(terms, best, strict=False) if term.loose]
    strict = sorted((found for term, found in zip(terms, best, strict=False) if not term.loose), key=len)
    there = set(strict[0]) if strict else set().union(*loose)
    for found in strict[1:]:
        there &= found.keys()
    if loose:
        enough = len(loose) - len(loose) // 3
        there = {key for key in there if sum(key in found for found in loose) >= enough}
    return {key: sum(found.get(key, 0) for found in best) for key in there | best[-1].keys()}


def _standing(terms: Sequence[Term], name: str) -> list[tuple[int, int, int]]:
    """Where the words stand: (number of the word, listing, weight), in one question that reads nothing but an index."""
    asked: list[str] = []
    given: list[int | bytes] = []
    for nth, term in enumerate(terms):
        asked.append("SELECT %s, listing_id, 2 * weight FROM catalogue_word WHERE word = %s")
        given += [nth, term.word.encode()]
        if term.prefix:
            asked.append(
                "SELECT %s, listing_id, CASE WHEN weight > %s THEN %s ELSE weight END"
                " FROM catalogue_word WHERE word > %s AND word < %s"
            )
            given += [nth, words.TITLE, words.TITLE, term.word.encode(), term.word.encode() + b"\xff"]
    asked.append("SELECT %s, listing_id, 2 * weight FROM catalogue_word WHERE word = %s AND weight = %s")
    given += [len(terms), name.encode(), words.NAMED]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), given)
        found: list[tuple[int, int, int]] = cursor.fetchall()
    return found


def _sorted(found: QuerySet[Listing], wanted: Search) -> QuerySet[Listing]:
    if wanted.sort == "new":
        return found.order_by("-changed_at", "pk")
    if wanted.sort in ("cheap", "dear"):
        cost = Case(
            *(When(currency=each, then=F("price_minor") * float(worth)) for each, worth in wanted.worth.items()),
            default=Value(None),
            output_field=FloatField(),
        )
        order = cost.asc(nulls_last=True) if wanted.sort == "cheap" else cost.desc(nulls_last=True)
        return found.order_by(order, "pk")
    return found.order_by("-changed_at", "pk")
