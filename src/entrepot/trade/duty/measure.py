"""Measures of a tariff: dated rates on code prefixes, and the one that counts for given goods."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Literal

from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.expression import CUSTOMS_VALUE, Expression, Free, Pct
from entrepot.trade.duty.ground import Ground, plain
from entrepot.trade.duty.quota import Quota

MOST_CHOICES = 200_000
"""How many choices a tariff keeps in mind before it begins anew, so that no stranger can fill the memory."""
Stack = Literal["base", "otherwise", "replaces", "alternative"]


@dataclass(frozen=True, slots=True)
class Area:
    """A group of countries with dated membership: (country, from, until)."""

    code: str
    name: str
    members: tuple[tuple[str, date | None, date | None], ...]

    def holds(self, country: str, on: date) -> bool:
        """Whether the country belongs to it on the day."""
        return any(
            member == country and (since is None or since <= on) and (until is None or on < until)
            for member, since, until in self.members
        )


@dataclass(frozen=True, slots=True)
class MeasureType:
    """What a column of a tariff means: which levy it prices and how it stands to the other columns.

    `base` is the normal rate; `otherwise` counts where there is no base (a general rate for non-members); `replaces`
    takes the place of the base while it is in force (a provisional rate); `alternative` may be chosen on proof. Where
    lists of additional duties name the same goods, `order` says whose line goes first, by the beginning of its code.
    `quota` is the order number of the quota within which the rate counts, `agreement` the preference it belongs to.
    """

    code: str
    name: str
    levy: str
    stack: Stack
    area: Area | None = None
    proof: str = ""
    order: tuple[str, ...] = ()
    quota: str = ""
    agreement: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """One rate on one code prefix; `area` narrows it to the goods of one country or group."""

    type: str
    prefix: str
    expression: Expression
    text: str
    ground: Ground
    area: Area | None = None
    share: Fraction | None = field(init=False, repr=False, compare=False)
    percent: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Nearly every rate is a percentage or free: it is kept as a share of the value, ready to be multiplied.

        `percent` is the same as people write it.
        """
        rate = self.expression
        share = Fraction(0) if isinstance(rate, Free) else None
        if isinstance(rate, Pct) and rate.base == CUSTOMS_VALUE:
            share = rate.rate / 100
        object.__setattr__(self, "share", share)
        object.__setattr__(self, "percent", "" if share is None else f"{plain(share * 100)} %")

    def counts(self, on: date, known: date | None) -> bool:
        """Whether it is in force on the day, and was known by then."""
        ground = self.ground
        return (
            (ground.since is None or ground.since <= on)
            and (ground.until is None or on < ground.until)
            and (known is None or ground.known_from is None or ground.known_from <= known)
        )

    def recency(self) -> tuple[date, date]:
        """What begins last stands first, and of what begins together what was known last: it corrects the other."""
        since = self.ground.since or date.min
        return since, self.ground.known_from or since


def in_order(measures: Iterable[Measure]) -> tuple[Measure, ...]:
    """As they are asked: what begins last first, and what is for some countries before what is for all."""
    recent = sorted(measures, key=Measure.recency, reverse=True)
    return tuple(sorted(recent, key=lambda measure: measure.area is None))


def lengths_of(keys: Iterable[tuple[str, str]]) -> dict[str, tuple[int, ...]]:
    """How long the prefixes of each type are, from the keys (type, prefix), the longest first."""
    return longest_first([{kind: (len(prefix),)} for kind, prefix in keys])


def longest_first(several: Iterable[Mapping[str, tuple[int, ...]]]) -> dict[str, tuple[int, ...]]:
    """Lengths by type from several sources together."""
    found: dict[str, set[int]] = {}
    for each in several:
        for kind, lengths in each.items():
            found.setdefault(kind, set()).update(lengths)
    return {kind: tuple(sorted(lengths, reverse=True)) for kind, lengths in found.items()}


