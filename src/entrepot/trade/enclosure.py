"""Files that people hand in with an answer. Its content says what a file is; no name and no announced type is believed.

Four kinds are taken: PDF (ISO 32000), PNG (ISO/IEC 15948), JPEG (ISO/IEC 10918) and plain text in UTF-8.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from entrepot.trade.finding import Finding
from entrepot.trade.wording import gettext_noop

MOST_BYTES = 5 * 1024 * 1024
MOST = 10
"""Files that one answer may bring."""
LONGEST_NAME = 120

PDF, PNG, JPEG, TEXT = "application/pdf", "image/png", "image/jpeg", "text/plain"
EXTENSIONS = {PDF: ".pdf", PNG: ".png", JPEG: ".jpg", TEXT: ".txt"}
TRAILER = 2048  # within so many of its last bytes a PDF says that it ends


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it is handed in."""

    name: str
    content: bytes

    @property
    def media_type(self) -> str:
        """What the content is; nothing if it is none of what is taken."""
        return media_type(self.content)

    @property
    def digest(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return sha256(self.content).hexdigest()


def media_type(content: bytes) -> str:
    """What the content is; nothing if it is none of what is taken."""
    if content.startswith(b"%PDF-"):
        return PDF if b"%%EOF" in content[-TRAILER:] else ""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content.endswith(b"IEND\xaeB`\x82"):
        return PNG
    if content.startswith(b"\xff\xd8\xff") and content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return JPEG
    return TEXT if _is_text(content) else ""


def plain_name(handed: Handed) -> str:
    """A name that is safe to write and to offer: no path, no unseen letters, ending as the content is."""
    last = handed.name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*').strip(" .")
    ending = EXTENSIONS[handed.media_type]
    stem = seen.rpartition(".")[0] or seen or "document"
    return stem[: LONGEST_NAME - len(ending)] + ending


def faults(files: Sequence[Handed], at: str = "/documents") -> Iterator[Finding]:
    """Everything against taking these files."""
    if len(files) > MOST:
        yield Finding(
            "too-many-documents",
            gettext_noop("{count} files are more than the {most} that one answer may bring."),
            at,
            gettext_noop("Put pages of one document into one file."),
            params={"count": str(len(files)), "most": str(MOST)},
        )
    for n, each in enumerate(files):
        yield from _fault(each, f"{at}/{n}")


def _fault(handed: Handed, at: str) -> Iterator[Finding]:
    if len(handed.content) > MOST_BYTES:
        yield Finding(
            "document-too-large",
            gettext_noop("“{name}” is larger than {most} MB."),
            at,
            gettext_noop("Scan it in less detail, or hand it in in parts."),
            params={"name": handed.name[:LONGEST_NAME], "most": str(MOST_BYTES // 1024 // 1024)},
        )
    elif not handed.media_type:
        yield Finding(
            "document-kind",
            gettext_noop("“{name}” is neither a PDF, a PNG or JPEG picture nor plain text, whatever its name says."),
            at,
            gettext_noop("Hand it in as a PDF or as a picture."),
            params={"name": handed.name[:LONGEST_NAME]},
        )


def _is_text(content: bytes) -> bool:
    try:
        told = content.decode()
    except UnicodeDecodeError:
        return False
    return bool(told.strip()) and all(letter.isprintable() or letter in "\r\n\t\ufeff" for letter in told)
