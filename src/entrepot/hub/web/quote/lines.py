"""The national lines that a code leaves open: their words, and what each would cost, so that one can be chosen."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.tariffs import comparing
from entrepot.hub.tariffs.comparing import Answered, NationalLine
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Cell, Head, Row, Table
from entrepot.hub.web.quote import trees
from entrepot.hub.web.quote.asking import Question
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.result import Option, leaves

SHOWN = 16


def table(facts: Consignment, answer: Answered, question: Question) -> Table | None:
    """Each line under the code with its rate and its cost; none where the code is a line or all lines cost the same."""
    if not any(option.total and not option.total.is_exact for option in answer.quote.options):
        return None
    found, count = comparing.national_lines(facts, 0, SHOWN)
    if len(found) < 2:
        return None
    heads = (
        Head(_("Tariff line")),
        Head(_("What it is"), wide=True),
        Head(_("Rate of duty"), number=True, labelled=True),
        Head(_("At the buyer's door"), number=True, labelled=True),
    )
    name = ngettext("{count} national line under this code", "{count} national lines under this code", count)
    first = _("the first {shown} of them shown").format(shown=SHOWN) if count > SHOWN else ""
    told = wording.listed(part for part in (name.format(count=count), first) if part)
    return Table(told, heads, tuple(_row(each, question) for each in found))


def _row(line: NationalLine, question: Question) -> Row:
    option = line.answer.cheapest
    return Row(
        (
            Cell(wording.hs(line.code), href=f"?{question.address(hs=line.code)}", code=True),
            Cell(" ".join(line.words.split()).rstrip(":") or "–"),
            Cell(_rate(option) or "–"),
            Cell(trees.figure(option.landed) if option else _("not quoted")),
        )
    )


def _rate(option: Option | None) -> str:
    """The rates of duty that the way bears."""
    if option is None:
        return ""
    return wording.listed(
        dict.fromkeys(each.rate for each in leaves(option.lines) if each.kind == "duty" and each.rate)
    )
