"""A carrier that is none: parcels depart after 6 hours, arrive 4 hours and 15 minutes later, and are delivered 26 hours
after that. Nothing is carried. For demonstrations and tests.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext_noop

from entrepot.hub.adapters.carrier.carrier import Handed, Report
from entrepot.trade.finding import Finding, NotYours, Refused

NAME = "simulator"
SIMULATED = True
SIGNATURE = "Entrepot-Signature"
TIMETABLE: Mapping[str, tuple[timedelta, str]] = {
    "dispatched": (timedelta(hours=6), "departed"),
    "departed": (timedelta(hours=4, minutes=15), "arrived"),
    "arrived": (timedelta(hours=26), "delivered"),
}


def collect(handed: Handed) -> str:
    """Take the parcel and leave it where it is."""
    return f"SIM{handed.number}"


def place(handed: Handed, step: str) -> str:
    """The country in which the step is said to happen."""
    return handed.origin if step == "departed" else handed.destination


def report(body: bytes, headers: Mapping[str, str]) -> list[Report]:
    """Reports in JSON: a list of objects with `ucr`, `step`, `at`, `place` and, of a parcel that follows, `number`."""
    given = next((value for name, value in headers.items() if name.lower() == SIGNATURE.lower()), "")
    if not hmac.compare_digest(given.encode(), signature(body).encode()):
        raise NotYours(
            Finding(
                "report-not-signed",
                gettext_noop("The report does not carry the carrier's signature."),
                remedy=gettext_noop("Send it as the carrier does, signed with the key agreed on."),
            )
        )
    try:
        return [
            Report(
                ucr=str(told["ucr"]),
                step=str(told["step"]),
                at=datetime.fromisoformat(told["at"]),
                place=str(told.get("place", "")),
                number=str(told.get("number", "")),
            )
            for told in json.loads(body)
        ]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(
            Finding(
                "report-unreadable",
                gettext_noop("The carrier's report cannot be read."),
                remedy=gettext_noop("Send a JSON list of objects with ucr, step, at (ISO 8601) and place."),
            )
        ) from None


def signature(body: bytes) -> str:
    """How the simulator signs what it sends."""
    return hmac.new(f"carrier-simulator/{settings.SECRET_KEY}".encode(), body, hashlib.sha256).hexdigest()
