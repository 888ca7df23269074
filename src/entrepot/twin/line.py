"""A line between hubs that can be cut, slowed and made to drop: what a bad network does, in the open.

It stands at a hub's address and passes everything on to the hub behind it, byte for byte, so that signatures hold. Only
what hubs say to each other suffers; pages and desks pass. A connection is told by the first line of its first request,
since a hub opens one for each call.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HERE = "127.0.0.1"
HUBS = (b" /ehx/", b" /.well-known/")  # what only hubs ask of each other
PIECE = 65536


@dataclass
class Line:
    """The way to one hub. Whoever holds it changes `cut`, `delay` and `drop`; the next piece that passes heeds them.

    `delay` is in seconds for each call; `drop` is how many bytes of an answer pass before the connection is lost.
    `lost` counts the calls that did not come through.
    """

    port: int
    behind: int
    delay: float = 0.0
    drop: int | None = None
    lost: int = 0
    is_cut: bool = field(default=False, init=False)
    _open: set[asyncio.StreamWriter] = field(default_factory=set, init=False, repr=False)
    _loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.new_event_loop, init=False, repr=False)

    @contextmanager
    def standing(self) -> Iterator[Line]:
        """The line, carrying; it is taken down afterwards. Raises OSError where its port is taken."""
        server = self._loop.run_until_complete(asyncio.start_server(self._carried, HERE, self.port))
        carrier = threading.Thread(target=self._loop.run_forever, name=f"line-{self.port}", daemon=True)
        carrier.start()
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self._down(server), self._loop).result(10)
            self._loop.call_soon_threadsafe(self._loop.stop)
            carrier.join(10)
            self._loop.close()

    def cut(self) -> None:
        """From now on no call comes through; those under way break off."""
        self.is_cut = True
        self._loop.call_soon_threadsafe(self._break_off)

    def mend(self) -> None:
        """The line is whole again."""
        self.is_cut, self.delay, self.drop = False, 0.0, None

    async def _carried(self, caller: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        between_hubs = False
        try:
            first = await caller.read(PIECE)
            between_hubs = any(word in first.split(b"\r\n", 1)[0] for word in HUBS)
            if between_hubs:
                await asyncio.sleep(self.delay)
                if self.is_cut:
                    self.lost += 1
                    return
                self._open.add(back)
            await self._passed(first, caller, back, self.drop if between_hubs else None)
        except (OSError, asyncio.CancelledError):
            pass  # one end has gone, or the line is taken down: the other end sees its connection close
        finally:
            self._open.discard(back)
            if between_hubs and self.is_cut:
                back.transport.abort()
            else:
                back.close()

    async def _passed(
        self, first: bytes, caller: asyncio.StreamReader, back: asyncio.StreamWriter, most: int | None
    ) -> None:
        answer, there = await asyncio.open_connection(HERE, self.behind)
        try:
            there.write(first)
            asking = asyncio.create_task(_poured(caller, there))
            if not await _poured(answer, back, most):
                self.lost += 1
            asking.cancel()
        finally:
            there.close()

    def _break_off(self) -> None:
        for each in self._open:
            self.lost += 1
            each.transport.abort()

    async def _down(self, server: asyncio.Server) -> None:
        server.close()
        while tasks := asyncio.all_tasks() - {asyncio.current_task()}:  # a call may come in while others are ended
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _poured(source: asyncio.StreamReader, into: asyncio.StreamWriter, most: int | None = None) -> bool:
    """Pass on what comes until it ends, or until so many bytes have passed; whether all of it did."""
    passed = 0
    while piece := await source.read(PIECE):
        if most is not None and passed + len(piece) > most:
            into.write(piece[: most - passed])
            await into.drain()
            return False
        into.write(piece)
        await into.drain()
        passed += len(piece)
    return True
