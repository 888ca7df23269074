"""Which letters a paper can hold in its syntax. What it cannot is written as a blank, and said to be lost.

XML 1.0 (production 2, Char) has no control letters but tab and the two of a line's end, no lone surrogates and not the
last two of the plane; UN/EDIFACT texts have no control letters at all; I-JSON (RFC 7493, 2.1) has no lone surrogates
and no noncharacters.
"""

from __future__ import annotations

import re

PLANES = range(0, 0x110000, 0x10000)
NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(plane + last) for plane in PLANES for last in (0xFFFE, 0xFFFF))

UNHELD = {
    "xml": re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"),
    "edifact": re.compile("[\x00-\x1f\ud800-\udfff]"),
    "json": re.compile(f"[\ud800-\udfff{NONCHARACTERS}]"),
}
"""By syntax, a letter that it cannot hold."""


def holdable(text: str, syntax: str) -> str:
    """The text with a blank for each letter that the syntax cannot hold."""
    return UNHELD[syntax].sub(" ", text)


def visible(text: str, syntax: str) -> str:
    """The text with the number of each letter that the syntax cannot hold, so that people see what stood there."""
    return UNHELD[syntax].sub(lambda found: f"\\u{ord(found[0]):04X}", text)
