"""The texts that were loaded into a home, one file a source: put there once, read at every start."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from entrepot.classify.decision import Decision, read_lines
from entrepot.classify.doors import KINDS
from entrepot.classify.doors.known import Known
from entrepot.classify.row import Exclusion, Row
from entrepot.trade.finding import Finding, Refused
from entrepot.trade.wording import gettext_noop

FOLDER = "classify"
SUFFIX = ".texts.gz"
DECISIONS = "decisions.jsonl"
ROW, EXCLUSION = "row", "exclusion"
PACKED = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Library:
    """The folder of the loaded texts."""

    folder: Path

    def put(self, known: Known) -> None:
        """Keep what a door read under the name of its source, in the place of what was held under that name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        lines = [(ROW, row.code, row.lang, row.text) for row in known.rows]
        lines += [(EXCLUSION, each.code, "", each.text) for each in known.exclusions]
        text = "".join("\t".join(cell.replace("\t", " ") for cell in line) + "\n" for line in lines)
        draft = self.folder / f"{known.source}.{os.getpid()}.draft"
        draft.write_bytes(gzip.compress(text.encode(), mtime=0))
        draft.replace(self.folder / f"{known.source}{SUFFIX}")

    @property
    def sources(self) -> list[str]:
        """The names of what is held."""
        return sorted(file.name.removesuffix(SUFFIX) for file in self.folder.glob(f"*{SUFFIX}"))

    def rows(self) -> Iterator[Row]:
        for source, kind, code, lang, text in self._lines():
            if kind == ROW:
                yield Row(code, text, lang, source)

    def exclusions(self) -> Iterator[Exclusion]:
        for source, kind, code, _, text in self._lines():
            if kind == EXCLUSION:
                yield Exclusion(code, text, source)

    def put_decisions(self, decisions: Sequence[Decision]) -> int:
        """Keep decisions beside those that are held; answers how many of them are new."""
        held = self.decisions()
        fresh = [each for each in dict.fromkeys(map(_line, decisions)) if each not in set(map(_line, held))]
        self.folder.mkdir(parents=True, exist_ok=True)
        draft = self.folder / f"{DECISIONS}.{os.getpid()}.draft"
        draft.write_text("".join(f"{line}\n" for line in [*map(_line, held), *fresh]), encoding="utf-8")
        draft.replace(self.folder / DECISIONS)
        return len(fresh)

    def decisions(self) -> list[Decision]:
        """The decisions that are held, in the order in which they came."""
        file = self.folder / DECISIONS
        return read_lines(file.read_text(encoding="utf-8").split("\n")) if file.exists() else []

    def _lines(self) -> Iterator[tuple[str, str, str, str, str]]:
        for source in self.sources:
            raw = gzip.decompress((self.folder / f"{source}{SUFFIX}").read_bytes())
            for line in raw.decode().split("\n"):
                if line:
                    kind, code, lang, text = line.split("\t")
                    yield source, kind, code, lang, text


def _line(decision: Decision) -> str:
    return json.dumps(decision.plain(), ensure_ascii=False)


def read(file: Path, kind: str, source: str = "") -> Known:
    """What the file holds, packed or not; refused if it is of no such kind, unreadable, or has nothing usable."""
    if kind not in KINDS:
        raise Refused(
            Finding(
                "texts-kind",
                gettext_noop("There is no kind of texts called {kind}."),
                "/kind",
                gettext_noop("Kinds are {known}."),
                params={"kind": kind, "known": ", ".join(KINDS)},
            )
        )
    door = KINDS[kind]
    known = Known(source or kind)
    if not known.source.replace("-", "").replace("_", "").isalnum():
        known.wrong(0, "the name of a source has letters, digits and hyphens only")
    text = text_of(file, door.encoding)
    door.read(io.StringIO(text, newline=""), known)
    if known.findings:
        raise Refused(known.findings)
    if not known.rows:
        raise Refused(
            Finding(
                "texts-nothing",
                gettext_noop("{file} has no text for any subheading of the Harmonized System."),
                "/file",
                gettext_noop("Look whether the kind is right: {kind} is {title}."),
                params={"file": str(file), "kind": kind, "title": door.title},
            )
        )
    return known


def text_of(file: Path, encoding: str) -> str:
    """The text of a file, packed or not; refused if it cannot be read."""
    try:
        raw = file.read_bytes()
        return (gzip.decompress(raw) if raw.startswith(PACKED) else raw).decode(encoding)
    except (OSError, EOFError, UnicodeDecodeError) as unreadable:
        raise Refused(
            Finding(
                "texts-unreadable",
                gettext_noop("{file} cannot be read: {why}."),
                "/file",
                params={"file": str(file), "why": str(getattr(unreadable, "strerror", None) or unreadable)},
            )
        ) from None
