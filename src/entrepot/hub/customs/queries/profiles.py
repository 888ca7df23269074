"""What can be asked about risk profiles: which are in force, what is proposed, how each came about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet

from entrepot.hub.customs import profiles
from entrepot.hub.customs.models import Declaration, ProfileChange, SeedPeriod
from entrepot.hub.law import statute

COUNTED = 1000
"""Declarations whose hits are counted, the newest first."""


def profiles_in_force(country: str, on: date) -> Mapping[str, Mapping[str, Any]]:
    """Every profile by its code, as it is written."""
    return profiles.trees(statute(), country, on, profiles.changes(country))


def profile_changes(country: str, code: str = "") -> QuerySet[ProfileChange]:
    """What was proposed of the country's profiles, or of one, and decided; the newest first."""
    found = ProfileChange.objects.filter(country=country).order_by("-pk")
    return found.filter(code=code) if code else found


def profile_proposals(country: str) -> QuerySet[ProfileChange]:
    """What waits for a second officer, the oldest first."""
    return ProfileChange.objects.filter(country=country, state="proposed").order_by("pk")


def hits_by_profile(country: str) -> tuple[int, Mapping[str, int]]:
    """How many of the newest declarations were counted, and how many each profile met."""
    rows = list(Declaration.objects.filter(country=country).order_by("-pk").values_list("hits", flat=True)[:COUNTED])
    return len(rows), Counter(hit["code"] for hits in rows for hit in hits)


def seed_periods() -> list[SeedPeriod]:
    """Every month of chance, the latest first."""
    return list(SeedPeriod.objects.all())
