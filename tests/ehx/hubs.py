"""Two hubs without a database: keys made of fixed seeds, so that every hash in a test is the same each time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from entrepot.ehx import checkpoint, cosignature, envelope, filing, identity, proof
from entrepot.ehx.checkpoint import Checkpoint
from entrepot.ehx.envelope import Envelope
from entrepot.ehx.filing import Contents, Entry, SignedHead
from entrepot.ehx.identity import HubFacts, Statement
from entrepot.ehx.keyring import KeyRing
from entrepot.ehx.keys import ROLES, signing_key
from entrepot.ehx.merkle import leaf_hash, root

NOW = 1_795_410_000
UCR = "6CN91330100MA27-QH0417"
SALT = "AAECAwQFBgcICQoLDA0ODw"


def ring(host: str, seed: int) -> KeyRing:
    private = {role: Ed25519PrivateKey.from_private_bytes(bytes([seed + at] * 32)) for at, role in enumerate(ROLES)}
    return KeyRing(**{role: signing_key(host, role, key) for role, key in private.items()})


@dataclass(eq=False)
class Hub:
    host: str
    name: str
    country: str
    seed: int
    keys: KeyRing = field(init=False)
    raw: str = field(init=False)

    def __post_init__(self) -> None:
        self.keys = ring(self.host, self.seed)
        facts = HubFacts(self.entity, self.name, self.country, f"{self.entity}/ehx/v1")
        self.raw = identity.issue(facts, self.keys, seq=1, now=NOW - 1000)

    @property
    def entity(self) -> str:
        return f"https://{self.host}"

    @property
    def statement(self) -> Statement:
        return identity.read(self.raw)


HANGZHOU = Hub("hz.example", "Hangzhou e-hub", "CN", 10)
KLIA = Hub("kl.example", "KLIA e-hub", "MY", 20)
SINGAPORE = Hub("sg.example", "Singapore e-hub", "SG", 30)


def said(
    sender: Hub,
    receiver: Hub,
    seq: int,
    type_: str,
    second: int,
    before: bytes | None = None,
    *,
    cause: str = "",
    **data: object,
) -> bytes:
    return envelope.leaf(
        Envelope(
            id=f"{sender.country}-{seq}" if {sender, receiver} == {HANGZHOU, KLIA} else f"{sender.country}-S{seq}",
            source=sender.entity,
            dest=receiver.entity,
            type=envelope.PREFIX + type_,
            subject=UCR,
            time=datetime(2026, 11, 23, 6, 20, second, tzinfo=UTC),
            keyseq=seq,
            prev=leaf_hash(before) if before else None,
            data=data,
            cause=cause,
            salt=SALT,
        )
    )


def entries(sender: Hub, receiver: Hub, channel: str, leaves: list[bytes]) -> list[Entry]:
    """The messages as a channel of their own, headed, countersigned and proved."""
    hashes = [leaf_hash(leaf) for leaf in leaves]
    head = Checkpoint(checkpoint.origin(sender.host, receiver.host, channel), len(leaves), root(hashes))
    both = SignedHead(
        checkpoint.signed(head, sender.keys.log), cosignature.cosigned(head, receiver.keys.cosign, at=NOW + 5)
    )
    return [Entry(both, at, tuple(proof.inclusion(hashes, at)), leaf) for at, leaf in enumerate(leaves)]


def told() -> list[Entry]:
    """What the two hubs told each other about one parcel."""
    placed = said(HANGZHOU, KLIA, 1, "order.placed.v1", 1, order="QH0417", total="391.60")
    exported = said(HANGZHOU, KLIA, 2, "declaration.exported.v1", 2, placed, goods="茶壶")
    imported = said(KLIA, HANGZHOU, 1, "declaration.imported.v1", 3, lane="green", duty="0.00")
    found = [
        *entries(HANGZHOU, KLIA, "trade", [placed]),
        *entries(HANGZHOU, KLIA, "reg", [exported]),
        *entries(KLIA, HANGZHOU, "reg", [imported]),
    ]
    return sorted(found, key=lambda entry: (envelope.parse(entry.leaf).time, leaf_hash(entry.leaf)))


def contents(found: list[Entry] | None = None) -> Contents:
    written = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    return Contents(UCR, written, (HANGZHOU.raw, KLIA.raw), tuple(told() if found is None else found))


def passed() -> list[Entry]:
    """A parcel from Hangzhou to Singapore through KLIA, which says on each side what it heard on the other."""
    placed = said(HANGZHOU, KLIA, 1, "order.placed.v1", 1, order="QH0417", via="MY")
    opened = said(KLIA, HANGZHOU, 1, "passage.opened.v1", 3, mrn="26MY000000000001")
    told_on = said(KLIA, SINGAPORE, 1, "order.placed.v1", 2, cause="CN-1", order="QH0417", via="MY")
    shown_on = said(KLIA, SINGAPORE, 2, "passage.opened.v1", 3, told_on, mrn="26MY000000000001")
    imported = said(SINGAPORE, KLIA, 1, "declaration.imported.v1", 4, lane="green")
    told_back = said(KLIA, HANGZHOU, 2, "declaration.imported.v1", 5, opened, cause="SG-S1", lane="green")
    found = [
        *entries(HANGZHOU, KLIA, "trade", [placed]),
        *entries(KLIA, HANGZHOU, "reg", [opened, told_back]),
        *entries(KLIA, SINGAPORE, "trade", [told_on]),
        *entries(KLIA, SINGAPORE, "reg", [shown_on]),
        *entries(SINGAPORE, KLIA, "reg", [imported]),
    ]
    return sorted(found, key=lambda entry: filing.order(entry.leaf))


def contents_of_three(found: list[Entry] | None = None) -> Contents:
    written = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)
    statements = (KLIA.raw, HANGZHOU.raw, SINGAPORE.raw)
    return Contents(UCR, written, statements, tuple(passed() if found is None else found))
