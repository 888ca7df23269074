"""The directory as a table: the same that the chart shows, in words and figures."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from entrepot.hub.network.directory import Known, Standing
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Badge, Cell, Head, Row, Table, Tally


def directory(known: Sequence[Known]) -> Table | None:
    """Every hub: who and where it is, its root key to compare, how we stand, and what went each way."""
    rows = tuple(
        Row(
            (
                Cell(each.name, f"{wording.country(each.country)} · {each.entity}", tally=tally(each.standing)),
                Cell(badge=badge(each.standing), sub=_waiting(each)),
                Cell(each.thumbprint, code=True),
                Cell(*_times(each)),
                Cell(*_flow(each, sent=True)),
                Cell(*_flow(each, sent=False)),
                Cell(wording.number(each.day), _("{count} in a week").format(count=wording.number(each.week))),
            ),
            key=f"hub-{each.key}",
        )
        for each in known
    )
    heads = (
        Head(_("Hub")),
        Head(_("State")),
        Head(_("Root key"), wide=True),
        Head(_("Since, and last countersigned"), labelled=True),
        Head(_("Countersigned / sent"), number=True, labelled=True),
        Head(_("Received"), number=True, labelled=True),
        Head(_("In a day"), number=True, labelled=True),
    )
    return Table(_("Directory of hubs"), heads, rows) if rows else None


def badge(standing: Standing) -> Badge:
    """How we stand with a hub, in one or two words."""
    return {
        "step": Badge(_("In step"), "go", "check"),
        "waiting": Badge(_("Out of contact"), "wait", "hourglass"),
        "stopped": Badge(_("Stopped"), "stop", "octagon-x"),
        "suspended": Badge(_("Suspended"), "wait", "hourglass"),
        "invited": Badge(_("Invited"), "wait", "hourglass"),
        "parted": Badge(_("Closed"), "", "x"),
    }[standing]


def tally(standing: Standing) -> Tally:
    """The two halves: both where the logs are in step."""
    if standing == "step":
        return Tally("both", _("In step"))
    return Tally("broken", _("Stopped")) if standing == "stopped" else Tally("none", _("Not in step"))


def _waiting(each: Known) -> str:
    return _("{count} waiting").format(count=wording.number(each.waiting)) if each.waiting else ""


def _times(each: Known) -> tuple[str, str]:
    """Since when we trade, and the newest countersignature."""
    return (wording.day(each.since), wording.moment(each.last)) if each.since and each.last else ("–", "")


def _flow(each: Known, *, sent: bool) -> tuple[str, str]:
    """The messages one way, all together and by channel."""
    lines = [line for line in each.lines if line.sent == sent and line.state != "closed"]
    size = wording.number(sum(line.size for line in lines))
    held = wording.number(sum(line.acked for line in lines))
    told = f"{held} / {size}" if sent else held
    return (told, " · ".join(f"{line.name} {wording.number(line.acked)}" for line in lines)) if lines else ("–", "")
