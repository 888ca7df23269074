"""Where the hours went: the stretches of a parcel's way, found among what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from entrepot.hub.web import wording
from entrepot.hub.web.file.history import Happening
from entrepot.hub.web.pieces import Mark, Passage, Strip, strip
from entrepot.hub.web.pieces.marks import LaneName
from entrepot.hub.web.pieces.strip import Kind, midnights

STEPS = ("dispatched", "departed", "arrived", "delivered")


def drawn(happenings: Sequence[Happening], destination: str, now: datetime) -> Strip | None:
    """The strip from payment to delivery, or to now; nothing before the payment has come."""
    moments = _moments(happenings)
    if "paid" not in moments:
        return None
    ended = moments.get("delivered", max(now, max(moments.values())))
    passages = tuple(_passages(moments, ended))
    if not passages:
        return None
    marks, customs = _borders(happenings, destination)
    whole = wording.span(ended - moments["paid"])
    headline = (
        _("{whole} from payment to the door. Customs, both sides together: {customs}.")
        if "delivered" in moments
        else _("{whole} so far. Customs, both sides together: {customs}.")
    ).format(whole=whole, customs=wording.span(customs))
    told = "; ".join(_("{name}: {spent}").format(name=each.name, spent=each.spent) for each in passages)
    begun, until = passages[0].begun, passages[-1].ended
    days = {each: wording.short_weekday(each) for each in (begun, *midnights(begun, until))}
    if len(days) > 1:
        days[begun] = ""
    return strip(headline, told, passages, marks, days)


def _moments(happenings: Iterable[Happening]) -> dict[str, datetime]:
    """When each step was first reached."""
    found: dict[str, datetime] = {}
    for each in happenings:
        if step := _step(each):
            found.setdefault(step, timezone.localtime(each.at))
    return found


def _step(happening: Happening) -> str:
    """Which step of the way a happening is, if it is one."""
    if happening.kind in ("payments.payment.settled", "order.placed.v1"):
        return "paid"
    if happening.kind.startswith("stock.parcel."):
        step = happening.kind.rpartition(".")[2]
    elif happening.kind == "tracking.events.v1":
        step = str(happening.body.get("step", ""))
    else:
        return ""
    return step if step in STEPS else ""


def _passages(moments: dict[str, datetime], ended: datetime) -> Iterable[Passage]:
    """The stretches that have a beginning and an end, or last until now."""
    names: tuple[tuple[Kind, str, str, str], ...] = (
        ("land", "paid", "dispatched", _("Packing and export")),
        ("wait", "dispatched", "departed", _("Waiting for departure")),
        ("pass", "departed", "arrived", _("In passage")),
        ("dest", "arrived", "delivered", _("To the door")),
    )
    for kind, start, stop, name in names:
        if start in moments:
            begun, over = moments[start], moments.get(stop, timezone.localtime(ended))
            if over > begun:
                yield Passage(kind, begun, over, name, wording.span(over - begun))
            if stop not in moments:
                return


def _borders(happenings: Sequence[Happening], destination: str) -> tuple[tuple[Mark, ...], timedelta]:
    """Each release with how long customs took for it, and both together."""
    lodged: dict[str, datetime] = {}
    marks, took = [], timedelta()
    for each in happenings:
        number = str(each.body.get("mrn", ""))
        if each.kind == "customs.declaration.lodged":
            lodged[number] = each.at
        elif each.kind == "customs.declaration.released" or each.kind == "declaration.imported.v1":
            spent = each.at - lodged.get(number, each.at)
            took += spent
            where = wording.country(str(each.body.get("country", destination)))
            words = _("{country} {spent}").format(country=where, spent=wording.span(spent))
            marks.append(Mark(timezone.localtime(each.at), _lane(each), words))
    return tuple(marks), took


def _lane(happening: Happening) -> LaneName:
    lane = happening.telling.lane
    return lane.lane if lane is not None else "green"
