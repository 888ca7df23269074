"""The hub as one of several processes that serve it: it has read addresses, law and lists before it answers anybody.

Otherwise whoever comes first to a process waits until that is done: ten seconds with two hundred thousand listed names.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from importlib import import_module

import structlog
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import DatabaseError, connection

log = structlog.get_logger(__name__)


def application() -> WSGIHandler:
    """The hub, awake."""
    from entrepot.hub.wsgi import application

    wake()
    return application


def wake() -> None:
    """Read what a day's work needs; awake already, look whether it is still that.

    A database that is away is asked again by whoever needs it.
    """
    from entrepot.hub.events import clock
    from entrepot.hub.parties import queries as parties

    import_module(settings.ROOT_URLCONF)
    try:
        today = clock.now().date()
        countries = parties.with_right("customs").values_list("country", flat=True).distinct()
        foresee((country, today) for country in countries)
    except DatabaseError as away:
        log.warning("what serving needs could not be read beforehand", why=str(away))
    connection.close()


def foresee(borders: Iterable[tuple[str, date]]) -> None:
    """Read the law of these countries and days, and the lists of names, before there are several processes."""
    from entrepot.hub import collector
    from entrepot.hub.customs import queries
    from entrepot.hub.customs.law import law_of
    from entrepot.trade.finding import Refused

    try:
        for country, day in borders:
            with suppress(Refused):  # each declaration will be told so
                law_of(country, day).tariff(day)
        queries.index()
    finally:
        collector.settle()
