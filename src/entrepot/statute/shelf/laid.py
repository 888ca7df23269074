"""Loaded versions laid over the schedule that ships: one schedule, read heading by heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from threading import RLock

from entrepot.statute.areas import area_of
from entrepot.statute.desk import Desk
from entrepot.statute.doors.rows import Act, RateRow
from entrepot.statute.folder import Folder
from entrepot.statute.quotas import COLUMN as QUOTA
from entrepot.statute.quotas import gathered
from entrepot.statute.shelf.listed import Listed, added, apart, days_in
from entrepot.statute.shelf.reading import Volume
from entrepot.statute.shelf.writing import heading
from entrepot.statute.tariff import columns_of
from entrepot.trade.duty.expression import AsLine, Free, NotApplied
from entrepot.trade.duty.ground import Ground
from entrepot.trade.duty.measure import Area, Measure, Schedule, in_order, longest_first

Key = tuple[str, str]
Found = tuple[Measure, ...]
ADDITIONAL = "additional:"
NORMAL = "mfn"


def laid(folder: Folder, shipped: Schedule, volumes: Sequence[Volume]) -> Schedule:
    """The schedule of a jurisdiction with the versions that count on a day.

    A whole tariff takes the place of what ships in its columns; a part stands before it, and hides what it says of the
    same goods more closely.
    """
    whole = [volume for volume in volumes if volume.edition.whole]
    codes = set(shipped.codes) if not whole else set()
    for volume in volumes:
        codes |= set(volume.codes)
    words = Words(volumes, shipped.descriptions)
    above = {code[:length] for code in codes for length in range(2, len(code))}  # not what goods are declared under
    measures = Measures(folder, shipped, volumes, words)
    return Schedule(
        measures.types,
        tuple(sorted(codes - above)),
        measures,
        words,
        tuple(volume.edition for volume in volumes),
        lengths=longest_first([shipped.lengths, *measures.lengths]),
        quotas=measures.quotas,
    )


class Measures(Mapping[Key, Found]):
    """The measures by type and code, each heading read when the first of its goods is asked about."""

    def __init__(self, folder: Folder, shipped: Schedule, volumes: Sequence[Volume], words: Words) -> None:
        self._folder, self._volumes, self._words = folder, volumes, words
        self._desk = Desk(folder.sources)
        self._columns = columns_of(folder, self._desk)
        self._areas: dict[tuple[str, ...], Area | None] = {(): None}
        self._index: dict[Key, Found] = {}
        self._read: set[str] = set()
        self._lock = RLock()
        self.quotas, self.types = dict(shipped.quotas), dict(shipped.types)
        for volume in volumes:
            quotas, types = gathered(volume.quotas, partial(_of_act, volume), self._area_of)
            self.quotas |= quotas
            self.types |= types
        self._columns |= {kind: kind for kind in self.types if kind.startswith(QUOTA)}
        replaced = {
            kind
            for volume in volumes
            for column in (volume.columns if volume.edition.whole else volume.edition.complete)
            if (kind := self._kind(column)) is not None
        }
        self._shipped: dict[str, list[tuple[Key, Found]]] = {}
        for key, found in shipped.measures.items():
            if key[0] not in replaced:
                self._shipped.setdefault(heading(key[1]), []).append((key, found))

    @property
    def lengths(self) -> Iterator[dict[str, tuple[int, ...]]]:
        """How long the codes of each type are in the loaded versions."""
        for volume in self._volumes:
            for column, length in volume.lengths:
                kind = self._kind(column)
                if kind is not None:
                    yield {kind: (length,)}

    def __getitem__(self, key: Key) -> Found:
        under = heading(key[1])
        if under not in self._read:
            self._take_up(under)
        return self._index[key]

    def get(self, key: Key, default: Found = ()) -> Found:  # type: ignore[override]
        """As of any mapping, without the exception: it is asked for every digit of every code."""
        under = key[1][:4] if len(key[1]) >= 4 else ""
        if under not in self._read:
            self._take_up(under)
        return self._index.get(key, default)

    def __iter__(self) -> Iterator[Key]:
        for under in sorted({each for volume in self._volumes for each in volume.headings} | set(self._shipped)):
            if under not in self._read:
                self._take_up(under)
        return iter(self._index)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _take_up(self, under: str) -> None:
        with self._lock:
            if under and "" not in self._read:
                self._take_up("")
            if under in self._read:
                return
            found: dict[Key, list[tuple[RateRow, Measure]]] = {}
            for volume in self._volumes:
                for row in volume.rates(under):
                    kind = self._kind(row.column)
                    if kind is not None:
                        found.setdefault((kind, row.code), []).append((row, self._measure(kind, row, volume)))
            for key, pairs in found.items():
                self._index[key] = self._in_order(key[0], pairs)
            for key, measures in self._shipped.get(under, ()):
                if not self._is_hidden(key):
                    self._index[key] = (*self._index.get(key, ()), *measures)
            self._read.add(under)

    def _is_hidden(self, key: Key) -> bool:
        """Whether a loaded rate for all countries stands on a shorter code of the same column."""
        kind, code = key
        return any(
            measure.area is None for n in range(1, len(code)) for measure in self._index.get((kind, code[:n]), ())
        )

    def _kind(self, column: str) -> str | None:
        """The type of measure that a column prices; None for a column that the law has no use for."""
        found = self._columns.get(column)
        if found is None and column.startswith(ADDITIONAL):
            found = self._columns.get(column.rpartition(":")[0])
        return found

    def _measure(self, kind: str, row: RateRow, volume: Volume) -> Measure:
        expression, ground = row.expression, _ground(row, volume)
        if row.column.startswith(ADDITIONAL) and isinstance(expression, AsLine) and expression.line:
            since, until = days_in(self._words[expression.line])
            ground = replace(ground, since=ground.since or since, until=ground.until or until)
            expression = added(expression.line, lambda line: self.get((NORMAL, line), ()))
        return Measure(kind, row.code, expression, row.original, ground, self._area(row.areas))

    def _in_order(self, kind: str, pairs: list[tuple[RateRow, Measure]]) -> Found:
        """What begins last stands first, and what is for some countries before what is for all.

        Of several lists that name the goods, the order of lists that the law states decides, or else a person.
        """
        if any(row.column.startswith(ADDITIONAL) for row, _ in pairs):
            charged = [pair for pair in pairs if not isinstance(pair[0].expression, NotApplied)]
            listed = [
                Listed(f"{row.remark} {row.original}".strip(), row.column.rpartition(":")[2], measure)
                for row, measure in charged
            ]
            measures = list(apart(listed, self.types[kind].order))
        else:
            measures = [measure for _, measure in pairs]
        return in_order(measures)

    def _area_of(self, code: str) -> Area | None:
        return self._area((code,)) if code else None

    def _area(self, codes: tuple[str, ...]) -> Area | None:
        """The countries and groups named together; a group that areas.yaml does not hold has no members."""
        if codes not in self._areas:
            members = tuple(member for code in codes for member in self._members(code))
            self._areas[codes] = Area(" ".join(codes), " ".join(codes), members)
        return self._areas[codes]

    def _members(self, code: str) -> Iterable[tuple[str, date | None, date | None]]:
        if len(code) == 2 or code in self._folder.areas:
            return area_of(self._folder, self._desk, code, self._folder.types).members
        return ()


class Words(Mapping[str, str]):
    """The words of each line, read when they are shown."""

    def __init__(self, volumes: Sequence[Volume], shipped: Mapping[str, str]) -> None:
        self._volumes, self._shipped = volumes, shipped

    def __getitem__(self, code: str) -> str:
        for volume in self._volumes:
            if words := volume.description(code):
                return words
        return self._shipped.get(code, "")

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(code for volume in self._volumes for code in volume.codes) | dict(self._shipped))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _of_act(volume: Volume, act: str) -> Ground:
    """The ground of a quota: its act alone."""
    return _ground(RateRow("", "", Free(), "", act=act), volume)


def _ground(row: RateRow, volume: Volume) -> Ground:
    """The act, narrowed by the days of the row and of the version. `valid_to` is the last day on which it counts."""
    act = volume.acts.get(row.act) or Act(row.act, volume.edition.title)
    sources = tuple(dict.fromkeys(each for each in (act.url, volume.edition.source) if each))
    last = row.valid_to or act.valid_to
    return Ground(
        act.title,
        sources,
        "sourced" if sources else "unverified",
        row.valid_from or act.valid_from or volume.edition.since,
        last + timedelta(days=1) if last else None,
        act.published,
        row.remark or ("" if sources else "The load names no source."),
    )
