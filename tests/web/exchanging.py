"""A peer hub with which ours has traded: true keys, true logs, true receipts, and no line between the two."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from entrepot.ehx import checkpoint, cosignature, envelope, identity
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.envelope import Envelope
from entrepot.ehx.identity import HubFacts
from entrepot.ehx.keyring import KeyRing
from entrepot.ehx.merkle import leaf_hash
from entrepot.hub.events import clock
from entrepot.hub.network import opening, own, sequencer, trees
from entrepot.hub.network.models import Channel, Head, Leaf, Peer
from tests import cast

UCR = "6CN91330100-QH0417"


@dataclass(frozen=True)
class Abroad:
    """The other hub: its keys and our row about it."""

    ring: KeyRing
    peer: Peer

    def channel(self, name: str, direction: str) -> Channel:
        return Channel.objects.get(peer=self.peer, name=name, direction=direction)

    def tell(self, kind: str, number: int, *, sent: bool, **said: object) -> Leaf:
        """One message more in our log to it, or in its log to us; not countersigned yet."""
        channel = self.channel("reg", "out" if sent else "in")
        source, dest = own.entity(), self.peer.entity
        body = envelope.leaf(
            Envelope(
                id=f"{kind}-{number}",
                source=source if sent else dest,
                dest=dest if sent else source,
                type=envelope.PREFIX + kind,
                subject=UCR,
                time=cast.NOON,
                keyseq=number,
                prev=None if number == 1 else leaf_hash(b"before"),
                data=said,
                salt="AAECAwQFBgcICQoLDA0ODw",
            )
        )
        leaf = Leaf.objects.create(
            channel=channel,
            index=channel.size,
            body=body,
            hash=leaf_hash(body),
            kind=envelope.PREFIX + kind,
            ucr=UCR,
            time=cast.NOON,
        )
        if sent:
            sequencer.append(channel, [leaf])
        else:
            self._append(channel, leaf)
        return leaf

    def countersign(self, name: str, direction: str, *, ago: timedelta = timedelta()) -> None:
        """The receiver signs the newest head of the channel, so long ago."""
        channel = self.channel(name, direction)
        head = Head.objects.filter(channel=channel).order_by("-size")[0]
        keys = self.ring.cosign if direction == "out" else own.keys().cosign
        head.at = clock.wall() - ago
        told = Checkpoint.parse(head.checkpoint.partition("\n\n")[0] + "\n")
        head.receipt = cosignature.cosigned(told, keys, at=int(head.at.timestamp()))
        head.save()
        channel.acked = channel.position = channel.size
        channel.save()

    def _append(self, channel: Channel, leaf: Leaf) -> None:
        trees.grown(channel, channel.tree.append([bytes(leaf.hash)]))
        channel.save()
        head = Checkpoint(channel.origin, channel.size, bytes(channel.root))
        Head.objects.create(channel=channel, size=head.size, checkpoint=checkpoint.signed(head, self.ring.log))


def abroad(host: str = "kl.example", name: str = "KLIA e-hub", country: str = "MY", state: str = "active") -> Abroad:
    """The other hub, met but with nothing said."""
    ring = KeyRing.generate(host)
    entity = f"https://{host}"
    facts = HubFacts(entity, name, country, f"{entity}/ehx/v1")
    raw = identity.issue(facts, ring, seq=1, now=int(datetime.now(UTC).timestamp()), terms=[], signet=b"\1" * 32)
    said = identity.read(raw)
    peer = Peer.objects.create(
        entity=entity,
        host=host,
        name=name,
        country=country,
        url=facts.base,
        thumbprint=said.thumbprint,
        statement=raw,
        statement_seq=1,
        state=state,
        agreement=b"agreed by " + host.encode(),
        fetched_at=clock.wall(),
    )
    found = Abroad(ring, peer)
    if state == "active":
        for direction in ("out", "in"):
            opening.opened(peer, "reg", direction)
        found.countersign("reg", "out", ago=timedelta(days=9))
    return found
