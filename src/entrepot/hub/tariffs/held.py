"""Which tariffs and rates this hub holds, by version: what counts now, what will, and what each changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from entrepot.hub import law
from entrepot.hub.tariffs import loaded, shipped
from entrepot.hub.tariffs.models import RateSet
from entrepot.statute.doors.examine import Difference, examine
from entrepot.statute.shelf.reading import Volume
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.ground import Confidence
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

State = Literal["counts", "later", "replaced", "ended"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a tariff: what it is, when it was loaded, whether it counts, and how sure we are of it."""

    edition: Edition
    lines: int
    loaded: str
    state: State
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class RatesInUse:
    """Rates of exchange that belong together: whose they are, how many, and from which day the last is used."""

    source: str
    country: str
    currencies: int
    since: date
    published: date | None
    confidence: Confidence


def versions(on: date) -> list[Version]:
    """Every version on the shelf, by jurisdiction; of each the one that begins last comes first."""
    shelf = law.tariffs()
    found = []
    for jurisdiction in shelf.jurisdictions:
        counting = {volume.path for volume in shelf.used(jurisdiction, on, None)}
        volumes = sorted(shelf.volumes(jurisdiction), key=lambda each: each.edition.since or date.min, reverse=True)
        found += [_version(volume, on, counts=volume.path in counting) for volume in volumes]
    return found


def rates() -> list[RatesInUse]:
    """The rates that are held: those loaded through the hub, then those in its home, then those that ship."""
    sets = [
        RatesInUse(
            each.name, "", each.rates.count(), each.on, each.on, _sure(None if each.demonstration else each.source)
        )
        for each in RateSet.objects.all()[:20]
    ]
    return [*sets, *_in_home(), _shipped()]


def difference(code: str) -> tuple[Edition, Edition | None, Difference]:
    """What a version changed, or will change, against the one before it: the page that was shown when it was loaded."""
    shelf, jurisdiction = law.tariffs(), code.partition("/")[0]
    on_it = shelf.volumes(jurisdiction) if jurisdiction in shelf.jurisdictions else []
    volume = next((each for each in on_it if each.edition.code == code), None)
    if volume is None:
        raise Refused(
            Finding(
                "tariff-not-held",
                gettext_noop("The version {code} of the tariff is not held here any more."),
                "/tariff",
                gettext_noop("Bring its file back into the folder; versions are never deleted."),
                params={"code": code},
            )
        )
    before = _before(volume)
    examined = _examined(volume.path, before.path if before else None)
    return volume.edition, before.edition if before else None, examined


def _before(volume: Volume) -> Volume | None:
    """The version of the same kind that counted until this one began."""
    edition = volume.edition
    same = [each for each in law.tariffs().volumes(edition.jurisdiction) if each.edition.kind == edition.kind]

    def rank(each: Volume) -> tuple[date, str]:
        return each.edition.since or date.min, each.loaded

    return max((each for each in same if rank(each) < rank(volume)), key=rank, default=None)


@lru_cache(maxsize=8)
def _examined(path: Path, before: Path | None) -> Difference:
    """Versions never change, so that a difference is worked out once."""
    return examine(Volume(path).rows(), Volume(before).rows() if before else ())


def _version(volume: Volume, on: date, *, counts: bool) -> Version:
    edition = volume.edition
    state: State = "replaced"
    if counts:
        state = "counts"
    elif edition.since is not None and edition.since > on:
        state = "later"
    elif edition.until is not None and edition.until <= on:
        state = "ended"
    sources = [edition.source, *(act.url for act in volume.acts.values())]
    return Version(edition, len(volume.codes), volume.loaded, state, _sure(next(filter(None, sources), None)))


def _in_home() -> list[RatesInUse]:
    """The rates of a source for a jurisdiction, as one."""
    by_source: dict[tuple[str, str], list[tuple[date, date, str]]] = {}
    for row in loaded.rows():
        by_source.setdefault((row.source, row.country), []).append((row.since, row.published, row.currency))
    return [
        RatesInUse(
            source,
            country,
            len({currency for _since, _published, currency in rows}),
            max(since for since, _published, _currency in rows),
            max(published for _since, published, _currency in rows),
            _sure(source),
        )
        for (source, country), rows in by_source.items()
    ]


def _shipped() -> RatesInUse:
    rows = shipped.rows()
    return RatesInUse(shipped.NAME, "", len({row[1] for row in rows}), max(row[0] for row in rows), None, _sure(None))


def _sure(source: str | None) -> Confidence:
    return "sourced" if source else "unverified"
