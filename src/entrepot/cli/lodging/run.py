"""One run over a file: begun, taken up again after an interruption, and ended with every answer in its place.

Answers are appended in the order of the file, each piece after its transaction. After a `kill -9` the answers written
say how far the run had come; what was lodged beyond them is lodged again under the name of the same run, and customs
answers it as it did then.
"""

from __future__ import annotations

import os
import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec

from entrepot.cli.lodging import answering
from entrepot.cli.lodging.work import Done
from entrepot.trade.finding import Finding, NotAllowedNow
from entrepot.trade.wording import gettext_noop


class Note(msgspec.Struct, frozen=True):
    """What a run notes when it begins, beside the answers: that the file is the same when it is taken up again."""

    run: str
    size: int
    changed: int
    declarant: str
    hub: str


_NOTE = msgspec.json.Decoder(Note)


@dataclass
class Run:
    """Answers so far, and where they are written until the run is over."""

    file: Path
    answers: Path
    note: Note
    counts: Counter[str] = field(default_factory=Counter)
    resumed_at: int = 0

    @classmethod
    def of(cls, file: Path, answers: Path, *, declarant: str, hub: str) -> Run:
        """The run over a file: one that was interrupted, else a new one."""
        state = file.stat()
        run = cls(file, answers, Note(secrets.token_hex(12), state.st_size, state.st_mtime_ns, declarant, hub))
        if run._noted.exists():
            before = _NOTE.decode(run._noted.read_bytes())
            run._must_be_the_same(before)
            run.note = before
            run._take_up()
        else:
            run._partial.unlink(missing_ok=True)
            _write(run._noted, msgspec.json.encode(run.note))
        return run

    @property
    def number(self) -> int:
        """How many declarations were answered."""
        return sum(self.counts[outcome] for outcome in ("lodged", "repeated", "refused"))

    def keep(self, done: Iterator[Done]) -> Iterator[Done]:
        """Append the answers of each piece as it comes; when the last has come, the run is over."""
        with self._partial.open("ab") as stream:
            for each in done:
                stream.write(each.answers)
                _through(stream)
                self.counts += each.counts
                yield each
        self._partial.replace(self.answers)
        self._noted.unlink()

    @property
    def _noted(self) -> Path:
        return self.answers.with_name(f"{self.answers.name}.run")

    @property
    def _partial(self) -> Path:
        return self.answers.with_name(f"{self.answers.name}.partial")

    def _take_up(self) -> None:
        """Count the answers that were written, and cut off one that was only half written."""
        if not self._partial.exists():
            return
        kept = self._partial.read_bytes()
        whole = kept.rfind(b"\n") + 1
        with self._partial.open("r+b") as stream:
            stream.truncate(whole)
        self.counts += answering.counted(answering.read(kept[:whole]))
        self.resumed_at = self.number

    def _must_be_the_same(self, before: Note) -> None:
        now = self.note
        if (before.size, before.changed, before.declarant, before.hub) != (
            now.size,
            now.changed,
            now.declarant,
            now.hub,
        ):
            raise NotAllowedNow(
                Finding(
                    "another-file",
                    gettext_noop(
                        "A run over {file} was interrupted, and the file, the declarant or the hub is another."
                    ),
                    remedy=gettext_noop("Name another file for the answers, or remove {note} to begin anew."),
                    params={"file": self.file.name, "note": str(self._noted)},
                )
            )


def _write(path: Path, content: bytes) -> None:
    """The file whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with draft.open("wb") as stream:
        stream.write(content)
        _through(stream)
    draft.replace(path)


def _through(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())
