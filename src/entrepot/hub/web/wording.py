"""Dates, times, spans and names as each language writes them; digits are always Latin, so that they can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from babel import Locale
from babel.dates import format_date
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

LOCALES = {"en": "en_GB", "zh-hans": "zh_Hans", "ms": "ms"}
SHORT = {"en": "d MMM y", "zh-hans": "y年M月d日", "ms": "d MMM y"}
LONG = {"en": "EEEE d MMMM", "zh-hans": "M月d日EEEE", "ms": "EEEE, d MMMM"}
THIN = "\N{NO-BREAK SPACE}"


def spoken() -> str:
    """The language of this page, one of those we write in."""
    language = (get_language() or "en").lower()
    return next((known for known in LOCALES if language == known or language.startswith(known + "-")), "en")


def day(on: date | datetime) -> str:
    """A day in a table: 23 Nov 2026."""
    return format_date(_local(on), SHORT[spoken()], locale=LOCALES[spoken()])


def weekday(on: date | datetime) -> str:
    """A day in a heading: Monday 23 November."""
    return format_date(_local(on), LONG[spoken()], locale=LOCALES[spoken()])


def short_weekday(on: date | datetime) -> str:
    """A day on a scale: Mon 23 Nov."""
    pattern = {"en": "EEE d MMM", "zh-hans": "M月d日", "ms": "EEE d MMM"}[spoken()]
    return format_date(_local(on), pattern, locale=LOCALES[spoken()])


def clock(at: datetime, *, seconds: bool = False) -> str:
    """The time of day in the hub's zone."""
    return timezone.localtime(at).strftime("%H:%M:%S" if seconds else "%H:%M")


def moment(at: datetime) -> str:
    """A day and a time: 23 Nov 2026, 11:05."""
    return _("{day}, {time}").format(day=day(at), time=clock(at))


def zone_line(now: datetime, *, simulated: bool = False) -> str:
    """The hub's time and zone, named once per page; a story's time says that it is one."""
    local = timezone.localtime(now)
    offset = local.utcoffset() or timedelta()
    hours, rest = divmod(abs(int(offset.total_seconds())), 3600)
    shift = f"{'−' if offset < timedelta() else '+'}{hours}" + (f":{rest // 60:02d}" if rest else "")
    told = _("Hub time {time}, UTC{shift}") if not simulated else _("Hub time {time}, UTC{shift}, simulated")
    return told.format(time=local.strftime("%H:%M"), shift=shift if offset else "")


def span(took: timedelta) -> str:
    """How long something took, in the two largest units that say something: 41 s, 13 h 15, 2 d 4 h."""
    seconds = max(int(took.total_seconds()), 0)
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if seconds < 60:
        told = _("{seconds} s").format(seconds=seconds)
    elif minutes < 60:
        told = _("{minutes} min {seconds}").format(minutes=minutes, seconds=f"{seconds % 60:02d}")
    elif hours < 48:
        told = _("{hours} h {minutes}").format(hours=hours, minutes=f"{minutes % 60:02d}")
    else:
        told = _("{days} d {hours} h").format(days=days, hours=hours % 24)
    return told.replace(" ", THIN)


def listed(told: Iterable[str]) -> str:
    """One after another, as the language parts them."""
    return pgettext("between two of a list", ", ").join(told)


def number(count: int) -> str:
    """A count with commas between thousands."""
    return f"{count:,}"


def mass(grams: int) -> str:
    """A mass in kilograms, exact to the gram: 2.900 kg is 2.90 kg."""
    whole, rest = divmod(abs(grams), 1000)
    decimals = f"{rest:03d}"
    return f"{'−' if grams < 0 else ''}{whole}.{decimals[:2] if decimals[2] == '0' else decimals}{THIN}kg"


def stated(figure: str) -> str:
    """A figure as it was stated, with commas between thousands; what is no plain figure stays."""
    whole, point, part = figure.partition(".")
    return f"{int(whole):,}{point}{part}" if whole.isascii() and whole.isdigit() else figure


QUANTITY = re.compile(r"([\d.,]+) ([A-Z0-9]{3})")


def quantity(told: str) -> str:
    """A figure with a unit's code, such as 60 KGM, as people write it; anything else stays."""
    found = QUANTITY.fullmatch(told)
    return f"{stated(found[1])} {unit(found[2])}" if found else told


def unit(code: str) -> str:
    """A unit of UN/ECE Recommendation 20 as people write it; its code where we have no word."""
    return {
        "H87": _("pieces"),
        "KGM": "kg",
        "GRM": "g",
        "LTR": "l",
        "MTR": "m",
        "MTK": "m²",
        "PR": _("pairs"),
        "NPR": _("pairs"),
    }.get(code, code)


def hs(code: str) -> str:
    """A commodity code as it is read: 6912.00.00."""
    parts = (code[:4], *(code[n : n + 2] for n in range(4, len(code), 2)))
    return ".".join(part for part in parts if part) if code.isdigit() else code


def country(code: str) -> str:
    """The country's name in the language of the page; the code where it has none."""
    return str(Locale.parse(LOCALES[spoken()]).territories.get(code.upper(), code))


def grouped(digest: str, groups: int = 8) -> str:
    """A digest in groups of four, so that two people can compare it aloud."""
    return " ".join(digest[n : n + 4] for n in range(0, min(len(digest), groups * 4), 4))


def _local(on: date | datetime) -> date:
    if isinstance(on, datetime):
        return timezone.localtime(on).date() if timezone.is_aware(on) else on.date()
    return on
