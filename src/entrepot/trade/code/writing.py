"""How people write numbers: with spaces, dots and hyphens, and in China often with full-width figures."""

from __future__ import annotations

from collections.abc import Mapping

from entrepot.trade.finding import Finding, Refused

_NARROW = {wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def narrow(text: str) -> str:
    """The text with full-width Latin figures and letters in their common width, without spaces around it."""
    return text.translate(_NARROW).strip()


def without(text: str, separators: str) -> str:
    """The text as one run of characters: narrowed, and without the separators named."""
    return narrow(text).translate({ord(each): None for each in separators})


def is_digits(text: str) -> bool:
    """Whether the text is nothing but the figures 0 to 9 (other scripts have figures too)."""
    return text.isascii() and text.isdigit()


def refusal(code: str, sentence: str, remedy: str, law: str = "", **params: object) -> Refused:
    """The refusal of one number, ready to be raised."""
    values: Mapping[str, str] = {name: str(value) for name, value in params.items()}
    return Refused(Finding(code, sentence, remedy=remedy, law=law, params=values))
