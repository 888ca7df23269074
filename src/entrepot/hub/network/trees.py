"""A channel's tree, grown and asked without reading all of it: every 256 messages leave one hash."""

from __future__ import annotations

from functools import cache

from entrepot.ehx.merkle import EMPTY_ROOT, Frontier, node_hash, root
from entrepot.ehx.proof import Roots
from entrepot.hub.network.models import Channel, Leaf, Tile

TILE = 256


def grown(channel: Channel, tree: Frontier) -> None:
    """Let the channel be as large as the tree; its leaves are in their places already."""
    whole = range(channel.size // TILE, tree.size // TILE)
    roots = ((number, root(hashes(channel, number * TILE, (number + 1) * TILE))) for number in whole)
    Tile.objects.bulk_create(Tile(channel=channel, number=number, root=top) for number, top in roots)
    channel.grow(tree)


def roots(channel: Channel) -> Roots:
    """Answers with the root over any part of the channel that a proof asks for."""

    @cache
    def over(low: int, high: int) -> bytes:
        assert 0 <= low < high
        if low % TILE or high - low < TILE:
            return root(hashes(channel, low, high))
        end = high - high % TILE
        tiles = Tile.objects.filter(channel=channel, number__gte=low // TILE, number__lt=end // TILE).order_by("number")
        peaks = Frontier().append(bytes(each) for each in tiles.values_list("root", flat=True)).peaks
        node = root(hashes(channel, end, high)) if end < high else None
        for peak in reversed(peaks):
            node = peak if node is None else node_hash(peak, node)
        assert node is not None
        return node

    return over


def frontier_at(channel: Channel, size: int) -> Frontier:
    """The tree of the channel when it had this size, to be grown another way."""
    return Frontier().append(hashes(channel, 0, size))


def root_at(channel: Channel, size: int) -> bytes:
    """The root of the channel when it had this size."""
    return EMPTY_ROOT if size == 0 else bytes(channel.root) if size == channel.size else roots(channel)(0, size)


def hashes(channel: Channel, low: int, high: int) -> list[bytes]:
    """The leaf hashes of a part of a channel."""
    rows = Leaf.objects.filter(channel=channel, index__gte=low, index__lt=high).order_by("index")
    return [bytes(each) for each in rows.values_list("hash", flat=True)]
