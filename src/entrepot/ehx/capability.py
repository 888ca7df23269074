"""Which messages a hub takes: for each type the lowest and the highest version, and for the protocol likewise.

A sender compares before it gives a message its place, so that what the other does not take waits with a reason instead
of standing in the log for ever. A new minor version adds fields only; who does not know them keeps and ignores them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from entrepot.ehx import strict
from entrepot.ehx.envelope import PREFIX
from entrepot.ehx.refusal import refusal
from entrepot.trade.wording import gettext_noop

PROTOCOL = "ehx"
_LIMITS = strict.Limits(size=64 * 1024, depth=3, keys=2000)
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """The ranges by name, without the version: `org.ehub.order.placed` -> (1, 2)."""

    ranges: Mapping[str, Range] = field(default_factory=dict)

    def takes(self, kind: str) -> bool:
        """Whether a message of this kind (`order.placed.v1`) is taken."""
        name, version = _parted(kind)
        low, high = self.ranges.get(PREFIX + name, (1, 0))
        return low <= version <= high

    def newest(self, name: str, ours: Iterable[int]) -> int | None:
        """The highest of our versions of a kind (`order.placed`) that the other takes as well."""
        low, high = self.ranges.get(PREFIX + name, (1, 0))
        return max((version for version in ours if low <= version <= high), default=None)

    def to_line(self) -> bytes:
        """As it is published."""
        return strict.line({name: list(found) for name, found in sorted(self.ranges.items())})


def of(kinds: Iterable[str]) -> Capabilities:
    """What a hub takes that has handlers for these kinds, in this version of the protocol."""
    versions: dict[str, list[int]] = {PROTOCOL: [1]}
    for kind in kinds:
        name, version = _parted(kind)
        versions.setdefault(PREFIX + name, []).append(version)
    return Capabilities({name: (min(found), max(found)) for name, found in versions.items()})


def read(raw: bytes) -> Capabilities:
    """What another hub publishes; names that we do not know are kept."""
    said = strict.read(raw, _LIMITS)
    if not isinstance(said, dict) or not all(map(_is_range, said.values())):
        raise refusal("capabilities", gettext_noop("This is not a list of message types with their versions."))
    return Capabilities({name: (low, high) for name, (low, high) in said.items()})


def _parted(kind: str) -> tuple[str, int]:
    name, _, version = kind.rpartition(".v")
    return name, int(version) if version.isascii() and version.isdigit() else 0


def _is_range(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(each) is int and each >= 1 for each in value)
