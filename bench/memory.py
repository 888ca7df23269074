"""Pages of memory that this machine holds before anything is measured.

A virtual machine may give free memory back to its host, and then waits some thirteen microseconds for every page that
it touches anew, ten times as long as for one that it holds (measured by writing a file of some gibibytes). A database
that grows touches new pages all the time: what was measured of it would depend on how much had run on the machine
before. So pages are asked for first. On a machine that owns its memory this changes nothing.
"""

from __future__ import annotations

import mmap
import os

PAGE = mmap.PAGESIZE
BLOCK = 2 << 20  # what is given back is free in whole blocks of this size


def at_hand(gibibytes: int) -> mmap.mmap:
    """Touch so much memory, at most half of what is free, and let go of it but for a page of each block.

    As long as the answer is held no block is whole, so that all of them stay, free for whoever needs memory.
    """
    free = os.sysconf("SC_AVPHYS_PAGES") * PAGE
    size = max(BLOCK, min(gibibytes << 30, free // 2) // BLOCK * BLOCK)
    held = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for way in (mmap.MADV_NOHUGEPAGE, mmap.MADV_DONTFORK):
        held.madvise(way)
    for place in range(0, size, PAGE):
        held[place] = 1
    for block in range(0, size, BLOCK):
        held.madvise(mmap.MADV_DONTNEED, block + PAGE, BLOCK - PAGE)
    return held
