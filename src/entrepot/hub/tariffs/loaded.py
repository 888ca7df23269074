"""The rates of exchange that were loaded into the home of this hub: read once, and again when the file is another."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from entrepot.statute.exchange.held import HeldRate, HeldRates
from entrepot.trade.duty.rates import Rates

Stamp = tuple[int, int, int]


def rates(country: str, currency: str) -> Rates:
    """The rates by which a jurisdiction converts into its currency; empty where none were loaded."""
    place = _place()
    return _for_use(place, _stamp(place), country, currency)


def rows() -> tuple[HeldRate, ...]:
    """Every rate, in the order of its days."""
    place = _place()
    return _rows(place, _stamp(place))


def _place() -> Path:
    return _within(settings.ENTREPOT_HOME)


@lru_cache(maxsize=2)
def _within(home: Path | str) -> Path:
    return Path(home) / "rates"


@lru_cache(maxsize=2)
def _file(place: Path) -> Path:
    return HeldRates(place).file


def _stamp(place: Path) -> Stamp:
    """What tells one state of the file from another: a load never writes into it, it puts another in its place."""
    try:
        seen = _file(place).stat()
    except FileNotFoundError:
        return 0, 0, 0
    return seen.st_ino, seen.st_mtime_ns, seen.st_size


@lru_cache(maxsize=64)
def _for_use(place: Path, stamp: Stamp, country: str, currency: str) -> Rates:
    return HeldRates(place).for_use(country, currency)


@lru_cache(maxsize=2)
def _rows(place: Path, stamp: Stamp) -> tuple[HeldRate, ...]:
    return tuple(HeldRates(place).rows())
