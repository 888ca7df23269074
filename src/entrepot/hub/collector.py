"""Python's collector of cyclic garbage, told to rest while a batch is worked through.

A batch makes tens of thousands of values that live until its end; the collector would go through all of them again and
again, and find nothing. Counting of references goes on, so memory is given back as ever.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting() -> Iterator[None]:
    """Within, no cyclic garbage is looked for; whoever let it rest first wakes it."""
    awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if awake:
            gc.enable()


def settle() -> None:
    """What was loaded until now stays: the collector passes over it from here on.

    A hub holds its law and hundreds of thousands of listed names. To go through them takes a third of a second, in
    which nobody is answered, and nothing of them ever becomes garbage in a circle.
    """
    gc.collect()
    gc.freeze()
