"""An answer that was kept: who may see it, what it rests on, and whether it comes out the same once more."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from entrepot.hub.law import statute
from entrepot.hub.tariffs import queries, reckoning, repeating
from entrepot.hub.tariffs.comparing import Answered
from entrepot.hub.tariffs.models import StoredQuote
from entrepot.hub.web import desks, wording, workings
from entrepot.hub.web.pieces import Cell, Fact, Facts, FindingNote, Head, Row, Table
from entrepot.hub.web.quote import answers
from entrepot.hub.web.quote.answers import AnswerSheet
from entrepot.hub.web.quote.asking import Question
from entrepot.trade.duty import plain
from entrepot.trade.duty.facts import Consignment
from entrepot.trade.duty.law import Law
from entrepot.trade.finding import Finding, Refused


@dataclass(frozen=True, slots=True)
class Kept:
    """A kept answer as it is shown. Without a sheet only the figures stand that were given.

    `today` is the address at which it is asked again; the page asks about one line of goods, so that a question about
    several has none.
    """

    number: str
    asked: Facts
    same: bool
    sheet: AnswerSheet | None
    obstacles: tuple[FindingNote, ...]
    given: Table | None
    now: Table | None
    today: str


def visible(request: HttpRequest, number: UUID) -> StoredQuote | None:
    """The quote, if a visitor kept it to be shown, or it was given to a party for which this person acts."""
    try:
        stored = queries.quote(number)
    except Refused:
        return None
    seats = desks.seats(request)
    mine = {f"party:{seat.party}" for seat in seats} | {f"person:{getattr(request.user, 'pk', '')}"}
    shared = stored.made_by.startswith("visitor:")
    return stored if shared or stored.made_by in mine or any(seat.key == "operator" for seat in seats) else None


def again(stored: StoredQuote) -> Kept:
    """The kept answer, worked out once more by what it names; and beside it by what is held now, if that differs."""
    facts = plain.facts(stored.facts)
    sheet: AnswerSheet | None = None
    obstacles: tuple[FindingNote, ...] = ()
    same = False
    try:
        quote = reckoning.recomputed(stored)
        same = plain.quote(quote) == stored.result
        law = repeating.law_of(stored).law(facts.destination, facts.on, facts.known) if stored.law_digest else None
        answer = Answered(facts.on, facts.destination, quote, reckoning.chosen(quote), stored.rates)
        sheet = answers.sheet(facts, answer, law)
    except Refused as refused:
        obstacles = tuple(FindingNote.of(each) for each in refused.findings)
    now = reckoning.by_law_held_now(stored)
    differs = [each["total"] for each in now["options"]] != [each["total"] for each in stored.result["options"]]
    return Kept(
        str(stored.pk),
        _asked(facts, stored),
        same,
        sheet,
        obstacles,
        None if same else _figures(stored.result, _("As it was given")),
        _figures(now, _("By the law and the tariff held now")) if differs else None,
        Question.about(facts).address(on="") if len(facts.lines) == 1 else "",
    )


def law_of(facts: Consignment) -> Law | None:
    """The law of a question, if it is held."""
    try:
        return statute().law(facts.destination, facts.on, facts.known)
    except Refused:
        return None


def note(finding: Finding) -> FindingNote:
    return FindingNote.of(finding)


def _asked(facts: Consignment, stored: StoredQuote) -> Facts:
    """The question in short."""
    told = [
        Fact(_("Sent"), _("{dispatch} to {destination}").format(
            dispatch=wording.country(facts.dispatch), destination=wording.country(facts.destination))),
    ]  # fmt: skip
    for goods in facts.lines:
        words = answers.goods_words(goods.hs)
        told.append(Fact(_("Goods"), wording.hs(goods.hs), words, code=True))
        told.append(Fact(_("Price"), str(goods.value)))
    if facts.freight:
        told.append(Fact(_("Freight"), str(facts.freight)))
    told.append(Fact(_("Kept on"), wording.moment(stored.made_at)))
    return Facts(tuple(told))


def _figures(told: plain.Plain, name: str) -> Table | None:
    """The amounts of each way, as they stand in a kept answer."""
    heads = (
        Head(_("Way"), wide=True),
        Head(_("Duty"), number=True, labelled=True),
        Head(_("Tax"), number=True, labelled=True),
        Head(_("Fees"), number=True, labelled=True),
        Head(_("At the door"), number=True, labelled=True),
    )
    currency = told["currency"]
    rows = tuple(
        Row(
            (
                Cell(_(each["name"])),
                *(Cell(workings.figure(each[part], currency)) for part in ("duty", "tax", "fees", "landed")),
            )
        )
        for each in told["options"]
        if each["total"] is not None
    )
    return Table(name, heads, rows) if rows else None
