"""Law kept by the name of its content, so that what was worked out by it can be worked out again after it changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from entrepot.statute.book import Jurisdiction, Statute
from entrepot.statute.shelf import Shelf
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop


def keep(jurisdiction: Jurisdiction, place: Path) -> Path:
    """Put a copy of a jurisdiction's law into a folder named by its digest; the cases, which are no law, stay out."""
    kept = place / jurisdiction.digest
    if kept.exists():
        return kept
    fresh = place / f"{jurisdiction.digest}.{os.getpid()}"
    source = jurisdiction.folder.place
    shutil.copytree(source, fresh / source.name, ignore=shutil.ignore_patterns("cases", "__pycache__"))
    areas = source.parent / "areas.yaml"
    if areas.exists():
        shutil.copy(areas, fresh)
    try:
        fresh.rename(kept)
    except OSError:  # another process was faster, and kept the same
        shutil.rmtree(fresh)
    return kept


def kept(place: Path, digest: str, country: str, shelf: Shelf | None = None) -> Statute:
    """The law as it was kept, or a refusal if it was not, or is not what its name says."""
    law = Statute(place / digest, shelf)
    if digest and law.place.is_dir() and law.jurisdiction(country).digest == digest:
        return law
    raise Refused(
        Finding(
            "law-not-kept",
            gettext_noop("The law {digest} of {country} is not kept here, or was altered."),
            remedy=gettext_noop("Bring the folder of that name back; kept law is never deleted or changed."),
            params={"digest": digest[:16], "country": country},
        )
    )
