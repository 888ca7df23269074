"""Statements of duty and tax, guarantees and what each stands at, as pieces of a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Guarantee
from entrepot.hub.duties import queries
from entrepot.hub.duties.models import Stated, Statement
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Fact, Facts, Head, Law, MoneyLine, MoneyTree, Row, Table, amount
from entrepot.trade.money import Money

SHOWN = 100


def headline(found: Iterable[Statement], on: date) -> str:
    """What the reader has to know first: what is late, else what is due next."""
    open_ones = [each for each in found if each.state != "paid" and (each.due_minor or each.state == "drawn-up")]
    late = sum(each.due_by < on for each in open_ones)
    if late:
        return ngettext("{count} statement is overdue", "{count} statements are overdue", late).format(count=late)
    if open_ones:
        first = min(each.due_by for each in open_ones)
        return _("The next statement is due by {day}").format(day=wording.day(first))
    return _("Nothing is due")


def statements(found: Iterable[Statement], on: date, *, page: str, debtor: bool) -> Table | None:
    """Statements as rows, newest first; for an officer with whose they are."""
    rows = tuple(Row(_cells(each, on, page, debtor)) for each in found)
    heads = (
        Head(_("Statement"), wide=True),
        *((Head(_("Debtor"), labelled=True),) if debtor else ()),
        Head(_("Released"), drop=True),
        Head(_("Pay by"), labelled=True),
        Head(_("Due"), number=True, labelled=True),
        Head(_("State")),
    )
    return Table(_("Statements of duty and tax"), heads, rows) if rows else None


def guarantees(found: Iterable[Guarantee], on: date) -> Table | None:
    """Guarantees with what is owed against them now."""
    rows = tuple(Row(_guarantee(each, on)) for each in found)
    heads = (
        Head(_("Guarantee"), wide=True),
        Head(_("Given by"), drop=True),
        Head(_("Amount"), number=True, labelled=True),
        Head(_("Owed now"), number=True, labelled=True),
        Head(_("State")),
    )
    return Table(_("Guarantees"), heads, rows) if rows else None


def title(statement: Statement) -> str:
    """The kind of statement as its law calls it, in the language of the page."""
    known = {each.code: each.title for each in queries.terms(statement.country, statement.ends)}
    return _(known[statement.code]) if statement.code in known else statement.code


def state(statement: Statement, on: date) -> Badge:
    """In which state it is; late ones are seen."""
    if statement.state != "paid" and statement.due_by < on and (statement.due_minor or statement.state == "drawn-up"):
        return Badge(_("Overdue"), "stop")
    told = {"drawn-up": (_("Drawn up"), "wait"), "filed": (_("Filed"), "move"), "paid": (_("Paid"), "go")}
    words, tone = told[statement.state]
    return Badge(words, tone)  # type: ignore[arg-type]


def stated(statement: Statement) -> Facts:
    """What the statement says of itself."""
    period = _period(statement)
    facts = [
        Fact(_("Number"), statement.number, code=True),
        Fact(_("Country"), wording.country(statement.country)),
        Fact(_("Debtor"), statement.debtor.name, statement.registration),
        Fact(_("Released"), period),
        Fact(_("Declarations"), wording.number(statement.declarations)),
        Fact(_("Pay by"), wording.day(statement.due_by)),
    ]
    if statement.receipt:
        facts.append(Fact(_("The treasury's reference"), statement.receipt, code=True))
    return Facts(tuple(facts))


def due(statement: Statement) -> MoneyTree:
    """Duty and tax, and the law that asks for the statement."""
    laws = (Law(statement.law, open=statement.confidence == "unverified"),) if statement.law else ()
    currency = statement.currency
    lines = (
        MoneyLine.of(_("Duty"), Money.from_minor(statement.duty_minor, currency)),
        MoneyLine.of(_("Tax"), Money.from_minor(statement.tax_minor, currency), laws=laws),
        MoneyLine.of(_("Due to the treasury"), Money.from_minor(statement.due_minor, currency), total=True),
    )
    return MoneyTree(lines)


def gathered(statement: Statement) -> Table:
    """The declarations that it gathers, the first of many."""
    found = Stated.objects.filter(statement=statement).select_related("declaration").order_by("id")[:SHOWN]
    rows = tuple(Row(_declaration(each, statement.currency)) for each in found)
    heads = (
        Head(_("Declaration"), wide=True),
        Head(_("Released"), labelled=True),
        Head(_("Duty"), number=True, labelled=True),
        Head(_("Tax"), number=True, labelled=True),
    )
    return Table(_("What it gathers"), heads, rows)


def lines(statement: Statement) -> Table | None:
    """The goods of a summary, added up."""
    rows = tuple(
        Row(
            (
                Cell(wording.hs(line["hs"]), wording.country(line["destination"]), code=True),
                Cell(f"{line['quantity']} {wording.unit(line['unit'])}"),
                Cell(f"{line['net_mass_kg']} kg"),
                Cell(line["value"], line["currency"]),
                Cell(wording.number(line["declarations"])),
            )
        )
        for line in statement.lines
    )
    heads = (
        Head(_("Code and destination"), wide=True),
        Head(_("Quantity"), number=True, labelled=True),
        Head(_("Net mass"), number=True, drop=True),
        Head(_("Value"), number=True, labelled=True),
        Head(_("Declarations"), number=True, drop=True),
    )
    return Table(_("Goods added up"), heads, rows) if rows else None


def _cells(statement: Statement, on: date, page: str, debtor: bool) -> tuple[Cell, ...]:
    due_minor = Money.from_minor(statement.due_minor, statement.currency)
    return (
        Cell(title(statement), statement.number, href=reverse(page, args=[statement.number])),
        *((Cell(statement.debtor.name, statement.registration),) if debtor else ()),
        Cell(_period(statement)),
        Cell(wording.day(statement.due_by)),
        Cell(amount(due_minor), statement.currency),
        Cell(badge=state(statement, on)),
    )


def _guarantee(guarantee: Guarantee, on: date) -> tuple[Cell, ...]:
    used = customs.guarantee_used(guarantee.party_id, guarantee.currency)
    ended = guarantee.ended_on is not None and guarantee.ended_on <= on
    return (
        Cell(guarantee.number, wording.country(guarantee.country), code=True),
        Cell(guarantee.party.name, guarantee.guarantor),
        Cell(amount(Money.from_minor(guarantee.amount_minor, guarantee.currency)), guarantee.currency),
        Cell(amount(Money.from_minor(used, guarantee.currency)), guarantee.currency),
        Cell(badge=Badge(_("Ended"), "plain") if ended else Badge(_("In force"), "go")),
    )


def _declaration(each: Stated, currency: str) -> tuple[Cell, ...]:
    declaration = each.declaration
    assert declaration.decided_at is not None
    return (
        Cell(declaration.mrn, declaration.lrn, href=reverse("file", args=[declaration.ucr]), code=True),
        Cell(wording.day(declaration.decided_at)),
        Cell(amount(Money.from_minor(each.duty_minor, currency)), currency),
        Cell(amount(Money.from_minor(each.tax_minor, currency)), currency),
    )


def _period(statement: Statement) -> str:
    if statement.begins == statement.ends:
        return wording.day(statement.begins)
    return _("{first} to {last}").format(first=wording.day(statement.begins), last=wording.day(statement.ends))
