"""Documents of a peer's agencies: seen here as they were signed there, with the issuer's list of those withdrawn.

A document is taken only after its issuer's list could be read. The list is fetched from the peer's own address, by the
inbox before the message is taken, since a handler reaches nothing outside the database.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings

from entrepot.ehx import credential, statuslist
from entrepot.ehx.keys import SigningKey
from entrepot.hub import events, signet
from entrepot.hub.customs import actions as customs_actions
from entrepot.hub.customs import queries as customs
from entrepot.hub.events import clock
from entrepot.hub.events.actor import Actor
from entrepot.hub.network import blobs, wire
from entrepot.hub.network.message import Message
from entrepot.hub.network.models import Document, Peer, StatusList
from entrepot.trade.finding import Unavailable
from entrepot.trade.quantity import Quantity

ISSUED, REVOKED = "document.issued.v1", "document.revoked.v1"
FRESH = timedelta(days=1)


def issued(message: Message, by: Actor) -> None:
    """A document was issued there: keep it if it holds, is in force and was not withdrawn."""
    peer = Peer.objects.get(host=message.peer)
    text = blobs.read(message.blob).decode("ascii", errors="replace") if message.blob else ""
    claims = credential.opened(text, peer.said.signet, issuer=peer.entity)
    credential.refuse_unless_in_force(claims, by.at)
    place = credential.status_index(claims, status_url(peer.url))
    subject = claims.get("credentialSubject")
    if not isinstance(subject, dict) or str(subject.get("number", "")) != message.data.get("number"):
        raise credential.refused("subject")
    found = {
        "kind": str(subject.get("kind", ""))[:80],
        "holder": str(subject.get("name", ""))[:200],
        "issuer": str(claims["issuer"].get("name", "") if isinstance(claims["issuer"], dict) else "")[:200],
        "valid_from": datetime.fromisoformat(claims["validFrom"]),
        "valid_until": datetime.fromisoformat(claims["validUntil"]),
        "place": place,
        "text": text,
        "state": Document.State.REVOKED if _withdrawn(peer, place) else Document.State.VALID,
        "at": clock.wall(),
    }
    number = str(subject["number"])[:80]
    kept, _ = Document.objects.update_or_create(peer=peer, number=number, defaults=found)
    _told_to_customs(kept, subject, by)
    body = {"number": number, "kind": found["kind"], "state": str(found["state"])}
    events.record("network.document.received", f"document:{message.peer}:{number}", by=by, body=body)


def revoked(message: Message, by: Actor) -> None:
    """A document was withdrawn there; one that we never had is none here either."""
    number = str(message.data.get("number", ""))
    gone = Document.objects.filter(peer__host=message.peer, number=number).exclude(state=Document.State.REVOKED)
    if gone.update(state=Document.State.REVOKED):
        customs_actions.end_permits_abroad(message.peer, [number], at=by.at)
        events.record("network.document.revoked", f"document:{message.peer}:{number}", by=by, body={"number": number})


def looked_up(peer: Peer, *, fresh: timedelta = timedelta(minutes=1)) -> None:
    """Fetch the peer's list of withdrawn documents, unless we have it; raises `Unavailable` if it cannot be read."""
    known = StatusList.objects.filter(peer=peer).first()
    if known is not None and clock.wall() - known.at < fresh:
        return
    answer = wire.call("GET", status_url(peer.url), peer=peer)
    if answer.status != 200:
        raise Unavailable(peer.entity)
    claims = credential.opened(answer.body.decode("ascii", errors="replace"), peer.said.signet, issuer=peer.entity)
    subject = claims.get("credentialSubject")
    bits = statuslist.read(str(subject.get("encodedList", "")) if isinstance(subject, dict) else "")
    StatusList.objects.update_or_create(peer=peer, defaults={"bits": bits, "at": clock.wall()})
    _compare(peer, bits)


def status_list(at: datetime, key: SigningKey) -> str:
    """Our own list: every permit of this hub that was revoked, signed under the signet."""
    issuer = settings.ENTREPOT_URL
    claims = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "id": status_url(f"{issuer}/ehx/v1"),
        "issuer": issuer,
        "validFrom": at.isoformat(timespec="seconds"),
        "credentialSubject": {
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": statuslist.written(customs.revoked_places()),
        },
    }
    return signet.signed(claims, key)


def status_url(base: str) -> str:
    """Where a hub with this exchange address keeps its list."""
    return f"{base}/status/permits"


def _withdrawn(peer: Peer, place: int | None) -> bool:
    known = StatusList.objects.filter(peer=peer).first()
    return place is not None and known is not None and statuslist.is_withdrawn(bytes(known.bits), place)


def _told_to_customs(document: Document, subject: dict[str, object], by: Actor) -> None:
    """Let orders that cross the peer's border count on it; its agencies grant permits of its own country alone."""

    def said(name: str, longest: int) -> str:
        value = subject.get(name, "")
        return value[:longest] if isinstance(value, str) else ""

    if said("quantity", 40):
        Quantity.of(said("quantity", 40), said("unit", 3))  # refuses what is no quantity
    facts = customs_actions.AbroadFacts(
        hub=document.peer.host,
        number=document.number,
        kind=document.kind,
        country=document.peer.country,
        holder=said("holder", 60),
        holder_name=document.holder,
        goods=said("goods", 12),
        quantity=said("quantity", 40),
        unit=said("unit", 3),
        valid_from=document.valid_from.date(),
        valid_to=document.valid_until.date(),
    )
    customs_actions.note_permit_abroad(facts, revoked=document.state == Document.State.REVOKED, by=by)


def _compare(peer: Peer, bits: bytes) -> None:
    """Mark what the list says was withdrawn, should the message about it still be on its way."""
    kept = Document.objects.filter(peer=peer, state=Document.State.VALID).exclude(place=None)
    gone = [each for each in kept if each.place is not None and statuslist.is_withdrawn(bits, each.place)]
    Document.objects.filter(pk__in=[each.pk for each in gone]).update(state=Document.State.REVOKED)
    customs_actions.end_permits_abroad(peer.host, [each.number for each in gone], at=clock.wall())