@dataclass(frozen=True)
class Schedule:
    """A tariff with all its dates: the declarable codes, and the measures on code prefixes.

    `editions` are the loaded versions that it was put together from; none for a schedule that ships with the law.
    `begins` is the first day for which one is loaded, where the day asked for is before it. `lengths` says for
    each type of which there are any measures how long their prefixes are, the longest first.
    """

    types: Mapping[str, MeasureType] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    measures: Mapping[tuple[str, str], tuple[Measure, ...]] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    editions: tuple[Edition, ...] = ()
    begins: date | None = None
    lengths: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    quotas: Mapping[str, Quota] = field(default_factory=dict)

    @cached_property
    def by_levy(self) -> Mapping[str, tuple[MeasureType, ...]]:
        """The types that price each levy."""
        levies = dict.fromkeys(type_.levy for type_ in self.types.values())
        return {levy: tuple(type_ for type_ in self.types.values() if type_.levy == levy) for levy in levies}

    @property
    def is_whole(self) -> bool:
        """Whether every code of the country is in it."""
        return any(edition.whole for edition in self.editions)

    @classmethod
    def of(
        cls,
        types: Iterable[MeasureType],
        codes: Iterable[str],
        measures: Iterable[Measure],
        descriptions: Mapping[str, str] | None = None,
        quotas: Mapping[str, Quota] | None = None,
    ) -> Schedule:
        index: dict[tuple[str, str], list[Measure]] = {}
        for measure in measures:
            index.setdefault((measure.type, measure.prefix), []).append(measure)
        return cls(
            {each.code: each for each in types},
            tuple(sorted(set(codes))),
            {key: in_order(found) for key, found in index.items()},
            descriptions or {},
            lengths=lengths_of(index),
            quotas=quotas or {},
        )

    def with_measures(self, added: Iterable[Measure]) -> Schedule:
        """The same tariff with further measures, which stand before those on the same code."""
        index = dict(self.measures)
        for measure in added:
            key = measure.type, measure.prefix
            index[key] = (measure, *index.get(key, ()))
        return replace(self, measures=index, lengths=longest_first([self.lengths, lengths_of(index)]))


@dataclass(frozen=True, slots=True)
class Choice:
    """The rates open to goods of one code and origin under one levy."""

    normal: Measure | None
    alternatives: tuple[Measure, ...]

    @property
    def is_open(self) -> bool:
        """Whether the tariff says anything."""
        return self.normal is not None or bool(self.alternatives)


@dataclass(frozen=True)
class Tariff:
    """A schedule seen on one day, with the knowledge of one day."""

    schedule: Schedule
    on: date
    known: date | None = None
    _found: dict[tuple[str, str, str], Choice] = field(default_factory=dict, compare=False, repr=False)
    _lines: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)
    _named: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict, compare=False, repr=False)
    _within: dict[tuple[int, str], bool] = field(default_factory=dict, compare=False, repr=False)

    def choice(self, levy: str, code: str, origin: str) -> Choice:
        """The normal rate and the alternatives for a levy; each is the one with the longest matching prefix."""
        key = levy, code, origin
        if key not in self._found:
            if len(self._found) >= MOST_CHOICES:
                self._found.clear()
            self._found[key] = self._choose(levy, code, origin)
        return self._found[key]

    def named(self, code: str, origin: str) -> frozenset[str]:
        """The levies for which the tariff says anything about goods of a code and origin."""
        key = code, origin
        if key not in self._named:
            if len(self._named) >= MOST_CHOICES:
                self._named.clear()
            levies = self.schedule.by_levy
            self._named[key] = frozenset(levy for levy in levies if self.choice(levy, code, origin).is_open)
        return self._named[key]

    def of_levy(self, claimed: frozenset[str], levy: str) -> frozenset[str]:
        """Those of the preferences claimed that price a levy."""
        types = self.schedule.types
        return claimed and frozenset(each for each in claimed if types[each].levy == levy)

    def lines(self, code: str) -> tuple[str, ...]:
        """The declarable national lines at or under a code; the code itself where the tariff goes no deeper."""
        if code not in self._lines:
            codes = self.schedule.codes
            place = bisect_left(codes, code)
            under = []
            while place < len(codes) and codes[place].startswith(code):
                under.append(codes[place])
                place += 1
            self._lines[code] = tuple(under) or (code,)
        return self._lines[code]

    def find(self, type_: MeasureType, code: str, origin: str) -> Measure | None:
        """The measure of one type with the longest prefix of the code, for an origin."""
        lengths = self.schedule.lengths.get(type_.code)
        if lengths is None or not self._holds(type_.area, origin):
            return None
        measures = self.schedule.measures
        for digits in lengths:
            for measure in measures.get((type_.code, code[:digits]), ()) if digits <= len(code) else ():
                if measure.counts(self.on, self.known) and self._holds(measure.area, origin):
                    return measure
        return None

    def _holds(self, area: Area | None, country: str) -> bool:
        """Whether a country belongs to an area, which is asked again and again; every country does to no area."""
        if area is None:
            return True
        key = id(area), country
        if key not in self._within:
            self._within[key] = area.holds(country, self.on)
        return self._within[key]

    def _choose(self, levy: str, code: str, origin: str) -> Choice:
        found: dict[Stack, list[Measure]] = {}
        for type_ in self.schedule.by_levy.get(levy, ()):
            measure = self.find(type_, code, origin)
            if measure is not None:
                found.setdefault(type_.stack, []).append(measure)
        normal: Measure | None = None
        for stack in ("replaces", "base", "otherwise"):
            if found.get(stack):
                normal = found[stack][0]
                break
        if normal is not None and not found.get("base") and found.get("otherwise"):
            normal = found["otherwise"][0]  # goods under the general rate get no provisional rate
        return Choice(normal, tuple(found.get("alternative", ())))
