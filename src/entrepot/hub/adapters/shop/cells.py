"""What a cell says, or what is wrong with it: dates, amounts, quantities, countries as shops write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from entrepot.hub.catalogue.facts import LARGEST_MINOR, asked, plain
from entrepot.statute import nomenclature
from entrepot.trade import code
from entrepot.trade.currency import MINOR_DIGITS, minor_digits
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.money import Money
from entrepot.trade.wording import gettext_noop

LARGEST_QUANTITY = 1_000_000


class Cells:
    """Reads the cells of one row and gathers every finding, so that a row is answered completely."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.notes: list[Finding] = []

    def order(self, text: str) -> str:
        """The order's number, as the shop writes it without its hash sign."""
        number = text.removeprefix("#").strip()
        if not number or len(number) > 30 or not number.isprintable():
            self._found(
                "order-number-missing",
                gettext_noop("The row has no order number, or one longer than 30 characters."),
                gettext_noop("Give every row the number of its order."),
                "/order",
            )
        return number

    def day(self, text: str) -> date:
        """The day of the order; a time of day after it is left out."""
        for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"):
            try:
                return datetime.strptime(text[: 8 if form == "%Y%m%d" else 10], form).date()  # noqa: DTZ007 - a day
            except ValueError:
                continue
        self._found(
            "date-not-read",
            gettext_noop("“{text}” is not a date."),
            gettext_noop("Write year, month and day, such as 2026-03-09."),
            "/date",
            text=text,
        )
        return date.min

    def currency(self, text: str) -> str:
        if text not in MINOR_DIGITS:
            self._found(
                "currency-unknown",
                gettext_noop("“{currency}” is not a currency in use."),
                gettext_noop("Give the three capital letters of ISO 4217, such as MYR, CNY or USD."),
                "/currency",
                currency=text,
            )
        return text

    def country(self, text: str, pointer: str = "/to") -> str:
        """The country by its two letters."""
        return self._code(code.country, text, pointer)

    def hs(self, text: str) -> str:
        return self._code(nomenclature.known, text, "/hs")

    def quantity(self, text: str) -> int:
        """Whole pieces, at least one."""
        amount = plain(text)
        if amount is None or amount.denominator != 1 or amount > LARGEST_QUANTITY:
            self._found(
                "quantity-not-whole",
                gettext_noop("“{text}” is not a number of pieces."),
                gettext_noop("Write a whole number, such as 2."),
                "/quantity",
                text=text,
            )
            return 0
        if amount <= 0:
            self._found(
                "quantity-not-positive",
                gettext_noop("The quantity is {text}; an order is for at least one piece."),
                gettext_noop("Leave returned or cancelled lines out of the file, or give the quantity that was sold."),
                "/quantity",
                text=text,
            )
        return int(amount)

    def price(self, text: str, currency: str) -> str:
        """The price of one piece."""
        if not text:
            self._found(
                "price-missing",
                gettext_noop("The row has no price."),
                gettext_noop("Give the price of one piece in the currency of the order."),
                "/unit_price",
            )
            return "0"
        return self.amount(text, currency, "/unit_price")

    def amount(self, text: str, currency: str, pointer: str) -> str:
        """An amount rounded to the currency's smallest unit; that it was rounded is noted. None given is nought."""
        if not text:
            return "0"
        if currency not in MINOR_DIGITS:
            return "0"  # the currency is found wrong already
        amount = plain(text)
        if amount is None or amount < 0 or amount * 10 ** minor_digits(currency) > LARGEST_MINOR:
            self._found(
                "price-not-an-amount",
                gettext_noop("“{price}” is not a price."),
                gettext_noop("Write digits with a point before the decimals, such as 12.50, without a currency sign."),
                pointer,
                price=text,
            )
            return "0"
        rounded = Money(amount, currency).settle()
        if rounded.amount != amount:
            self.notes.append(
                Finding(
                    "price-rounded",
                    gettext_noop("{price} was rounded to {rounded}, since {currency} has no smaller unit."),
                    pointer,
                    level="note",
                    params={"price": text, "rounded": rounded.text, "currency": currency},
                )
            )
        return rounded.text

    def _code(self, reader: Callable[[str], str], text: str, pointer: str) -> str:
        try:
            return reader(text)
        except Refused:
            self.findings += asked(reader, text, pointer)
            return text

    def _found(self, kind: str, sentence: str, remedy: str, pointer: str, **params: str) -> None:
        self.findings.append(Finding(kind, sentence, pointer, remedy, params=params))


def note(kind: str, sentence: str, **params: str) -> Finding:
    """Something the seller should know that refuses nothing."""
    return Finding(kind, sentence, level="note", params=params)
