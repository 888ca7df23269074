"""The shelf: a folder with a folder for each jurisdiction, and in it a file for each version that was loaded."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from entrepot.statute.doors.rows import Row
from entrepot.statute.folder import Folder
from entrepot.statute.shelf.laid import laid
from entrepot.statute.shelf.reading import Volume
from entrepot.statute.shelf.writing import write
from entrepot.trade.duty.edition import Edition
from entrepot.trade.duty.measure import Schedule
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

SUFFIX = ".tariff"


@dataclass
class Shelf:
    """The versions in a folder; if `only` names some, no others are taken from it.

    What is on the shelf when a jurisdiction is first asked for is what it answers with. Whoever must see what another
    process loads looks at `names`, and opens the shelf anew when they are others.
    """

    place: Path
    only: tuple[str, ...] | None = None
    _volumes: dict[str, list[Volume]] = field(default_factory=dict)
    _laid: dict[tuple[str, ...], Schedule] = field(default_factory=dict)

    def volumes(self, jurisdiction: str) -> list[Volume]:
        """The versions of a jurisdiction, in the order in which they were loaded."""
        if jurisdiction not in self._volumes:
            found = [Volume(path) for path in (self.place / jurisdiction.lower()).glob(f"*{SUFFIX}")]
            if self.only is not None:
                found = [volume for volume in found if volume.edition.code in self.only]
            self._volumes[jurisdiction] = sorted(found, key=lambda volume: (volume.loaded, volume.path.name))
        return self._volumes[jurisdiction]

    @property
    def names(self) -> tuple[str, ...]:
        """What lies on it at this moment. Versions are never changed, so that the same names are the same content."""
        found = []
        for folder in _inside(self.place):
            found += [f"{folder.name}/{each.name}" for each in _inside(folder) if each.name.endswith(SUFFIX)]
        return tuple(sorted(found))

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """For whom anything is on it."""
        return tuple(sorted({path.parent.name.upper() for path in self.place.glob(f"*/*{SUFFIX}")}))

    def latest(self, jurisdiction: str, kind: str) -> Volume | None:
        """The last version of a kind, which the next one is held against."""
        same = [volume for volume in self.volumes(jurisdiction) if volume.edition.kind == kind]
        return max(same, key=_rank, default=None)

    def used(self, jurisdiction: str, on: date, known: date | None) -> tuple[Volume, ...]:
        """Of each kind the version that counts on a day, by what was published by another."""
        chosen: dict[str, Volume] = {}
        for volume in sorted(self.volumes(jurisdiction), key=_rank):
            if volume.edition.counts(on, known):
                chosen[volume.edition.kind] = volume
        return tuple(sorted(chosen.values(), key=lambda volume: (not volume.edition.whole, volume.edition.kind)))

    def over(self, folder: Folder, shipped: Schedule, on: date, known: date | None) -> Schedule:
        """The shipped schedule with the versions that count laid over it."""
        used = self.used(folder.code, on, known)
        if not used:
            days = [day for volume in self.volumes(folder.code) if (day := volume.edition.since) and day > on]
            return replace(shipped, begins=min(days, default=None))
        key = tuple(volume.edition.code for volume in used)
        if key not in self._laid:
            self._laid[key] = laid(folder, shipped, used)
        return self._laid[key]

    def with_only(self, codes: Iterable[str]) -> Shelf:
        """The same shelf, answering with these versions alone: how an old quote is repeated. All must be there."""
        pinned = Shelf(self.place, tuple(codes))
        missing = [code for code in pinned.only or () if not self.path(code).exists()]
        if missing:
            raise Refused(
                Finding(
                    "tariff-not-held",
                    gettext_noop("The version {code} of the tariff is not held here any more."),
                    "/tariff",
                    gettext_noop("Bring its file back into the folder; versions are never deleted."),
                    params={"code": ", ".join(missing)},
                )
            )
        return pinned

    def path(self, code: str) -> Path:
        """Where a version lies: `US/us-hts/2024-12-01/3f9a2c1b7d10` is the file of that name."""
        jurisdiction, kind, since, digest = code.split("/")
        return self.place / jurisdiction.lower() / f"{kind.replace(':', '~')}.{since}.{digest}{SUFFIX}"

    def put(self, edition: Edition, rows: Iterable[Row], loaded: str) -> Volume:
        """Put a version on the shelf; one that stands there already is left as it is."""
        path = self.path(edition.code)
        if not path.exists():
            write(path, edition, rows, loaded)
        self._volumes.pop(edition.jurisdiction, None)
        return Volume(path)


def _inside(folder: Path | os.DirEntry[str]) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def _rank(volume: Volume) -> tuple[date, date, str]:
    """Of two versions the one for later days counts, then the one published later, then the one loaded later."""
    edition = volume.edition
    return edition.since or date.min, edition.published or date.min, volume.loaded
