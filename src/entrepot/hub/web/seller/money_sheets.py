"""The seller's book as figures, tables and files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from babel.dates import format_date
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.duties.models import Statement
from entrepot.hub.ledger import queries as ledger
from entrepot.hub.web import wording
from entrepot.hub.web.duty.sheets import title
from entrepot.hub.web.pieces import Cell, Head, MoneyLine, MoneyTree, Row, Spark, Stat, Stats, Table, amount
from entrepot.hub.web.seller import books
from entrepot.hub.web.seller.books import Month
from entrepot.hub.web.seller.files import Sheet, Value
from entrepot.trade.money import Money


def month_name(begins: date) -> str:
    """A month in a heading: March 2026."""
    pattern = {"en": "LLLL y", "zh-hans": "y年M月", "ms": "LLLL y"}[wording.spoken()]
    return format_date(begins, pattern, locale=wording.LOCALES[wording.spoken()])


def figures(seller: str, currencies: Sequence[str], expected: Mapping[str, int], refunded: Mapping[str, int]) -> Stats:
    """How it stands now, in each currency."""
    stats = [
        Stat(
            _("Owed to you"),
            amount(Money.from_minor(-ledger.balance(books.account(seller), currency), currency)),
            _("settled and not paid out yet"),
            before=currency,
        )
        for currency in currencies
    ]
    for currency, minor in expected.items():
        money = amount(Money.from_minor(minor, currency))
        stats.append(Stat(_("Paid by buyers, not yet settled"), money, _("before charges"), before=currency))
    for currency, minor in refunded.items():
        money = amount(Money.from_minor(minor, currency))
        stats.append(
            Stat(_("Cancelled or come back"), money, _("what was paid goes back to the buyer"), before=currency)
        )
    return Stats(tuple(stats))


def balance(book: Month) -> MoneyTree:
    """The month from what stood before to what stands: a sum that the reader can check."""
    money = _in(book.currency)
    return MoneyTree(
        (
            MoneyLine.of(_("Stood before"), money(book.opening)),
            MoneyLine.of(_("Your shares of sales"), money(book.credited)),
            MoneyLine.of(_("Paid out to you"), money(-book.debited)),
            MoneyLine.of(_("Stands at the end"), money(book.closing), total=True),
        )
    )


def sales(book: Month, most: int) -> Table | None:
    """How each sale was divided; the last row is the sum of all, shown or not."""
    money = _in(book.currency)

    def row(cell: Cell, *minors: int) -> Row:
        return Row((cell, *(Cell(amount(money(minor))) for minor in minors)))

    def parts(each: books.Shares) -> tuple[int, int, int, int, int]:
        return each.paid, each.charges, each.carrier, each.claims, each.seller

    rows = tuple(
        row(
            Cell(each.order or each.ucr, wording.day(each.at), reverse("file", args=[each.ucr])),
            *parts(each),
        )
        for each in book.shares[:most]
    )
    sums = [sum(column) for column in zip(*(parts(each) for each in book.shares), strict=True)]
    heads = (Head(_("Order")), *(Head(name, number=True, labelled=True) for name in _parts()))
    return Table(_("Sales"), heads, rows, foot=row(Cell(_("Together")), *sums)) if rows else None


def entries(book: Month, most: int) -> Table | None:
    """Every posting on the account."""
    money = _in(book.currency)
    rows = tuple(
        Row(
            (
                Cell(kind(each.kind), each.order),
                Cell(wording.moment(each.at)),
                Cell(amount(money(each.minor)), strong=each.minor > 0),
            )
        )
        for each in book.entries[:most]
    )
    heads = (
        Head(_("What")),
        Head(_("When")),
        Head(_("Amount, {currency}").format(currency=book.currency), number=True),
    )
    return Table(_("The account"), heads, rows, fold=False) if rows else None


def kind(deed: str) -> str:
    """What posted an entry, in words; the book's own word where we have none."""
    return {
        "settle": _("Your share of a sale"),
        "payout": _("Paid out to you"),
        "refund": _("Given back to the buyer"),
        "return": _("Goods came back"),
    }.get(deed, deed)


def daily(sums: Mapping[date, int], currency: str, today: date) -> Spark | None:
    """What was settled on each of the last 30 days."""
    if not sums:
        return None
    money = _in(currency)
    days = [today - timedelta(days=n) for n in range(29, -1, -1)]
    values = [max(sums.get(day, 0), 0) for day in days]
    rows = tuple(Row((Cell(wording.day(day)), Cell(amount(money(minor))))) for day, minor in sorted(sums.items()))
    told = _("{amount} settled in 30 days").format(amount=money(sum(values)))
    heads = (Head(_("Day")), Head(currency, number=True))
    return Spark.of(
        values,
        told,
        most=amount(money(max([*values, 0]))),
        first=wording.day(days[0]),
        last=wording.day(days[-1]),
        twin=Table(_("Settled by day"), heads, rows, fold=False),
    )


def owed(statements: Iterable[Statement]) -> Table | None:
    """What the seller itself owes in duty and tax, by statement."""
    rows = tuple(
        Row(
            (
                Cell(title(each), each.number, reverse("seller-statement", args=[each.number])),
                Cell(wording.day(each.due_by)),
                Cell(str(Money.from_minor(each.duty_minor + each.tax_minor, each.currency)) if each.currency else "–"),
            )
        )
        for each in statements
    )
    heads = (Head(_("Statement"), wide=True), Head(_("Due by"), labelled=True), Head(_("Amount"), number=True))
    return Table(_("Duty and tax to pay"), heads, rows) if rows else None


def file_of(book: Month) -> list[Sheet]:
    """The whole month as tables of a file, in English words that a programme can rely on."""
    exact = _exact(book.currency)
    account = [
        (each.at.isoformat(), each.kind, each.order, each.ucr, each.key, exact(each.minor)) for each in book.entries
    ]
    sums = [("opening", exact(book.opening)), ("credited", exact(book.credited)), ("debited", exact(-book.debited))]
    divided: list[tuple[Value, ...]] = [
        (
            each.at.isoformat(),
            each.order,
            each.ucr,
            *(exact(minor) for minor in (each.paid, each.charges, each.carrier, each.claims, each.seller)),
        )
        for each in book.shares
    ]
    return [
        Sheet("Balance", ("what", book.currency), [*sums, ("closing", exact(book.closing))]),
        Sheet("Account", ("at", "kind", "order", "ucr", "key", book.currency), account),
        Sheet("Sales", ("at", "order", "ucr", "paid", "duty_and_tax", "carrier", "lenders", "seller"), divided),
    ]


def _parts() -> tuple[str, str, str, str, str]:
    return _("Buyer paid"), _("Duty and tax"), _("Carrier"), _("Lenders"), _("You get")


def _in(currency: str) -> Callable[[int], Money]:
    """Minor units of one currency as money."""
    return lambda minor: Money.from_minor(minor, currency)


def _exact(currency: str) -> Callable[[int], Decimal]:
    """Minor units of one currency as an exact decimal."""
    return lambda minor: Decimal(Money.from_minor(minor, currency).text)
