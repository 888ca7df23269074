"""Chance that can be checked: nobody can tell beforehand who is drawn, and anybody can afterwards.

The seed of a period is secret; its hash is published before the period begins. Once the seed is published too, every
draw can be made again.
"""

from __future__ import annotations

from hashlib import sha256


def commitment(seed: str) -> str:
    """What is published beforehand: the hash of the seed. A seed is long and random, or it could be guessed."""
    return sha256(seed.encode()).hexdigest()


def drawn(seed: str, ucr: str, one_in: int) -> bool:
    """Whether the consignment is drawn: the hash of seed and reference, modulo n, is nought."""
    return number(seed, ucr) % one_in == 0


def number(seed: str, ucr: str) -> int:
    """The number that chance has for a consignment: the hash of seed and reference."""
    return int.from_bytes(sha256((seed + ucr).encode()).digest())


def proves(published: str, seed: str) -> bool:
    """Whether this is the seed that was committed to."""
    return commitment(seed) == published
