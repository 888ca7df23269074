"""How references stand in addresses."""

from __future__ import annotations


class Ucr:
    """A unique consignment reference: capitals, digits, hyphens, strokes; small letters are read as capitals."""

    regex = "[A-Za-z0-9/-]{1,35}"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


class Reference:
    """A reference that its party chose: anything but a stroke."""

    regex = "[^/]{1,60}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return str(value)
