"""The checks of inspections, as data: `checks.toml`. A check is added by adding rows, not code."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from entrepot.trade.inspection import Check


@cache
def checks() -> tuple[Check, ...]:
    """Every check, in the order in which an officer goes through them."""
    tree = tomllib.loads(files(__package__).joinpath("checks.toml").read_text("utf-8"))
    return tuple(msgspec.convert(each, Check) for each in tree["check"])


def told(code: str) -> str:
    """The sentence of a check; the code itself where the check is gone since."""
    return next((check.told for check in checks() if check.code == code), code)
