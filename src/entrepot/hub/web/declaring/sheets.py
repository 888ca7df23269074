"""What lies on a declarant's sheets: the declarations, and what came of a file of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs.answer import Answer
from entrepot.hub.customs.models import Declaration
from entrepot.hub.web import wording
from entrepot.hub.web.officer.sheets import goods, state_badge
from entrepot.hub.web.pieces import Badge, Cell, FindingNote, Head, Lane, Row, Stat, Stats, Table
from entrepot.hub.web.pieces.money import amount
from entrepot.trade.finding import Finding
from entrepot.trade.money import Money

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Line:
    """What came of one declaration of a file: where it stood, its number, or everything that is wrong with it."""

    number: int
    lrn: str
    findings: tuple[Finding, ...] = ()
    answer: Answer | None = None

    @property
    def outcome(self) -> str:
        return self.answer.outcome if self.answer else "refused"

    @property
    def notes(self) -> tuple[FindingNote, ...]:
        return tuple(FindingNote.of(each) for each in self.findings)

    @property
    def heading(self) -> str:
        if not self.lrn:
            return _("Line {line}").format(line=self.number)
        return _("Line {line}: {lrn}").format(line=self.number, lrn=self.lrn)


def listed(rows: Iterable[Declaration]) -> Table:
    """Declarations with where they stand and what is due."""
    heads = (
        Head(_("Declaration")),
        Head(_("Goods"), wide=True),
        Head(_("Border"), labelled=True),
        Head(_("State")),
        Head(_("Duty and tax"), number=True, labelled=True),
        Head(_("Lodged on"), drop=True),
    )
    return Table(_("Declarations"), heads, tuple(_row(each) for each in rows))


def _row(declaration: Declaration) -> Row:
    due = Money.from_minor(declaration.duty_minor + declaration.tax_minor, declaration.currency)
    page = reverse("seller-declaration", args=[declaration.mrn])
    return Row(
        (
            Cell(declaration.mrn, declaration.lrn, page, code=True),
            Cell(goods(declaration), declaration.facts["consignor"]["name"]),
            Cell(border(declaration), declaration.regime),
            Cell(badge=_standing(declaration)),
            Cell(f"{due.currency} {amount(due)}"),
            Cell(wording.moment(declaration.lodged_at)),
        )
    )


def border(declaration: Declaration) -> str:
    """Which border it is for, and which way the goods go."""
    told = _("Export, {country}") if declaration.direction == "export" else _("Import, {country}")
    return told.format(country=wording.country(declaration.country))


def _standing(declaration: Declaration) -> Badge:
    """The state; a question that waits for the declarant comes first."""
    waiting = [each.answer_by for each in declaration.requests.all() if each.state == "open"]
    if waiting:
        return Badge(_("Answer by {day}").format(day=wording.day(min(waiting))), "stop", "megaphone")
    return state_badge(declaration.state)


def counts(lines: Sequence[Line]) -> Stats:
    """How many of a file were lodged, lodged before, and refused."""
    told = {"lodged": _("Lodged"), "repeated": _("Lodged before"), "refused": _("Refused")}
    of_all = _("of {count}").format(count=wording.number(len(lines)))
    number = {outcome: sum(1 for each in lines if each.outcome == outcome) for outcome in told}
    return Stats(tuple(Stat(name, wording.number(number[outcome]), of_all) for outcome, name in told.items()))


def taken(lines: Iterable[Line]) -> Table | None:
    """Those of a file that were taken, with their numbers."""
    heads = (
        Head(_("Declaration")),
        Head(_("Line of the file"), number=True, labelled=True),
        Head(_("Lane")),
        Head(_("State")),
    )
    rows = tuple(
        Row(
            (
                Cell(each.answer.mrn, each.lrn, reverse("seller-declaration", args=[each.answer.mrn]), code=True),
                Cell(str(each.number)),
                Cell(lane=Lane(each.answer.lane)),  # type: ignore[arg-type]
                Cell(badge=state_badge(each.answer.state)),
            )
        )
        for each in lines
        if each.answer is not None and each.answer.mrn
    )
    return Table(_("Taken"), heads, rows[:SHOWN]) if rows else None
