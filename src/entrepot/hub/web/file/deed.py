"""The deed itself: both halves laid together, day by day, with what is still to come at the end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.hub.events import clock
from entrepot.hub.orders.models import Consignment
from entrepot.hub.web import wording
from entrepot.hub.web.file.history import Happening
from entrepot.hub.web.file.keepers import Keepers
from entrepot.hub.web.pieces import Day, DeedFile, Entry, Fact, Facts, Tally
from entrepot.hub.web.pieces.file import Side
from entrepot.hub.web.pieces.marks import TallyState


def deed(consignment: Consignment, happenings: Sequence[Happening], keepers: Keepers) -> DeedFile:
    """Both halves laid together, day by day, with what is still to come at the end."""
    ours = our_side(consignment)
    days = tuple(
        Day(wording.weekday(on), tuple(_entry(each, ours, last=each is happenings[-1]) for each in of_day))
        for on, of_day in groupby(happenings, key=_day)
    )
    ahead = tuple(_ahead(consignment))
    if ahead:
        days += (Day(_("To come"), ahead),)
    shared = [each for each in happenings if each.shared]
    known = [each for each in shared if each.countersigned]
    count = ngettext("{count} entry is on both sides.", "{count} entries are on both sides.", len(known))
    return DeedFile(
        keepers.origin,
        keepers.destination,
        days,
        Tally("both" if shared and len(known) == len(shared) else _half(ours)) if shared else Tally("none"),
        count.format(count=len(known)),
        _agreement(shared, known, len(happenings)),
        clock.simulated(),
        keepers.between,
    )


def our_side(consignment: Consignment) -> Side:
    """Which half this hub keeps."""
    if settings.ENTREPOT_COUNTRY in (consignment.origin, consignment.destination):
        return "origin" if consignment.origin == settings.ENTREPOT_COUNTRY else "dest"
    return "origin" if consignment.home else "dest"


def _entry(happening: Happening, ours: Side, *, last: bool) -> Entry:
    telling = happening.telling
    tally, receipt, awaited = _signed(happening, ours)
    return Entry(
        happening.side,
        "now" if last and happening.kind not in ("orders.consignment.settled", "settlement.confirmed.v1") else "done",
        telling.title,
        tally,
        timezone.localtime(happening.at),
        wording.clock(happening.at, seconds=True),
        telling.told,
        telling.ids,
        telling.lane,
        telling.passage,
        receipt,
        awaited,
        telling.money,
        record=Facts(tuple(Fact(_term(name), told, code=name != "who") for name, told in happening.record), small=True),
    )


def _signed(happening: Happening, ours: Side) -> tuple[Tally, str, bool]:
    """The tally beside the time, and the receipt on the other side."""
    if not happening.shared:
        return Tally(_half(ours), _("Kept by this hub alone")), "", False
    if happening.countersigned:
        return Tally("both"), _("countersigned"), False
    return Tally(_half(happening.side)), _("Countersignature awaited"), True


def _ahead(consignment: Consignment) -> Iterable[Entry]:
    """What is still to come, in the order in which it comes."""
    steps: tuple[tuple[str, Side, str, str], ...] = (
        ("paid", "dest", _("Payment"), _("Starts the label and the export declaration.")),
        ("exported", "origin", _("Release for export"), ""),
        ("imported", "dest", _("Release into {country}"), ""),
        ("delivered", "dest", _("Delivery"), _("Starts the settlement.")),
        ("settled", "origin", _("Settlement"), _("Everybody is paid in one step.")),
    )
    order = ("placed", "paid", "exported", "imported", "delivered", "settled")
    if consignment.state not in order:
        return
    bonded = consignment.regime == "1210"
    for state, side, name, told in steps:
        if order.index(state) > order.index(consignment.state) and not (bonded and state == "exported"):
            if state == "delivered" and consignment.via and consignment.passage != "discharged":
                through = _("Passage through {country}").format(country=wording.country(consignment.via))
                yield Entry("dest", "next", through, Tally("none"), clock=_("to come"), passage=True)
            words = name.format(country=wording.country(consignment.destination))
            yield Entry(side, "next", words, Tally("none"), clock=_("to come"), told=told)


def _agreement(shared: Sequence[Happening], known: Sequence[Happening], count: int) -> str:
    """How far the halves are known to agree."""
    if not shared:
        return _("Nothing has been told to another hub yet.")
    alone = count - len(shared)
    kept = ngettext("{count} more is kept by this hub alone.", "{count} more are kept by this hub alone.", alone)
    if len(known) == len(shared):
        return " ".join((_("The two halves agree."), kept.format(count=alone) if alone else "")).strip()
    waiting = len(shared) - len(known)
    return ngettext("{count} countersignature is awaited.", "{count} countersignatures are awaited.", waiting).format(
        count=waiting
    )


def _half(side: Side) -> TallyState:
    return "a" if side == "origin" else "b"


def _term(name: str) -> str:
    return {
        "who": _("Who"),
        "kind": _("Kind"),
        "event": _("Event"),
        "log": _("Log"),
        "hash": _("Hash"),
    }[name]


def _day(happening: Happening) -> date:
    return timezone.localtime(happening.at).date()
