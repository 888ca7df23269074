"""Our own books: long channels are proved quickly, and nobody can change them unnoticed."""

from __future__ import annotations

import pytest

from entrepot.ehx import proof
from entrepot.ehx.merkle import leaf_hash, root
from entrepot.hub.network import sequencer, soundness, trees
from entrepot.hub.network.models import Channel, Head, Incident, Leaf, Tile
from tests.hub.network.two_hubs import Line, Node


@pytest.fixture
def long(pair: Line, hz: Node) -> list[bytes]:
    """A channel of 1,300 messages that came in uneven batches; answers with their hashes."""
    with hz.here():
        for upto in (100, 256, 257, 900, 1024, 1300):
            channel = Channel.objects.get(name="bulk", direction="out")
            bodies = [b"message %d" % at for at in range(channel.size, upto)]
            leaves = [
                Leaf(channel=channel, index=channel.size + at, body=body, hash=leaf_hash(body))
                for at, body in enumerate(bodies)
            ]
            Leaf.objects.bulk_create(leaves)
            sequencer.append(channel, leaves)
        return trees.hashes(channel, 0, 1300)


def test_every_256_messages_leave_one_hash_and_proofs_are_the_same(long: list[bytes], hz: Node) -> None:
    with hz.here():
        channel = Channel.objects.get(name="bulk", direction="out")
        assert [bytes(tile.root) for tile in Tile.objects.filter(channel=channel)] == [
            root(long[at : at + 256]) for at in range(0, 1280, 256)
        ]
        assert trees.roots(channel)(0, 1300) == root(long) == bytes(channel.root)
        for index, size in ((0, 1300), (255, 256), (256, 1300), (700, 1025), (1299, 1300), (0, 1), (512, 1024)):
            assert proof.inclusion_by(trees.roots(channel), index, size) == proof.inclusion(long[:size], index)
        for first, size in ((1, 1300), (256, 1300), (257, 1024), (1299, 1300), (512, 513)):
            assert proof.consistency_by(trees.roots(channel), first, size) == proof.consistency(long[:size], first)


def test_sound_books_raise_nothing(long: list[bytes], hz: Node, kl: Node) -> None:
    for node in (hz, kl):
        with node.here():
            assert soundness.unsound() == []
            assert Incident.objects.count() == 0


@pytest.mark.parametrize("crime", ["edit", "edit with hash", "delete the last", "delete in the middle", "head"])
def test_an_administrator_who_edits_the_books_is_found_out(long: list[bytes], hz: Node, crime: str) -> None:
    with hz.here():
        channel = Channel.objects.get(name="bulk", direction="out")
        leaf = Leaf.objects.filter(channel=channel, index=700)
        if crime == "edit":
            leaf.update(body=b"another")
        elif crime == "edit with hash":
            leaf.update(body=b"another", hash=leaf_hash(b"another"))
        elif crime == "delete the last":
            Leaf.objects.filter(channel=channel, index__gte=1290).delete()
        elif crime == "delete in the middle":
            leaf.delete()
        else:
            other = Head.objects.get(channel=channel, size=900)
            Head.objects.filter(channel=channel, size=1024).update(checkpoint=other.checkpoint)
        assert soundness.unsound() == [channel]
        assert Incident.objects.get().kind == "log-altered"


def test_a_body_erased_after_its_time_leaves_the_proofs_whole(long: list[bytes], hz: Node) -> None:
    with hz.here():
        Leaf.objects.filter(index__lt=800, index__gt=0, channel__name="bulk").update(body=b"")
        assert soundness.unsound() == []
