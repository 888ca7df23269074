"""How many pieces a file of products says there are: read from its column, held against what lies on the shelf."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from entrepot.hub.catalogue.facts import plain
from entrepot.hub.stock.own import MOST_PIECES
from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop


def read(sku: str, text: str) -> tuple[int | None, tuple[Finding, ...]]:
    """The pieces that a cell states, and what is to be said of it; a blank one states none.

    A shop that oversold writes less than nought: then there are none.
    """
    if not text:
        return None, ()
    amount = plain(text.replace(",", "")) if len(text) < 20 else None
    if amount is None or amount.denominator != 1 or amount > MOST_PIECES:
        unread = Finding(
            "stock-unreadable",
            gettext_noop("“{text}” is no number of pieces of {sku}; its stock is not taken."),
            "/stock",
            gettext_noop("Correct the column, or count the product on its page."),
            level="warning",
            params={"text": text[:30], "sku": sku},
        )
        return None, (unread,)
    if amount < 0:
        oversold = Finding(
            "stock-below-nought",
            gettext_noop("The file has {pieces} pieces of {sku}; it is counted as none."),
            "/stock",
            level="warning",
            params={"pieces": str(amount), "sku": sku},
        )
        return 0, (oversold,)
    return int(amount), ()


def differing(sku: str, pieces: int, on_book: Mapping[str, int]) -> Iterator[Finding]:
    """What is said where other pieces lie on the shelf than the file counts."""
    if sku in on_book and on_book[sku] != pieces:
        yield Finding(
            "stock-counted-otherwise",
            gettext_noop(
                "{held} pieces of {sku} lie on the shelf and the file says {pieces}; the shelf stays as it is."
            ),
            "/stock",
            gettext_noop("If the file is right, count the product on its page, or all of them under Prices and stock."),
            level="warning",
            params={"held": str(on_book[sku]), "sku": sku, "pieces": str(pieces)},
        )


def moved_since(sku: str) -> Finding:
    """Why the opening count of a product is not taken back."""
    return Finding(
        "stock-moved-since",
        gettext_noop("The stock of {sku} was counted or promised since, and stays as it is."),
        "/stock",
        gettext_noop("Count it on its page if it is wrong."),
        level="warning",
        params={"sku": sku},
    )
