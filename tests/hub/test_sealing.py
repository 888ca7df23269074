"""What is sealed opens again, alone or with thousands, and only where it belongs."""

from __future__ import annotations

import pytest
from cryptography.exceptions import InvalidTag

from entrepot.hub import sealing


def test_each_of_many_opens_under_its_own_name_alone() -> None:
    told = [({"name": f"Aminah {n}", "id": "", "address": "Jalan 1"}, f"declaration:kl/{n}") for n in range(3)]
    sealed = sealing.seal_all(told)
    assert [sealing.unseal(each, about=about) for each, (_, about) in zip(sealed, told, strict=True)] == [
        facts for facts, _ in told
    ]
    assert len({each[: sealing.NONCE] for each in sealed}) == 3
    with pytest.raises(InvalidTag):
        sealing.unseal(sealed[0], about="declaration:kl/1")


def test_nothing_is_sealed_of_nothing() -> None:
    assert sealing.seal_all([]) == []
    assert sealing.unseal(b"", about="anything") == {}
