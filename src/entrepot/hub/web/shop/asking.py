"""What a shopper asks of the search page, read from its address, and the address of the same question changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast, get_args
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_noop

from entrepot.hub.catalogue.facts import minor, plain
from entrepot.hub.catalogue.searching import Kinds, Search, Sort
from entrepot.hub.web.shop.categories import category
from entrepot.hub.web.shop.choices import Choice
from entrepot.trade.currency import minor_digits
from entrepot.trade.finding import Finding

LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The fields of the page as they were filled in."""

    q: str = ""
    kind: str = ""
    origin: str = ""
    seller: str = ""
    least: str = ""
    most: str = ""
    sort: str = "best"
    page: int = 1

    @classmethod
    def of(cls, told: QueryDict) -> Asked:
        page = told.get("page", "1")
        sort = told.get("sort", "best")
        return cls(
            q=told.get("q", "").strip()[:LONGEST],
            kind=told.get("kind", "") if category(told.get("kind", "")) else "",
            origin=told.get("origin", "").upper()[:2],
            seller=told.get("seller", "")[:LONGEST],
            least=told.get("least", "").strip()[:20],
            most=told.get("most", "").strip()[:20],
            sort=sort if sort in get_args(Sort) else "best",
            page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    def address(self, **changed: object) -> str:
        """The same question with something changed, as the end of an address; a change leads to the first page."""
        asked = replace(self, **{"page": 1, **changed})  # type: ignore[arg-type]
        nothing = Asked()
        told = {name: getattr(asked, name) for name in Asked.__slots__}
        return urlencode({name: value for name, value in told.items() if value != getattr(nothing, name)})

    @property
    def narrowed(self) -> bool:
        """Whether anything but words is asked."""
        return replace(self, q="", page=1, sort="best") != Asked()


def search_for(asked: Asked, choice: Choice, kinds: Kinds) -> tuple[Search, list[Finding]]:
    """The question to the catalogue, and which of its fields could not be read; these are left out."""
    found: list[Finding] = []
    chosen = category(asked.kind)
    search = Search(
        asked=asked.q,
        destination=choice.to,
        chapters=chosen.chapters if chosen else (),
        lowest=_price("least", asked.least, choice, found),
        highest=_price("most", asked.most, choice, found),
        worth=choice.worth(kinds.currencies),
        origin=asked.origin,
        seller=asked.seller,
        sort=cast("Sort", asked.sort),
        page=asked.page,
    )
    return search, found


def _price(name: str, text: str, choice: Choice, found: list[Finding]) -> int | None:
    if not text:
        return None
    number = plain(text)
    if number is None or number < 0 or (number * 10 ** minor_digits(choice.currency)).denominator != 1:
        found.append(
            Finding(
                "shop-price-unread",
                gettext_noop("“{price}” is not a price, so it was left out."),
                f"/{name}",
                gettext_noop("Write digits with a point before the decimals, such as 12.50."),
                params={"price": text},
                level="warning",
            )
        )
        return None
    return minor(text, choice.currency)
