"""What would it cost to land these goods there? Answered offline, with the law and the rates that are at hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entrepot.cli.hub import Home

if TYPE_CHECKING:
    from entrepot.statute import Statute
    from entrepot.trade.duty.facts import Consignment
    from entrepot.trade.duty.rates import Rates
    from entrepot.trade.duty.result import Quote
    from entrepot.trade.finding import Finding

NO_ANSWER = 2


def commands(app: typer.Typer) -> None:
    app.command()(quote)


def quote(
    dispatch: Annotated[str, typer.Option("--from", help="Country the goods are sent from.")],
    to: Annotated[str, typer.Option("--to", help="Country they are sent to.")],
    hs: Annotated[str, typer.Option("--hs", help="Commodity code: six digits, or the national line.")],
    value: Annotated[str, typer.Option("--value", help="What the buyer pays for all of them.")],
    currency: Annotated[str, typer.Option("--currency", help="In which currency.")],
    freight: Annotated[str, typer.Option(help="Freight up to the border of destination.")] = "",
    quantity: Annotated[str, typer.Option(help="How many: an item costs value / quantity.")] = "1",
    on: Annotated[str, typer.Option(help="The day whose law counts; today if left out.")] = "",
    known: Annotated[str, typer.Option(help="Seen with the knowledge of this day.")] = "",
    incoterm: Annotated[str, typer.Option(help="Incoterms 2020.")] = "DAP",
    regime: Annotated[str, typer.Option(help="Only this way in.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
    home: Home = Path(".entrepot"),
    origin: Annotated[str, typer.Option(help="Country they were made in, if another.")] = "",
    insurance: Annotated[str, typer.Option(help="Insurance up to the border of destination.")] = "",
    unit: Annotated[str, typer.Option(help="Unit of the quantity (UN/ECE Recommendation 20).")] = "H87",
    net_mass_kg: Annotated[str, typer.Option(help="Net mass of all of them.")] = "",
    measure: Annotated[list[str] | None, typer.Option(help="A further quantity, such as LTR=3.")] = None,
    channel: Annotated[str, typer.Option(help="post, express, bonded, sea, road, rail or air.")] = "",
    registered: Annotated[
        bool | None, typer.Option("--registered/--not-registered", help="Whether the seller pays the tax at sale.")
    ] = None,
    consumer: Annotated[
        bool | None, typer.Option("--consumer/--business", help="Whether the buyer is a consumer.")
    ] = None,
    dispatched: Annotated[str, typer.Option(help="Day on which they left, where rates go by it.")] = "",
    year_to_date: Annotated[str, typer.Option(help="What the buyer has used of a yearly limit.")] = "",
    same_day: Annotated[str, typer.Option(help="What else the same person is sent on the same day.")] = "",
    drawn: Annotated[
        list[str] | None, typer.Option(help="What is known to be drawn from a quota beyond its record: 09.0001=500.")
    ] = None,
    answer: Annotated[
        list[str] | None, typer.Option(help="Answer to a question of the tariff: “question=yes”.")
    ] = None,
) -> None:
    """Every lawful way in, cheapest first, each amount with its working, its law, its source and our confidence.

    What is left out is not known, and the answer says what depends on it. Exit 2 if no way in can be priced.
    """
    from entrepot.cli import quote_told
    from entrepot.cli.question import Told, asked, place
    from entrepot.trade.finding import Refused

    asking = Told(
        dispatch.upper(), to.upper(), hs, value, currency.upper(), freight, quantity, on, known, incoterm.upper(),
        origin.upper(), insurance, unit.upper(), net_mass_kg, tuple(measure or ()), channel, registered, consumer,
        dispatched, year_to_date, same_day, tuple(drawn or ()), tuple(answer or ()),
    )  # fmt: skip
    law = _statute(home)
    try:
        consignment = asked(asking)
        rates = _rates(law, home, consignment)
        found = narrowed(answered(consignment, law, rates), regime)
    except Refused as refused:
        findings = [place(finding) for finding in refused.findings]
        if as_json:
            typer.echo(json.dumps(unanswered(findings), ensure_ascii=False, indent=1))
        raise Refused(findings) from None
    day = consignment.dispatched or consignment.on
    if as_json:
        typer.echo(json.dumps(plainly(found, rates, day), ensure_ascii=False, indent=1))
    elif found.cheapest is not None:
        quote_told.show(found, consignment, law, rates)
    if found.cheapest is None:
        for finding in reasons(found):
            typer.echo(f"refused: {place(finding)} [{finding.code}]", err=True)
        raise typer.Exit(NO_ANSWER)


def answered(consignment: Consignment, law: Statute, rates: Rates) -> Quote:
    from entrepot.trade.duty.landed import landed_cost

    [found] = landed_cost([consignment], law, rates)
    return found


def narrowed(found: Quote, regime: str) -> Quote:
    """The answer for one way in alone, or a refusal that names the ways there are."""
    from entrepot.trade.finding import Finding, Refused
    from entrepot.trade.wording import gettext_noop

    if not regime or any(finding.level == "error" for finding in found.findings):
        return found
    ways = dict.fromkeys(option.regime for option in (*found.options, *found.closed))
    if regime not in ways:
        sentence = gettext_noop("There is no way in called “{regime}”.")
        remedy = gettext_noop("Use one of {known}.")
        raise Refused(
            Finding("regime-unknown", sentence, "--regime", remedy, params={"regime": regime, "known": ", ".join(ways)})
        )
    return replace(
        found,
        options=tuple(option for option in found.options if option.regime == regime),
        closed=tuple(option for option in found.closed if option.regime == regime),
    )


def plainly(found: Quote, rates: Rates, day: date) -> dict[str, Any]:
    """The answer for a machine: `options` are the ways that have a price, cheapest first.

    An amount is a decimal text, or `{"min", "max"}` where the national lines under the code differ. Ways in that
    nobody can price stand apart under `unpriced`, and those that are closed under `closed`, each with its reason.
    """
    from entrepot.trade.duty import plain

    told = plain.quote(found)
    priced = [option.is_priced for option in found.options]
    options = told.pop("options")
    return {
        "currency": told.pop("currency"),
        "options": [option for option, is_priced in zip(options, priced, strict=True) if is_priced],
        "unpriced": [option for option, is_priced in zip(options, priced, strict=True) if not is_priced],
        **told,
        "rates": {
            "set": rates.name,
            "base": rates.base,
            "on": day.isoformat(),
            "worth": {currency: str(worth) for currency, worth in sorted(rates.on(day).worth.items())},
        },
    }


def unanswered(findings: Sequence[Finding]) -> dict[str, Any]:
    """For a machine, a question that cannot be read: no ways, and every reason with what to supply."""
    from entrepot.trade.duty import plain

    return {"currency": "", "options": [], "unpriced": [], "closed": [], "findings": plain.findings(findings)}


def reasons(found: Quote) -> list[Finding]:
    """Why there is no price at all, each reason once."""
    from entrepot.cli.question import once

    errors = [finding for finding in found.findings if finding.level == "error"]
    unknown = [finding for option in found.options for finding in option.unknown]
    closed = [finding for option in found.closed for finding in option.why_not]
    why = errors or unknown or closed
    return once([*why, *(each for each in found.findings if each.code == "tariff-begins-later")])


def _statute(home: Path) -> Statute:
    """The shipped law, with the tariffs that were loaded into the home."""
    from entrepot import statute
    from entrepot.cli.tariff import TARIFFS
    from entrepot.statute.shelf import Shelf

    return statute.load(shelf=Shelf(home.resolve() / TARIFFS))


def _rates(law: Statute, home: Path, consignment: Consignment) -> Rates:
    """The rates that were loaded for the destination; where there are none, the demonstration rates."""
    from entrepot.cli.rates import RATES
    from entrepot.hub.tariffs import shipped
    from entrepot.statute.exchange.held import HeldRates

    currency = law.law(consignment.destination, consignment.on, consignment.known).currency
    folder = law.jurisdiction(consignment.destination).folder
    held = HeldRates(home.resolve() / RATES).for_use(folder.code, currency)
    return held if held.table else shipped.rates(currency)
