"""The law as data: checked to the line, and compared between two days or two editions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from entrepot.statute import Statute
    from entrepot.statute.changes import Change
    from entrepot.trade.finding import Finding

FAULTS, UNREADABLE = 1, 2


def commands(app: typer.Typer) -> None:
    law = typer.Typer(help="The law as data.", no_args_is_help=True)
    law.command()(check)
    law.command()(diff)
    app.add_typer(law, name="law")


def check(
    folder: Annotated[Path | None, typer.Argument(help="A folder of law, or of one country; the shipped law.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """Read every file for every day on which it changes, and work every case out. Exit 1 on any fault."""
    from entrepot.statute import SHIPPED

    place, code = _place((folder or SHIPPED).resolve())
    found = _faults(place, code)
    cases = _Cases(place, code, {each.pointer.split("/")[0] for each in found})
    found += cases.faults()
    if as_json:
        told = [
            {"place": each.pointer, "code": each.code, "sentence": each.told(), "remedy": each.cure()} for each in found
        ]
        typer.echo(json.dumps({"faults": told, "cases": cases.count}, ensure_ascii=False, indent=1))
    else:
        for each in found:
            typer.echo(f"{each} [{each.code}]")
        faults = f"{len(found)} faults" if found else "no faults"
        typer.echo(f"{code or place}: {faults}; {cases.count} cases worked out.")
    raise typer.Exit(FAULTS if found else 0)


def diff(
    editions: Annotated[list[Path] | None, typer.Argument(help="Two folders of law: the older and the newer.")] = None,
    since: Annotated[str, typer.Option("--from", help="The earlier day.")] = "",
    until: Annotated[str, typer.Option("--to", help="The later day.")] = "",
    country: Annotated[str, typer.Option(help="Only this jurisdiction.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON.")] = False,
) -> None:
    """What changes between two days, or between two editions of the law, value by value, with its source."""
    from entrepot import statute
    from entrepot.cli.question import day
    from entrepot.trade.finding import Finding, Refused
    from entrepot.trade.wording import gettext_noop

    first, last = day(since), day(until)
    code = country.upper()
    if editions and len(editions) == 2:
        older, newer = (statute.load(_place(folder.resolve())[0]) for folder in editions)
        found = list(_between_editions(older, newer, code))
    elif not editions and first and last:
        found = list(_between_days(statute.load(), first, last, code))
    else:
        sentence = gettext_noop("It is not said what to compare.")
        remedy = gettext_noop("Give two days with --from and --to, or two folders of law.")
        raise Refused(Finding("nothing-to-compare", sentence, "", remedy))
    if as_json:
        typer.echo(json.dumps([_plain(*each) for each in found], ensure_ascii=False, indent=1))
        return
    for where, on, change in found:
        typer.echo(_told(where, on, change))
    typer.echo(f"{len(found)} changes." if found else "Nothing changes.")


Told = tuple[str, date | None, "Change"]


def _between_days(law: Statute, first: date, last: date, code: str) -> Iterator[Told]:
    """What differs on the later day from the earlier; a place whose law is not held on both is passed over."""
    from entrepot.statute.changes import changes
    from entrepot.trade.finding import Refused

    for each in [code] if code else law.codes:
        try:
            found = changes(law.law(each, first), law.law(each, last))
        except Refused as refused:
            if code:
                raise
            typer.echo(f"{each} is passed over: {refused.findings[0].told()}", err=True)
            continue
        for change in found:
            yield each, change.ground.since if change.after else change.ground.until, change


def _between_editions(older: Statute, newer: Statute, code: str) -> Iterator[Told]:
    """What a newer edition says otherwise, and from which day; on whatever day the two differ."""
    from entrepot.statute.book import days_of_change
    from entrepot.statute.changes import Change, changes
    from entrepot.trade.finding import Refused

    codes = [code] if code else sorted({*older.codes, *newer.codes})
    for each in codes:
        if each not in older.codes or each not in newer.codes:
            before, after = (law.jurisdiction(each).code if each in law.codes else "" for law in (older, newer))
            yield each, None, Change("jurisdiction", each, before, after)  # type: ignore[arg-type]
            continue
        ours = older.jurisdiction(each), newer.jurisdiction(each)
        if ours[0].digest == ours[1].digest:
            continue
        seen: set[tuple[str, str, str, str]] = set()
        for on in sorted({day for jurisdiction in ours for day in days_of_change(jurisdiction.folder)}):
            try:
                found = changes(ours[0].on(on), ours[1].on(on))
            except Refused:  # a day before the records of one of the two
                continue
            for change in found:
                said = change.kind, change.name, change.before, change.after
                if said not in seen:
                    seen.add(said)
                    yield each, on, change


def _faults(place: Path, code: str) -> list[Finding]:
    """Every fault of the files: of one country, or of all and of the treaties."""
    from entrepot import statute
    from entrepot.statute import forms, treaties

    found = [*statute.check(place), *forms.check(place), *([] if code else treaties.check(place))]
    return [each for each in found if not code or each.pointer.startswith((f"{code}/", "areas.yaml"))]


class _Cases:
    """The worked cases of a folder: how many there are, and which do not come out as written.

    Where the files of a country have faults, its cases are left alone: they would only say the same again.
    """

    def __init__(self, place: Path, code: str, spoilt: set[str]) -> None:
        self.place, self.code, self.spoilt, self.count = place, code, spoilt, 0

    def faults(self) -> Iterator[Finding]:
        from entrepot import statute
        from entrepot.statute.cases import cases_in
        from entrepot.trade.finding import Finding, Refused
        from entrepot.trade.wording import gettext_noop

        law, unread = statute.load(self.place), list[Finding]()
        sentence = gettext_noop("The case “{name}” does not come out: {difference}.")
        try:
            for case in cases_in(self.place, unread):
                country = case.place.split("/")[0]
                if country in self.spoilt or (self.code and country != self.code):
                    continue
                self.count += 1
                for difference in case.differences(law):
                    params = {"name": case.name, "difference": difference}
                    yield Finding("case-differs", sentence, case.place, params=params)
        except Refused as refused:
            yield from refused.findings
        except AssertionError as wrong:
            place, _, told = str(wrong).partition(": ")
            yield Finding("case-wrong", gettext_noop("The case cannot be read: {told}."), place, params={"told": told})
        yield from unread


def _place(folder: Path) -> tuple[Path, str]:
    """The folder of law that is meant, and the country if it is that of one."""
    from entrepot.trade.finding import Finding, Refused
    from entrepot.trade.wording import gettext_noop

    if (folder / "jurisdiction.yaml").exists():
        return folder.parent, folder.name
    if any(folder.glob("*/jurisdiction.yaml")):
        return folder, ""
    sentence = gettext_noop("{folder} is not a folder of law: there is no jurisdiction.yaml in it or one below.")
    remedy = gettext_noop("Name the folder that holds a folder for each country.")
    raise Refused(Finding("no-law-there", sentence, "", remedy, params={"folder": str(folder)}))


def _told(where: str, on: date | None, change: Change) -> str:
    ground = change.ground
    stands = "; ".join(each for each in (ground.law, ", ".join(ground.sources), ground.confidence) if each)
    what = f"{change.before or '—'} → {change.after or '—'}"
    return f"{where} {change.kind} {change.name}: {what}" + (f" ({on})" if on else "") + f"\n    {stands}"


def _plain(where: str, on: date | None, change: Change) -> dict[str, object]:
    from entrepot.trade.duty import plain

    return {
        "jurisdiction": where,
        "on": on.isoformat() if on else None,
        "kind": change.kind,
        "name": change.name,
        "before": change.before,
        "after": change.after,
        "law": plain.ground(change.ground),
    }
