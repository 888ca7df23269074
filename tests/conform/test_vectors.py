"""Level C0: the kit reproduces what others published, and notices when it does not."""

from __future__ import annotations

from entrepot.conform import vectors
from entrepot.conform.hubs.injected import put


def test_every_published_vector_comes_out() -> None:
    assert vectors.failed() == []
    assert len(vectors.VECTORS) == 7


def test_a_vector_that_comes_out_differently_is_named() -> None:
    with put(vectors, leaf_hash=lambda leaf: bytes(32)):
        assert vectors.failed() == ["RFC 6962: nine roots of the test tree", "RFC 6962: an inclusion proof"]
    with put(vectors.cosignature, _message=lambda head, at: b"another"):
        assert vectors.failed() == ["C2SP tlog-cosignature: a line of a public witness"]
