"""Text with signatures under it (C2SP signed-note): readable by eye, exact to the byte."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from entrepot.ehx.encoding import b64, unb64
from entrepot.ehx.keys import SigningKey, VerifierKey, is_name
from entrepot.ehx.refusal import refusal
from entrepot.trade.finding import Refused
from entrepot.trade.wording import gettext_noop

MOST_SIGNATURES = 16
LARGEST_NOTE = 64 * 1024
DASH = "\u2014"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who says to have signed, with which key, and the bytes."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{DASH} {self.name} {b64(self.key_id + self.value)}\n"

    def of(self, key: VerifierKey) -> bool:
        """Whether the line claims to be of this key."""
        return self.name == key.name and self.key_id == key.id

    @classmethod
    def parse(cls, line: str) -> Signature:
        """Read a signature line with its line feed."""
        dash, _, rest = line.removesuffix("\n").partition(" ")
        name, _, encoded = rest.partition(" ")
        if dash != DASH or not is_name(name) or not line.endswith("\n"):
            raise malformed_note()
        raw = unb64(encoded)
        if len(raw) < 5:
            raise malformed_note()
        return cls(name, raw[:4], raw[4:])


@dataclass(frozen=True, slots=True)
class Note:
    """The text, which ends in a line feed, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.signatures))

    @classmethod
    def parse(cls, written: str) -> Note:
        """Read a note; what this accepts is written back byte for byte the same."""
        if len(written.encode(errors="replace")) > LARGEST_NOTE or any(c < " " and c != "\n" for c in written):
            raise malformed_note()
        head, blank, tail = written.rpartition("\n\n")
        lines = tail.splitlines(keepends=True)
        if not blank or not head or not 1 <= len(lines) <= MOST_SIGNATURES:
            raise malformed_note()
        note = cls(head + "\n", tuple(map(Signature.parse, lines)))
        if str(note) != written:
            raise malformed_note()
        return note


def sign(text: str, *keys: SigningKey) -> Note:
    """The text signed by each key."""
    assert text.endswith("\n")
    made = (Signature(key.verifier.name, key.verifier.id, key.sign(text.encode())) for key in keys)
    return Note(text, tuple(made))


def opened(written: str, keys: Iterable[VerifierKey]) -> Note:
    """The note, if one of the keys signed it and no line in the name of one of them is false."""
    note = Note.parse(written)
    known = [(line, key) for line in note.signatures for key in keys if line.of(key)]
    if not known or not all(key.holds(line.value, note.text.encode()) for line, key in known):
        raise refusal("note-signature", gettext_noop("The text is not signed by a key that is trusted for it."))
    return note


def malformed_note() -> Refused:
    """What is said of a text that is no signed note."""
    return refusal("note-malformed", gettext_noop("This is not a signed note."))
