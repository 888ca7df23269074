"""The tree against the plain definition of RFC 6962, for any leaves."""

from __future__ import annotations

from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.ehx.merkle import EMPTY_ROOT, Frontier, leaf_hash, root
from entrepot.ehx.proof import consistency, inclusion, proves_consistency, proves_inclusion

leaves = st.lists(st.binary(max_size=4), max_size=70)


def naive(hashes: list[bytes]) -> bytes:
    """Section 2.1 read aloud."""
    if not hashes:
        return sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return sha256(b"\x01" + naive(hashes[:half]) + naive(hashes[half:])).digest()


@given(leaves, st.integers(0, 70))
def test_a_frontier_that_grew_in_two_steps_has_the_root_of_the_whole(found: list[bytes], at: int) -> None:
    hashes = [leaf_hash(leaf) for leaf in found]
    grown = Frontier.from_bytes(Frontier().append(hashes[:at]).to_bytes()).append(hashes[at:])
    assert grown.root == root(hashes) == naive(hashes)
    assert grown.size == len(hashes)
    assert Frontier.from_bytes(grown.to_bytes()) == grown


@given(leaves.filter(bool), st.data())
def test_every_leaf_is_proved_at_its_place_and_at_no_other(found: list[bytes], data: st.DataObject) -> None:
    hashes = [leaf_hash(bytes([at]) + leaf) for at, leaf in enumerate(found)]
    index = data.draw(st.integers(0, len(hashes) - 1))
    other = data.draw(st.integers(-1, len(hashes)))
    path, top = inclusion(hashes, index), naive(hashes)
    assert proves_inclusion(hashes[index], index, len(hashes), path, top)
    if other != index:
        assert not proves_inclusion(hashes[index], other, len(hashes), path, top)
    assert not proves_inclusion(leaf_hash(b"another"), index, len(hashes), path, top)
    assert not proves_inclusion(hashes[index], index, len(hashes), [*path, top], top)
    if path:
        assert not proves_inclusion(hashes[index], index, len(hashes), path[:-1], top)


@given(leaves.filter(bool), st.data())
@settings(max_examples=200)
def test_a_tree_is_proved_to_be_the_beginning_of_a_later_one(found: list[bytes], data: st.DataObject) -> None:
    hashes = [leaf_hash(bytes([at]) + leaf) for at, leaf in enumerate(found)]
    first = data.draw(st.integers(0, len(hashes)))
    path = consistency(hashes, first)
    old, new = naive(hashes[:first]), naive(hashes)
    assert proves_consistency(first, len(hashes), path, old, new)
    assert not proves_consistency(first, len(hashes), [*path, old], old, new)
    forged = leaf_hash(b"another")
    assert not proves_consistency(first, len(hashes), path, forged, new)
    if first:
        assert not proves_consistency(first, len(hashes), path, old, forged)


def test_the_empty_tree_is_the_hash_of_nothing() -> None:
    assert Frontier().root == EMPTY_ROOT == sha256(b"").digest()
