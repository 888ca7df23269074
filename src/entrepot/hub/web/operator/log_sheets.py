"""What lies on the operator's sheets about messages: rows of the log, and one message with what proves it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from django.urls import reverse
from django.utils.translation import gettext as _

from entrepot.hub.network.logbook import Proved
from entrepot.hub.network.models import Channel, Leaf
from entrepot.hub.web import wording
from entrepot.hub.web.pieces import Fact, Facts, Log, Node, Said, Tally


def rows(found: Iterable[Leaf]) -> Log | None:
    """Messages as rows of the log; nothing for none."""
    said = tuple(_said(each) for each in found)
    return Log(said) if said else None


def told(kind: str) -> str:
    """What a message of this kind says, in a few words; the kind itself where we have none."""
    return _kinds().get(kind.removeprefix("org.ehub."), kind or _("Message without a kind"))


def is_countersigned(leaf: Leaf) -> bool:
    return bool(leaf.index < leaf.channel.acked)


def way_up(leaf: Leaf, proved: Proved) -> tuple[Node, ...]:
    """The way from the message up to the root, neighbour by neighbour."""
    steps = (
        Node(step.hex()[:8], "L" if left else "R", _("left") if left else _("right")) for step, left in proved.steps
    )
    ends = (
        Node(bytes(leaf.hash).hex()[:8], "leaf", _("message")),
        Node(proved.head.root.hex()[:8], "root", _("root")),
    )
    return tuple(chain(ends[:1], steps, ends[1:]))


def facts(leaf: Leaf, proved: Proved) -> Facts:
    """What is proved, and by whose signature."""
    place = _("{index} of {size}").format(
        index=wording.number(proved.proof.index), size=wording.number(proved.head.size)
    )
    return Facts(
        (
            Fact(_("Channel"), proved.head.origin, code=True),
            Fact(_("Place"), place),
            Fact(_("Hash of the message"), wording.grouped(bytes(leaf.hash).hex(), 16), code=True),
            Fact(_("Root of the channel"), wording.grouped(proved.head.root.hex(), 16), code=True),
            Fact(_("Signed by"), str(proved.log), code=True),
            Fact(
                _("Countersigned by"),
                str(proved.cosign),
                note=wording.moment(proved.received),
                code=True,
            ),
        ),
        small=True,
    )


def _said(leaf: Leaf) -> Said:
    channel = leaf.channel
    out = channel.direction == Channel.Direction.OUT
    signed = is_countersigned(leaf)
    sender = _("to {name}") if out else _("from {name}")
    return Said(
        key=str(leaf.pk),
        clock=wording.clock(leaf.time, seconds=True) if leaf.time else "–",
        way="out" if out else "in",
        told=told(leaf.kind),
        kind=leaf.kind.removeprefix("org.ehub."),
        about=leaf.ucr,
        about_href=reverse("file", args=[leaf.ucr]) if leaf.ucr else "",
        place=f"{channel.name} {wording.number(leaf.index)}",
        proof=reverse("operator-proof", args=[channel.cid, leaf.index]),
        tally=Tally("both" if signed else "a", _("Countersigned") if signed else _("Countersignature awaited")),
        signed=_("countersigned") if signed else _("awaited"),
        peer=sender.format(name=channel.peer.name),
    )


def _kinds() -> Mapping[str, str]:
    return {
        "order.requested.v1": _("Order asked for"),
        "order.withdrawn.v1": _("Order taken back"),
        "order.declined.v1": _("Order not accepted"),
        "payment.requested.v1": _("Payment asked for"),
        "payment.answered.v1": _("Payment answered"),
        "order.placed.v1": _("Order placed"),
        "declaration.exported.v1": _("Released for export"),
        "declaration.imported.v1": _("Released into the country"),
        "declaration.refused.v1": _("Refused at the border"),
        "declaration.parted.v1": _("Released or refused in part"),
        "declaration.seized.v1": _("Seized at the border"),
        "document.issued.v1": _("Document issued"),
        "document.revoked.v1": _("Document withdrawn"),
        "tracking.events.v1": _("Tracking"),
        "catalogue.item.v1": _("Catalogue item"),
        "catalogue.snapshot.v1": _("Whole catalogue"),
        "catalogue.picture.v1": _("Picture of goods"),
        "settlement.requested.v1": _("Settlement asked for"),
        "settlement.confirmed.v1": _("Settlement confirmed"),
        "settlement.failed.v1": _("Settlement failed"),
        "return.requested.v1": _("Return asked for"),
        "return.moved.v1": _("Return goes on"),
        "return.undone.v1": _("Duty and tax undone"),
        "loss.noted.v1": _("Kept at the border"),
        "dispute.opened.v1": _("Dispute opened"),
        "dispute.moved.v1": _("Dispute goes on"),
        "rating.given.v1": _("Rated by the buyer"),
        "notice.sent.v1": _("Taken down at a peer"),
        "rating.answered.v1": _("Rating answered by the seller"),
        "passage.opened.v1": _("Goods are to pass through"),
        "passage.entered.v1": _("Passing goods came in"),
        "passage.closed.v1": _("Passing goods went on"),
        "file.shared.v1": _("File passed on to a third hub"),
        "receipt.v1": _("What became of messages"),
        "identity.statement.v1": _("Statement of identity"),
        "agreement": _("Agreement of both hubs"),
        "notice": _("Notice that begins anew"),
    }
