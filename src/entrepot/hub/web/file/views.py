"""The consignment file: one deed, two halves; and the same with its proofs for a machine."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.customs import queries as customs
from entrepot.hub.customs.models import Declaration
from entrepot.hub.events import clock
from entrepot.hub.events import queries as events
from entrepot.hub.network import own
from entrepot.hub.network import queries as network
from entrepot.hub.network.models import Peer
from entrepot.hub.orders import queries as orders
from entrepot.hub.orders.models import Consignment
from entrepot.hub.parties import queries as parties
from entrepot.hub.stock import queries as stock
from entrepot.hub.stock.models import Parcel
from entrepot.hub.web import wording
from entrepot.hub.web.file import deed, history, keepers, passage, proceeds, readers, sheets
from entrepot.hub.web.pieces import QrCode
from entrepot.hub.web.shell import show


@login_required
def file(request: HttpRequest, ucr: str) -> HttpResponse:
    """Everything about one consignment, in one place."""
    consignment, declarations, parcel = _gathered(ucr)
    _by, role = readers.reader(request, consignment, declarations, parcel)
    entries = network.entries(ucr)
    side = deed.our_side(consignment)
    senders = customs.senders(ucr)
    kept_by = keepers.of(consignment, entries)
    happenings = history.of(
        events.of(ucr), entries, side, own.host(), senders, consignment.destination, ucr, kept_by.sides
    )
    peer = _peer(consignment)
    settled = next((each.body for each in happenings if each.kind == "orders.consignment.settled"), None)
    divided = None
    if settled and "seller_minor" in settled and readers.sees_proceeds(role):
        claimants = parties.everyone().filter(code__in=[code for code, _minor in settled["claims"]])
        names = {**dict(claimants.values_list("code", "name")), **({peer.host: peer.name} if peer else {})}
        divided = proceeds.divided(settled, names)
    root = network.file_root(ucr).hex() if entries else ""
    opens = {each.mrn: reverse("officer-declaration", args=[each.mrn]) for each in declarations if role == "customs"}
    context = {
        "title": sheets.title(consignment),
        "ucr": ucr,
        "order_number": consignment.order_number,
        "badge": sheets.badge(consignment.state),
        "strip": passage.drawn(happenings, consignment.destination, clock.now()),
        "deed": deed.deed(consignment, happenings, kept_by),
        "paid": proceeds.paid(consignment),
        "divided": divided,
        "documents": sheets.documents(senders, declarations, parcel, opens),
        "people": sheets.people(consignment, declarations, parcel),
        "root": wording.grouped(root),
        "cuts": _cuts(ucr, kept_by) if consignment.via and root else (),
        "printed": wording.moment(clock.now()),
        "qr": QrCode.of(settings.ENTREPOT_URL.rstrip("/") + reverse("file", args=[ucr]), _("Opens this file")),
        "shared": any(entry.countersigned for entry in entries),
    }
    return show(request, "file/file.html", context, desk=readers.desk_of(role), here="orders")


@login_required
def export(request: HttpRequest, ucr: str) -> HttpResponse:
    """The file with its proofs, sealed by this hub, to be checked by anybody without asking us."""
    readers.reader(request, *_gathered(ucr))
    return HttpResponse(
        network.export_file(ucr),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{ucr.replace("/", "-")}.json"'},
    )


def _gathered(ucr: str) -> tuple[Consignment, list[Declaration], Parcel | None]:
    consignment = orders.consignment(ucr)
    return consignment, list(customs.of(ucr).select_related("declarant")), stock.parcel_or_none(ucr)


def _cuts(ucr: str, kept_by: keepers.Keepers) -> list[tuple[str, str, str]]:
    """The two hubs of each cut by name, and its root."""
    names = kept_by.names
    cuts = network.file_cuts(ucr)
    return [(names.get(one, one), names.get(two, two), wording.grouped(root.hex())) for one, two, root in cuts]


def _peer(consignment: Consignment) -> Peer | None:
    return network.peers().filter(host=consignment.peer).first() if consignment.peer else None
