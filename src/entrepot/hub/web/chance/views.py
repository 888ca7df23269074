"""Whether a consignment was drawn by chance: the hashes published before, the seeds after, and each draw made again."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries
from entrepot.hub.customs.models import SeedPeriod
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Empty, Head, Row, Table
from entrepot.hub.web.shell import show
from entrepot.trade.risk import drawn

MOST = 1_000_000


def chance(request: HttpRequest) -> HttpResponse:
    """Every month with its hash, and the seed of those that are over; a form makes a draw again."""
    periods = queries.seed_periods()
    ucr, month = request.GET.get("ucr", "").strip().upper(), request.GET.get("month", "")
    one_in = request.GET.get("one_in", "50")
    chosen = next((each for each in periods if f"{each.country} {each.month}" == month), None)
    context = {
        "table": _table(periods),
        "nothing": Empty(_("No month yet"), _("The first hash appears when customs of a country works at this hub.")),
        "open": tuple(f"{each.country} {each.month}" for each in periods if each.seed),
        "given": {"ucr": ucr, "month": month, "one_in": one_in},
        "answer": _answer(chosen, ucr, one_in) if chosen is not None and ucr else None,
    }
    return show(request, "chance/chance.html", context)


def _answer(period: SeedPeriod, ucr: str, one_in: str) -> Badge:
    if not period.seed:
        return Badge(_("The seed of this month is still secret."), "wait", "lock")
    if not one_in.isdigit() or not 0 < int(one_in) <= MOST:
        return Badge(_("Give how many consignments one is drawn from, such as 50."), "stop", "octagon-x")
    if drawn(period.seed, ucr, int(one_in)):
        return Badge(_("{ucr} was drawn by chance.").format(ucr=ucr), "wait", "check")
    return Badge(_("{ucr} was not drawn by chance.").format(ucr=ucr), "go", "check")


def _table(periods: list[SeedPeriod]) -> Table | None:
    rows = tuple(
        Row(
            (
                Cell(f"{wording.country(each.country)} {each.month}"),
                Cell(each.commitment, code=True),
                Cell(wording.moment(each.committed_at)),
                Cell(each.seed, code=True) if each.seed else Cell(badge=Badge(_("Still secret"), "wait", "lock")),
            )
        )
        for each in periods
    )
    heads = (
        Head(_("Month")),
        Head(_("Hash, published before"), wide=True),
        Head(_("Published")),
        Head(_("Seed"), wide=True),
    )
    return Table(_("Months and their seeds"), heads, rows) if rows else None
