"""18: bodies that drip, on one line and on two hundred at once."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from entrepot.conform.hubs import door
from entrepot.conform.hubs.hands import Hands
from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.injected import put
from entrepot.conform.peer.reply import Reply
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx.httpsig import Request
from entrepot.hub.api import body
from entrepot.hub.network.wire import Answer

LINES = 200
MINUTE = 60
PIECE_TAKES = 1.0


@failure(18, "A body of one byte a second; 200 lines on which a body never comes.")
def dripping(trial: Trial) -> str:
    outside = trial.outside()
    inside = outside.within("holds 200 lines of the hub's for minutes, and needs its clock")
    peer, hub = outside.peer, inside.hub
    asked = peer.request("trade", peer.logs["trade"].with_more([peer.message("9.00")]).batch(1))
    began = inside.hands.ticks()
    answer = door.pour(hub, replace(asked, body=b""), Dripping(asked.body, inside.hands), _told(asked))
    passed = inside.hands.ticks() - began
    same("a body of a byte a second", _said(answer), (408, "body-too-slow"))
    holds(passed <= MINUTE + 2, f"it was read for {passed:.0f} s")
    answers, waited = _all_at_once(hub, asked, lambda: peer.say("trade", peer.message("1.00")))
    same(f"{LINES} lines on which nothing comes", {_said(each) for each in answers}, {(408, "body-too-slow")})
    same("lines", len(answers), LINES)
    outside.holds_nothing_of("trade", 2)
    seen = f"cut after {passed:.0f} s; beside {LINES} silent lines another was answered in {waited:.1f} s"
    return f"{seen}; {outside.end('1.00')}"


class Dripping(io.RawIOBase):
    """A body of which a byte comes each second."""

    def __init__(self, whole: bytes, hands: Hands) -> None:
        self.whole, self.hands = io.BytesIO(whole), hands

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        self.hands.move(1)
        return self.whole.read(1)


class Silent(io.RawIOBase):
    """A body that does not come before the line is given up."""

    def __init__(self, over: threading.Event) -> None:
        self.over = over

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        self.over.wait()
        return b""


def _all_at_once(hub: Hub, asked: Request, another: Callable[[], Reply]) -> tuple[list[Answer], float]:
    """What many silent lines are answered, and how long another request took meanwhile."""
    over, answers = threading.Event(), list[Answer]()
    begun = threading.Barrier(LINES + 1)

    def silent() -> None:
        with hub.elsewhere():
            begun.wait()
            answers.append(door.served(replace(asked, body=b""), Silent(over), _told(asked)))

    lines = [threading.Thread(target=silent) for _ in range(LINES)]
    with hub.here(), put(body, PIECE_TAKES=PIECE_TAKES):
        for line in lines:
            line.start()
        begun.wait()
        began = time.monotonic()
        holds(another().status == 200, "another request was not answered")
        waited = time.monotonic() - began
        for line in lines:
            line.join()
    over.set()
    return answers, waited


def _told(asked: Request) -> dict[str, str]:
    return {"Content-Length": str(len(asked.body))}


def _said(answer: Answer) -> tuple[int, str]:
    return Reply(answer.status, answer.body).told
