"""16 and 17: lines that are cut, in both directions or in one, and lines that are merely bad."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field
from datetime import datetime

from entrepot.conform.hubs import door
from entrepot.conform.hubs.hands import Hands
from entrepot.conform.hubs.line import Carried, cut, cut_towards
from entrepot.conform.hubs.two import Two, incidents, totals
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same
from entrepot.ehx.httpsig import Request
from entrepot.hub.network.models import Incident
from entrepot.hub.network.wire import Answer
from entrepot.trade.finding import Unavailable

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
TOLD = 12


@failure(16, "The line is cut for 30 minutes, 8 hours and 30 days, and in one direction only.")
def cut_line(trial: Trial) -> str:
    seen = [_cut_for(trial, *each) for each in ((30 * MINUTE, 0), (8 * HOUR, 0), (30 * DAY, 5 * DAY))]
    return f"{'; '.join(seen)}; {_one_way(trial)}"


@failure(17, "A bad line: half of all packets lost, 10 s late, reset in the middle of a body, open at one end only.")
def bad_line(trial: Trial) -> str:
    two = trial.two()
    bad = Bad(two.kl.host, two, two.hands)
    with two.line.at_fault(bad.carry):
        for number in range(TOLD):
            two.hz.tell(f"{number}", subject=f"6CN-{number % 3}")
            two.kl.tell(f"{number}", kind="declaration.imported.v1", subject=f"6MY-{number % 3}")
            two.through(2 * MINUTE)
        two.settle()
    holds(bad.spoilt >= 5, "the line was not bad")
    most = 4 * (bad.spoilt + TOLD)
    holds(bad.carried <= most, f"{bad.carried} requests where {most} would do")
    for hub in two.hubs:  # a receipt may well be late on such a line; it came, and the alarm is over
        raised = incidents(hub)
        holds(set(raised) <= {"receipt-overdue"}, f"alarms of {hub.host}: {raised}")
        two.expect(hub, *raised)
    return f"{bad.spoilt} of {bad.carried} requests spoilt, progress all the while; {two.end()}"


@dataclass
class Bad:
    """What a bad line does, by a die that always falls the same way."""

    reset: str
    two: Two
    hands: Hands
    die: random.Random = field(default_factory=lambda: random.Random(17))  # noqa: S311 - a die that can be thrown again
    carried: int = 0
    spoilt: int = 0

    def carry(self, asked: Request, carried: Carried) -> Answer:
        self.carried += 1
        self.hands.move(10)
        if self.die.random() < 0.5:
            return carried(asked)
        self.spoilt += 1
        match self.die.choice(("request", "answer", "half", "open")):
            case "answer":
                carried(asked)
            case "half" if asked.body and asked.url.startswith(self.two.kl.url):
                told = {"Content-Length": str(len(asked.body))}
                answer = door.pour(self.two.kl, asked, io.BytesIO(asked.body[: len(asked.body) // 2]), told)
                same("half a body", answer.status, 400)
            case "open":
                self.hands.move(60)
        raise Unavailable(asked.url)


def _cut_for(trial: Trial, seconds: int, step: int) -> str:
    """Nothing passes; what is told meanwhile drains in order, and the operators know."""
    two = trial.two()
    two.line.forget()
    with two.line.at_fault(cut):
        for number in range(TOLD):
            two.hz.tell(f"{number}", kind="declaration.exported.v1")
            two.through(seconds / TOLD, step)
    tries = len(two.line.entries())
    same("alarms while the line is cut", incidents(two.hz), ["peer-silent"])
    with two.hz.here():
        after = (Incident.objects.get().at - _first_try(two)).total_seconds()
    holds(15 * MINUTE <= after <= 15 * MINUTE + 5 + step, f"the alarm came after {after:.0f} s")
    holds(tries <= seconds / 60 + 30, f"{tries} tries in {seconds} s are a storm")
    two.expect(two.hz, "peer-silent")
    seen = two.end()
    same("order of what was told meanwhile", totals(two.kl), [f"{number}" for number in range(TOLD)])
    with two.hz.here():
        holds(Incident.objects.get().closed_at, "the alarm is still open")
    alarm = "peer-silent at the first look" if step else f"peer-silent after {after / 60:.0f} min"
    return f"{_span(seconds)}: {tries} tries, {alarm}, then {seen}"


def _one_way(trial: Trial) -> str:
    """Success in one direction says nothing about the other."""
    two = trial.two()
    with two.line.at_fault(cut_towards(two.kl.host)):
        for number in range(4):
            two.hz.tell(f"{number}", kind="declaration.exported.v1")
            two.kl.tell(f"{number}", kind="declaration.imported.v1", subject="6MY-1")
            two.through(10 * MINUTE)
    same("what came through the open direction", totals(two.hz), ["0", "1", "2", "3"])
    broken, fine = two.hz.channel("reg"), two.kl.channel("reg")
    holds(broken.failures > 3 and fine.failures == 0, f"failures {broken.failures} and {fine.failures}")
    two.expect(two.hz, "peer-silent")
    two.expect(two.kl, "receipt-overdue")  # what it told was taken, and the word of it could not come back
    return f"one way: {broken.failures} failures there, none back, {two.end()}"


def _first_try(two: Two) -> datetime:
    since = two.hz.channel("reg").failing_since
    assert since is not None, "a line that is cut fails"
    return since


def _span(seconds: int) -> str:
    return f"{seconds // DAY} days" if seconds >= DAY else f"{seconds // HOUR} h" if seconds >= HOUR else "30 min"
