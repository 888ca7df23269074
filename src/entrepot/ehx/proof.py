"""Short proofs about the tree (RFC 6962, 2.1): that a message is in it, and that it only ever grew."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from entrepot.ehx.merkle import EMPTY_ROOT, node_hash, root, split

Roots = Callable[[int, int], bytes]
"""Answers with the root over the leaves from the first number up to, not including, the second."""


def inclusion(hashes: Sequence[bytes], index: int) -> list[bytes]:
    """The neighbours that lead from the leaf at `index` to the root over all these leaf hashes, nearest first."""
    return inclusion_by(_over(hashes), index, len(hashes))


def inclusion_by(roots: Roots, index: int, size: int) -> list[bytes]:
    """The same, for a tree whose parts are kept elsewhere."""
    assert 0 <= index < size
    path: list[bytes] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + split(high - low)
        if index < middle:
            path.append(roots(middle, high))
            high = middle
        else:
            path.append(roots(low, middle))
            low = middle
    return path[::-1]


def consistency(hashes: Sequence[bytes], first: int) -> list[bytes]:
    """The hashes that show that the tree of the `first` leaves is the beginning of the tree over all of them."""
    return consistency_by(_over(hashes), first, len(hashes))


def consistency_by(roots: Roots, first: int, size: int) -> list[bytes]:
    """The same, for a tree whose parts are kept elsewhere."""
    assert 0 <= first <= size
    if first in (0, size):
        return []
    path: list[bytes] = []
    low, high, whole = 0, size, True
    while first != high:
        middle = low + split(high - low)
        if first <= middle:
            path.append(roots(middle, high))
            high = middle
        else:
            path.append(roots(low, middle))
            low, whole = middle, False
    return ([] if whole else [roots(low, high)]) + path[::-1]


def proves_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], tree_root: bytes) -> bool:
    """Whether the leaf hash stands at `index` of the tree of that size and root."""
    if not 0 <= index < size:
        return False
    node, at, last = leaf, index, size - 1
    for neighbour in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            node = node_hash(neighbour, node)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            node = node_hash(node, neighbour)
        at, last = at >> 1, last >> 1
    return last == 0 and node == tree_root


def proves_consistency(first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether the tree of size `first` is the beginning of the tree of size `second`."""
    if not 0 <= first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    if first == 0:
        return not path and first_root == EMPTY_ROOT
    nodes = list(path)
    if first & (first - 1) == 0:
        nodes.insert(0, first_root)
    if not nodes:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = nodes[0]
    for node in nodes[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(node, old), node_hash(node, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, node)
        at, last = at >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root


def _over(hashes: Sequence[bytes]) -> Roots:
    return lambda low, high: root(hashes[low:high])
