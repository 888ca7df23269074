"""How an amount came about: lines of the duty engine, as they were stored, made into a tree of money."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Law, MoneyLine
from entrepot.hub.web.pieces.money import amount
from entrepot.trade.money import Money

Plain = Mapping[str, Any]


def lines(kept: Iterable[Plain], currency: str, anchors: Mapping[str, str] | None = None) -> tuple[MoneyLine, ...]:
    """Each levy with its base, rate, rounding and clause; what is nothing stays, with the reason.

    `anchors` are the places of a page where the grounds are told whole, by their names.
    """
    return tuple(_line(each, currency, anchors or {}) for each in kept)


def law(kept: Plain, anchors: Mapping[str, str] | None = None) -> Law | None:
    """A clause with its dates; one that no good source confirms is shown as open."""
    if not kept.get("law"):
        return None
    return Law(
        _(str(kept["law"])),
        _since(kept),
        (anchors or {}).get(name_of(kept), ""),
        open=kept.get("confidence") != "sourced",
    )


def name_of(ground: Plain) -> str:
    """A ground by all that it says: two that say the same are the same."""
    return json.dumps(ground, sort_keys=True)


def figure(kept: str | Mapping[str, str] | None, currency: str) -> str:
    """One figure, or the least and the most where it is not known exactly."""
    if kept is None:
        return "–"
    if isinstance(kept, str):
        return amount(Money.of(kept, currency))
    return f"{amount(Money.of(kept['min'], currency))} – {amount(Money.of(kept['max'], currency))}"


def _line(kept: Plain, currency: str, anchors: Mapping[str, str]) -> MoneyLine:
    clauses = [law(kept["law"], anchors), law(kept["rate_law"], anchors)]
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
            why=wording.listed(told for told in (_sum(part, currency), _rounded(part)) if told),
            nil=not _something(part["amount"], currency),
            code=wording.hs(part["hs"] or ""),
        )
        for part in parts
    )


def _why(kept: Plain, currency: str) -> str:
    """The sum in figures, and what the regime did to it."""
    told = [_sum(kept, currency), _rounded(kept)]
    told.append(effect(kept["effect"]))
    if kept["collected"] == "sale":
        told.append(_("collected at the sale, not at the border"))
    return wording.listed(part for part in told if part)


def effect(code: str) -> str:
    """What a regime did to a charge; nothing for nothing."""
    return {
        "exempt": _("exempt"),
        "waive": _("waived"),
        "factor": _("reduced by the regime"),
        "rate": _("at the regime's own rate"),
        "too-little": _("too little to be collected"),
    }.get(code, "")


def _sum(kept: Plain, currency: str) -> str:
    """Rate and base in figures."""
    base = figure(kept["base"], currency) if kept["base"] is not None else ""
    if kept["rate"]:
        return f"{kept['rate']} × {base}" if base else str(kept["rate"])
    return _("on {base}").format(base=base) if base else ""


def _rounded(kept: Plain) -> str:
    """The exact amount, where rounding made another of it, and the rule that did."""
    exact, shown = kept.get("unrounded"), kept["amount"]
    if exact is None or not kept.get("rounding") or not isinstance(shown, str) or not kept["rate"]:
        return ""
    if " " in exact or "/" in exact or Fraction(exact) != Fraction(shown):
        return _("{exact} before rounding by the rule “{rule}”").format(exact=exact, rule=kept["rounding"])
    return ""


def _something(kept: str | Mapping[str, str] | None, currency: str) -> bool:
    return not isinstance(kept, str) or bool(Money.of(kept, currency))


def _since(kept: Plain) -> str:
    since = date.fromisoformat(kept["since"]) if kept.get("since") else None
    until = date.fromisoformat(kept["until"]) if kept.get("until") else None
    if since and until:
        return _("since {since}, until {until}").format(since=wording.day(since), until=wording.day(until))
    return _("since {since}").format(since=wording.day(since)) if since else ""
