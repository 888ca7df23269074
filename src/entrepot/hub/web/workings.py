"""How an amount came about: lines of the duty engine, as they were stored, made into a tree of money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Law, MoneyLine
from entrepot.hub.web.pieces.money import amount
from entrepot.trade.money import Money

Plain = Mapping[str, Any]


def lines(kept: Iterable[Plain], currency: str) -> tuple[MoneyLine, ...]:
    """Each levy with its base, rate, rounding and clause; what is nothing stays, with the reason."""
    return tuple(_line(each, currency) for each in kept)


def law(kept: Plain) -> Law | None:
    """A clause with its dates; one that no good source confirms is shown as open."""
    if not kept.get("law"):
        return None
    return Law(str(kept["law"]), _since(kept), open=kept.get("confidence") != "sourced")


def figure(kept: str | Mapping[str, str] | None, currency: str) -> str:
    """One figure, or the least and the most where it is not known exactly."""
    if kept is None:
        return "–"
    if isinstance(kept, str):
        return amount(Money.of(kept, currency))
    return f"{amount(Money.of(kept['min'], currency))} – {amount(Money.of(kept['max'], currency))}"


def _line(kept: Plain, currency: str) -> MoneyLine:
    clauses = [law(kept["law"]), law(kept["rate_law"])]
    shown = figure(kept["amount"], currency)
    return MoneyLine(
        _(kept["name"]) if kept["name"] else kept["charge"],
        shown,
        why=_why(kept, currency),
        laws=tuple(dict.fromkeys(clause for clause in clauses if clause is not None)),
        parts=_parts(kept, currency),
        nil=not _something(kept["amount"], currency),
        code=wording.hs(kept["hs"] or ""),
    )


def _parts(kept: Plain, currency: str) -> tuple[MoneyLine, ...]:
    """What a levy comes to item by item; a single part says nothing that the line does not."""
    parts = kept.get("parts") or ()
    if len(parts) < 2 or not any(_something(part["amount"], currency) for part in parts):
        return ()
    return tuple(
        MoneyLine(
            _("Item {number}").format(number=part["item"] + 1) if part["item"] is not None else _(part["name"]),
            figure(part["amount"], currency),
            why=_sum(part, currency),
            nil=not _something(part["amount"], currency),
            code=wording.hs(part["hs"] or ""),
        )
        for part in parts
    )


def _why(kept: Plain, currency: str) -> str:
    """The sum in figures, and what the regime did to it."""
    told = [_sum(kept, currency)]
    told.append(
        {
            "exempt": _("exempt"),
            "waive": _("waived"),
            "factor": _("reduced by the regime"),
            "rate": _("at the regime's own rate"),
        }.get(kept["effect"], "")
    )
    if kept["collected"] == "sale":
        told.append(_("collected at the sale, not at the border"))
    return wording.listed(part for part in told if part)


def _sum(kept: Plain, currency: str) -> str:
    """Rate and base in figures."""
    base = figure(kept["base"], currency) if kept["base"] is not None else ""
    if kept["rate"]:
        return f"{kept['rate']} × {base}" if base else str(kept["rate"])
    return _("on {base}").format(base=base) if base else ""


def _something(kept: str | Mapping[str, str] | None, currency: str) -> bool:
    return not isinstance(kept, str) or bool(Money.of(kept, currency))


def _since(kept: Plain) -> str:
    since = date.fromisoformat(kept["since"]) if kept.get("since") else None
    until = date.fromisoformat(kept["until"]) if kept.get("until") else None
    if since and until:
        return _("since {since}, until {until}").format(since=wording.day(since), until=wording.day(until))
    return _("since {since}").format(since=wording.day(since)) if since else ""
