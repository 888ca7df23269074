"""Taking a tariff in: read, looked at against the version before, shown, and only then put on the shelf."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entrepot.statute.doors.examine import Difference, Limits, examine
from entrepot.statute.doors.files import table
from entrepot.statute.doors.rows import Act, CommodityRow, QuotaRow, RateRow, Row
from entrepot.statute.shelf.kinds import COMPLETE, Choices, Kind, stem
from entrepot.statute.shelf.reading import Volume
from entrepot.statute.shelf.shelf import Shelf
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression import Text
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

CHAPTERS = 90
"""A tariff with lines in so many of the 96 chapters is taken for the whole tariff of a country."""

Seen = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Published:
    """What a person says of the publication: where it is from and for which days it counts."""

    title: str = ""
    source: str = ""
    published: date | None = None
    since: date | None = None
    last: date | None = None
    book: str = ""
    country: str = ""


@dataclass(frozen=True)
class Prepared:
    """A version that has been read and looked at, and has not taken effect."""

    edition: Edition
    rows: Sequence[Row]
    difference: Difference
    previous: Edition | None
    held: Volume | None = None


def prepare(
    shelf: Shelf,
    kind: Kind,
    files: Sequence[Path],
    told: Published,
    choices: Choices | None = None,
    *,
    limits: Limits | None = None,
    correlation: Path | None = None,
    doubtful_as_text: bool = False,
    seen: Seen = lambda count: None,
) -> Prepared:
    """Read the files and hold them against the version before; nothing is written.

    `doubtful_as_text` keeps rates that contradict each other as words, which block a quote, in place of a refusal.
    """
    _there(files)
    choices = choices or Choices()
    country = told.country or kind.jurisdiction
    if not country:
        raise Refused(
            Finding(
                "country-missing",
                gettext_noop("Files of the kind {kind} do not say whose tariff they are."),
                remedy=gettext_noop("Say it with --country, such as --country MY."),
                params={"kind": kind.code},
            )
        )
    digest = _digest(files, f"{kind.code}{told}{choices}")
    held = next((volume for volume in shelf.volumes(country) if volume.edition.digest == digest), None)
    if held is not None:
        return Prepared(held.edition, (), examine(()), held.edition, held)
    act = _act(kind, told)
    rows = _read(kind.read(files, act, choices), seen)
    if doubtful_as_text:
        rows = _doubtful_as_text(rows)
    edition = _edition(kind, country, stem(files[0]), told, rows, digest)
    before = shelf.latest(country, edition.kind)
    old = list(before.rows()) if before is not None else []
    difference = examine(rows, old, correlation=successors(correlation) if correlation else None, limits=limits)
    return Prepared(edition, rows, difference, before.edition if before else None)


def unused_columns(rows: Sequence[Row], columns: Mapping[str, str]) -> dict[str, int]:
    """The columns that the law of the jurisdiction has no use for, with the number of their rates."""
    counts: dict[str, int] = {}
    quotas = {f"quota:{row.number}" for row in rows if isinstance(row, QuotaRow)}
    for row in rows:
        if not isinstance(row, RateRow) or row.column in quotas:
            continue
        if row.column not in columns and row.column.rpartition(":")[0] not in columns:
            counts[row.column] = counts.get(row.column, 0) + 1
    return counts


def successors(file: Path) -> dict[str, tuple[str, ...]]:
    """Which codes took the place of a code: the first two columns of a table."""
    found: dict[str, tuple[str, ...]] = {}
    for record in table(file):
        old, new, *_ = record.values()
        if old.isdigit() and new.isdigit():
            found[old] = (*found.get(old, ()), new)
    return found


def _there(files: Sequence[Path]) -> None:
    missing = [str(file) for file in files if not file.exists()]
    if missing:
        sentence = gettext_noop("There is no file {file}.")
        raise Refused(Finding("file-missing", sentence, params={"file": ", ".join(missing)}))


def _act(kind: Kind, told: Published) -> Act:
    name = f"{kind.code}-{told.since or told.published or 'undated'}"
    return Act(name, told.title or kind.title, told.published, told.since, told.last, told.source)


def _read(rows: Iterable[Row], seen: Seen) -> list[Row]:
    """Every row, telling now and then how many there are."""
    found: list[Row] = []
    try:
        for row in rows:
            found.append(row)
            if len(found) % 2000 == 0:
                seen(len(found))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as unreadable:
        raise Refused(
            Finding(
                "file-unreadable",
                gettext_noop("The file is not of the kind named: {problem}"),
                remedy=gettext_noop("Name the kind that the file is of, or fetch the file again."),
                params={"problem": f"{type(unreadable).__name__}: {unreadable}"},
            )
        ) from unreadable
    seen(len(found))
    return found


def _edition(kind: Kind, country: str, name: str, told: Published, rows: Sequence[Row], digest: str) -> Edition:
    acts = [row for row in rows if isinstance(row, Act)]
    since = told.since or min((act.valid_from for act in acts if act.valid_from), default=None)
    published = told.published or max((act.published for act in acts if act.published), default=None)
    book = re.sub(r"[^A-Za-z0-9_-]+", "-", told.book or (name if kind.apart else ""))
    chapters = {row.code[:2] for row in rows if isinstance(row, CommodityRow)}
    called = kind.code + (f":{book}" if book else "")
    last = told.last.toordinal() + 1 if told.last else None
    return Edition(
        f"{country}/{called}/{since or 'undated'}/{digest[:12]}",
        country,
        called,
        told.title or (acts[0].title if len(acts) == 1 else kind.title),
        told.source or (acts[0].url if len(acts) == 1 else ""),
        published,
        since,
        date.fromordinal(last) if last else None,
        digest,
        len(chapters) >= CHAPTERS,
        COMPLETE.get(name, ()) if kind.code == "us-additional" else (),
    )


def _digest(files: Sequence[Path], said: str) -> str:
    """The hash of the files' content and of what was said of them: the same load has the same name."""
    found = hashlib.sha256(said.encode())
    inside = [each for file in files for each in (file.iterdir() if file.is_dir() else [file])]
    for each in sorted(inside):
        if each.is_file():
            found.update(each.read_bytes())
    return found.hexdigest()


def _doubtful_as_text(rows: Sequence[Row]) -> list[Row]:
    """Rates of one column on one code for the same days, which disagree, become one in words that nobody prices."""
    places: dict[object, list[RateRow]] = {}
    for row in rows:
        if isinstance(row, RateRow):
            places.setdefault((row.code, row.column, row.areas, row.valid_from, row.suffix), []).append(row)
    kept: list[Row] = [row for row in rows if not isinstance(row, RateRow)]
    for same in places.values():
        first = same[0]
        if len({row.expression for row in same}) > 1:
            words = " | ".join(row.original for row in same)
            first = RateRow(
                first.code,
                first.column,
                Text(words),
                words,
                first.valid_from,
                None,
                first.act,
                first.areas,
                "stands twice",
                first.suffix,
            )
        kept.append(first)
    return kept
