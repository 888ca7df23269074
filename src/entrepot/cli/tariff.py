"""Official tariffs: loaded from the files that authorities publish, shown before they take effect, kept by version."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.cli.hub import Home

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress

    from entrepot.statute.shelf import Shelf
    from entrepot.statute.shelf.loading import Prepared

TARIFFS = "tariffs"
"""The folder of the versions, in the home."""


def commands(app: typer.Typer) -> None:
    tariff = typer.Typer(help="Official tariffs, by version.", no_args_is_help=True)
    tariff.command()(load)
    tariff.command()(held)
    tariff.command()(kinds)
    app.add_typer(tariff, name="tariff")


def load(
    kind: Annotated[str, typer.Argument(help="What the files are; `entrepot tariff kinds` lists them.")],
    files: Annotated[list[Path], typer.Argument(help="The files as published, packed or not; or a folder.")],
    home: Home = Path(".entrepot"),
    yes: Annotated[bool, typer.Option("--yes", help="Let it take effect without asking.")] = False,
    title: Annotated[str, typer.Option(help="What the publication is called.")] = "",
    source: Annotated[str, typer.Option(help="Where it was published: an address or a gazette.")] = "",
    published: Annotated[str, typer.Option(help="Day of publication; an answer for an earlier day is as before.")] = "",
    since: Annotated[str, typer.Option("--from", help="First day for which it counts; any day if left out.")] = "",
    until: Annotated[str, typer.Option("--to", help="Last day for which it counts.")] = "",
    country: Annotated[str, typer.Option(help="Whose tariff it is, where the files do not say so.")] = "",
    book: Annotated[str, typer.Option(help="Name of one of several files that count side by side.")] = "",
    authority: Annotated[str, typer.Option(help="Additional duties: charged under what (s301, s232, ieepa).")] = "",
    area: Annotated[list[str] | None, typer.Option(help="Additional duties: on whose goods (CN).")] = None,
    line: Annotated[str, typer.Option(help="Additional duties: the line that says how much.")] = "",
    rate: Annotated[
        list[str] | None, typer.Option(help="Additional duties: what a part of the list adds (1a=50%).")
    ] = None,
    exempt: Annotated[bool, typer.Option("--exempt", help="Additional duties: a list of goods set free.")] = False,
    correlation: Annotated[Path | None, typer.Option(help="CSV of old and new codes, for lines that are gone.")] = None,
    words: Annotated[str, typer.Option(help="Share of rates that may be in words, which block a quote.")] = "1%",
    doubtful: Annotated[
        bool, typer.Option("--doubtful-as-words", help="Keep rates that contradict each other as words.")
    ] = False,
) -> None:
    """Load an official tariff: read it, show on one page what it changes, ask, and keep it as a version.

    Loading the same files again changes nothing. Exit 0 if it is held, 1 if you said no, 2 if it is refused.
    """
    from rich.console import Console

    from entrepot import statute
    from entrepot.cli.question import day
    from entrepot.statute.doors.examine import Limits
    from entrepot.statute.shelf import Shelf
    from entrepot.statute.shelf import kinds as known
    from entrepot.statute.shelf.loading import Published, prepare

    chosen = known.kind(kind)
    told = Published(title, source, day(published), day(since), day(until), book, country.upper())
    choices = known.Choices(authority, tuple(area or ()), line, exempt, tuple(rate or ()))
    shelf = Shelf(home.resolve() / TARIFFS)
    say = Console(highlight=False)
    for batch in [[file] for file in files] if chosen.apart else [files]:
        if chosen.jurisdiction or told.country:
            statute.load().jurisdiction(told.country or chosen.jurisdiction)
        with _bar(say) as bar:
            task = bar.add_task(f"reading {batch[0].name}", total=None)
            ready = prepare(
                shelf,
                chosen,
                batch,
                told,
                choices,
                limits=Limits(in_words=_share(words)),
                correlation=correlation,
                doubtful_as_text=doubtful,
                seen=lambda count, task=task: bar.update(task, completed=count),  # type: ignore[misc]
            )
        _take_up(say, shelf, ready, yes=yes)


def held(home: Home = Path(".entrepot")) -> None:
    """Show the versions that are held, and since when each counts."""
    from entrepot.statute.shelf import Shelf

    shelf = Shelf(home.resolve() / TARIFFS)
    for jurisdiction in shelf.jurisdictions:
        for volume in shelf.volumes(jurisdiction):
            edition = volume.edition
            typer.echo(edition.code)
            typer.echo(f"  {edition.title}; {edition.source or 'its source was not said'}")
            reach = f"whole, {len(volume.codes)} lines" if edition.whole else "a part"
            days = f"from {edition.since or 'any day'}" + (f" until {edition.until}" if edition.until else "")
            typer.echo(f"  {reach}; counts {days}; published {edition.published or 'on a day not said'}")
    if not shelf.jurisdictions:
        typer.echo(f"No tariff was loaded into {home}; quotes use the schedules that ship.")


def kinds() -> None:
    """List the kinds of files that can be loaded."""
    from entrepot.statute.shelf.kinds import KINDS

    for kind in KINDS.values():
        typer.echo(f"{kind.code:<22}{kind.jurisdiction or '--country':<11}{kind.title}: {kind.files}")


def _take_up(say: Console, shelf: Shelf, ready: Prepared, *, yes: bool) -> None:
    """Show the page, ask, and put the version on the shelf."""
    from entrepot import statute
    from entrepot.statute.desk import Desk
    from entrepot.statute.shelf.loading import unused_columns
    from entrepot.statute.tariff import columns_of

    edition = ready.edition
    if ready.held is not None:
        typer.echo(f"{edition.code} is held already; nothing was changed.")
        return
    folder = statute.load().jurisdiction(edition.jurisdiction).folder
    typer.echo(page(ready, unused_columns(ready.rows, columns_of(folder, Desk(folder.sources)))))
    if not ready.difference.may_take_effect:
        typer.echo("refused: the load has errors; nothing was changed.", err=True)
        raise typer.Exit(2)
    if not yes and not typer.confirm("Let it take effect?"):
        typer.echo("Nothing was changed.")
        raise typer.Exit(1)
    with _bar(say) as bar:
        task = bar.add_task("storing", total=len(ready.rows))
        rows = bar.track(ready.rows, task_id=task, update_period=0.2)
        shelf.put(edition, rows, datetime.now(UTC).isoformat(timespec="microseconds"))
    typer.echo(f"{edition.code} is held. A hub that is running takes it up with its next answer.")


def page(ready: Prepared, unused: dict[str, int]) -> str:
    """What the load is and what it changes, on one page."""
    edition = ready.edition
    reach = "the whole tariff: it takes the place of the shipped schedule" if edition.whole else "a part of the tariff"
    if edition.complete:
        reach += f", complete in {', '.join(edition.complete)}: what is not in it is not charged"
    lines = [
        f"{edition.title} ({edition.code})",
        f"source: {edition.source or 'not said (its rates will be shown as unverified)'}",
        f"counts from: {edition.since or 'any day, since no day was said'}",
        f"published: {edition.published or 'not said'}",
        f"covers: {reach}",
        f"held against: {ready.previous.code if ready.previous else 'nothing; no version was held before'}",
        *ready.difference.page().splitlines(),
    ]
    if unused:
        few = sorted(unused.items(), key=lambda each: -each[1])[:8]
        named = ", ".join(f"{column} {count}" for column, count in few)
        lines.append(f"kept, but not used by the law of {edition.jurisdiction}: {len(unused)} columns ({named})")
    return "\n".join(lines)


def _share(text: str) -> Fraction:
    from entrepot.trade.money import exact

    return exact(text.strip().removesuffix("%")) / (100 if text.strip().endswith("%") else 1)


def _bar(say: Console) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=say, transient=True, disable=not say.is_terminal)
