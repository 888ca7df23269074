"""Lists in pages: which rows, where one is, and the way on, keeping what else the address says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from entrepot.hub.web import wording


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of a list. One row more than is shown was asked for, which says whether there is a next page."""

    rows: tuple[Any, ...]
    told: str
    before: str = ""
    after: str = ""

    @classmethod
    def of(cls, request: HttpRequest, found: QuerySet[Any], size: int, count: int | None = None) -> Paged:
        """The page that the address names; a page that is none is the first."""
        named = request.GET.get("page", "1")
        page = min(int(named), 10_000) if named.isascii() and named.isdigit() and int(named) > 0 else 1
        start = (page - 1) * size
        rows = list(found[start : start + size + 1])
        whole = found.count() if count is None else count
        told = _("{first} to {last} of {count}").format(
            first=wording.number(start + 1 if rows else 0),
            last=wording.number(start + min(len(rows), size)),
            count=wording.number(whole),
        )
        before = _address(request, page - 1) if page > 1 else ""
        return cls(tuple(rows[:size]), told, before, _address(request, page + 1) if len(rows) > size else "")


def _address(request: HttpRequest, page: int) -> str:
    asked = request.GET.copy()
    asked["page"] = str(page)
    return f"?{asked.urlencode()}"
