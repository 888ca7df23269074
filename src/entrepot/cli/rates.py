"""Rates of exchange: loaded from the lists that central banks and customs publish."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from entrepot.cli.hub import Home

RATES = "rates"
"""The folder of the rates, in the home."""
SOME_REFUSED = 1


def commands(app: typer.Typer) -> None:
    rates = typer.Typer(help="Rates of exchange.", no_args_is_help=True)
    rates.command()(load)
    rates.command()(held)
    app.add_typer(rates, name="rates")


def load(
    file: Annotated[Path, typer.Argument(help="CSV: a row a date, a row a currency, or from,currency,against,rate.")],
    home: Home = Path(".entrepot"),
    against: Annotated[str, typer.Option(help="Currency in which the rates are, where the file does not say.")] = "",
    country: Annotated[str, typer.Option("--for", help="Jurisdiction by whose date rule they are used.")] = "",
    rule: Annotated[str, typer.Option(help="Another date rule: day, next-day, third-wednesday, …")] = "",
    on: Annotated[str, typer.Option(help="Day of all rates, where the file has no dates.")] = "",
    source: Annotated[str, typer.Option(help="Who published them; the file's name if left out.")] = "",
    inverse: Annotated[
        bool, typer.Option("--inverse", help="The numbers say how many units one unit of --against buys.")
    ] = False,
) -> None:
    """Load a list of rates. What is held already is left as it is; each row that is refused is told with its reason.

    Exit 0 if all rows were taken, 1 if some were refused, 2 if the file cannot be read.
    """
    from entrepot.cli.question import day
    from entrepot.statute.exchange import forms
    from entrepot.statute.exchange.held import HeldRate, HeldRates
    from entrepot.statute.exchange.rule import first_used

    country = country.upper()
    ruled, currency = _of(country)
    rule = rule or ruled
    given = forms.Given(against.upper() or currency, day(on), inverse)
    try:
        text = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as foreign:
        typer.echo(f"{file} cannot be read: byte {foreign.start} is not UTF-8. Save it as UTF-8 first.", err=True)
        raise typer.Exit(2) from None
    read = forms.read(text, file.name, given)
    dated = [(rate, first_used(rule, rate.on)) for rate in read.rates]
    offered = [
        HeldRate(since, rate.currency, rate.against, rate.worth, rate.on, source or file.name, country)
        for rate, since in dated
        if since is not None
    ]
    taken = HeldRates(home.resolve() / RATES).take(offered)
    unused = len(dated) - len(offered)
    rest = f", {unused} of days that the rule “{rule}” does not use" if unused else ""
    typer.echo(f"{file.name} ({read.form}): {taken.fresh} rates taken, {taken.same} held already{rest}.")
    refused = (*read.findings, *taken.findings)
    for finding in refused:
        typer.echo(f"refused: {finding} [{finding.code}]", err=True)
    raise typer.Exit(SOME_REFUSED if refused else 0)


def held(home: Home = Path(".entrepot")) -> None:
    """Show the rates that are held: the last of each currency."""
    from entrepot.statute.exchange.held import HeldRates
    from entrepot.trade.duty.ground import plain

    last = {(row.currency, row.against, row.country): row for row in HeldRates(home.resolve() / RATES).rows()}
    for row in last.values():
        used = f" in {row.country}" if row.country else ""
        typer.echo(f"1 {row.currency} = {plain(row.worth)} {row.against} from {row.since}{used} ({row.source})")
    if not last:
        typer.echo(f"No rates were loaded into {home}; quotes use the demonstration rates, which no bank publishes.")


def _of(country: str) -> tuple[str, str]:
    """The date rule of a jurisdiction, and its currency."""
    from entrepot import statute

    if not country:
        return "day", ""
    at = statute.load().jurisdiction(country).folder.jurisdiction
    written = at.get("exchange_rule")
    rule = written.get("rule") if isinstance(written, dict) else None
    return str(rule or "day"), str(at.get("currency") or "")
