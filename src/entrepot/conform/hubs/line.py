"""The network between the hubs: it carries what is said, remembers it, and can do what networks do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from entrepot.ehx.httpsig import Request
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable

Carried = Callable[[Request], Answer]
Fault = Callable[[Request, Carried], Answer]


@dataclass
class Line:
    """Goes from everybody to everybody by host. `fault` is what it does wrong, given the request and the true way."""

    doors: dict[str, Carried] = field(default_factory=dict)
    fault: Fault | None = None
    flow: Callable[[Request], Iterable[bytes] | None] | None = None
    passed: list[Request] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def exchange(self, request: Request) -> Answer:
        """Carry a request and bring the answer back, or raise `Unavailable`."""
        self.passed.append(replace(request, headers=dict(request.headers)))
        answer = self.fault(request, self.carried) if self.fault else self.carried(request)
        self.answers.append(replace(answer))
        return answer

    def carried(self, request: Request) -> Answer:
        """Carry it truly."""
        door = self.doors.get(urlsplit(request.url).netloc)
        if door is None:
            raise Unavailable(request.url)
        return door(request)

    def entries(self) -> list[Request]:
        """The batches that went over the line."""
        return [each for each in self.passed if each.method == "POST" and each.url.endswith("/entries")]

    def forget(self) -> None:
        """Begin to remember anew."""
        self.passed.clear()
        self.answers.clear()

    @contextmanager
    def stream(self, request: Request) -> Iterator[tuple[int, Iterable[bytes]]]:
        """Carry a question whose answer comes piece by piece; `flow` is another source of the pieces."""
        flow = self.flow(request) if self.flow else None
        if flow is not None:
            self.passed.append(request)
            yield 200, flow
        else:
            answer = self.exchange(request)
            yield answer.status, [answer.body]

    @contextmanager
    def at_fault(self, fault: Fault) -> Iterator[None]:
        """Within, the line does this."""
        before, self.fault = self.fault, fault
        try:
            yield
        finally:
            self.fault = before


def once(fault: Fault) -> Fault:
    """The fault at the next batch of messages, and never again."""
    left = [fault]

    def acting(asked: Request, carried: Carried) -> Answer:
        if asked.method == "POST" and asked.url.endswith("/entries") and left:
            return left.pop()(asked, carried)
        return carried(asked)

    return acting


def cut(asked: Request, carried: Carried) -> Answer:
    """Nothing gets through."""
    raise Unavailable(asked.url)


def answer_lost(asked: Request, carried: Carried) -> Answer:
    """The request arrives; its answer does not come back."""
    carried(asked)
    raise Unavailable(asked.url)


def delivered_twice(asked: Request, carried: Carried) -> Answer:
    """The request arrives twice."""
    carried(asked)
    return carried(asked)


def cut_towards(host: str) -> Fault:
    """Nothing gets through to this host; what it says itself does."""

    def acting(asked: Request, carried: Carried) -> Answer:
        return cut(asked, carried) if urlsplit(asked.url).netloc == host else carried(asked)

    return acting
