"""14 and 15: clocks that are wrong, and days on which clocks do strange things."""

from __future__ import annotations

from datetime import UTC, datetime

from entrepot.conform.hubs.two import Two, incidents, pushed
from entrepot.conform.outside import Outside
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import holds, same

DAY = 24 * 3600.0
LIFE = 300  # seconds that a signature lives: an old request cannot be told from a slow clock

STRANGE = {
    "the last Sunday of March": datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    "the end of a year": datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
    "a leap day": datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
    "the end of 31 bits": datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC),
    "2100, which has no leap day": datetime(2100, 2, 28, 23, 59, 59, tzinfo=UTC),
}


@failure(14, "Clocks that are 59 and 61 seconds and a day off, that step back, and a receiver in the future.")
def wrong_clocks(trial: Trial) -> str:
    outside = trial.outside()
    answers = {off: _sent(outside, off) for off in (59, -59, 61, DAY, -DAY, -LIFE - 61)}
    taken = [off for off, answer in answers.items() if answer == (200, "")]
    same("clocks that are accepted", taken, [59, -59])
    same("the others", {answer for off, answer in answers.items() if off not in taken}, {(401, "clock-skew")})
    seen = f"59 s off accepted, 61 s, a day and more refused as clock-skew with Date; {outside.end('59', '-59')}"
    if not trial.has_hubs:
        return seen
    return f"{seen}; {_hubs_apart(trial)}; {_step_back(trial)}"


@failure(15, "A leap second, the change to summer time, the end of a year, 2038 and later.")
def strange_days(trial: Trial) -> str:
    two = trial.two()
    for number, (name, moment) in enumerate(STRANGE.items()):
        two.end()
        two.hands.jump(moment)
        two.hz.tell(f"{number} before", subject=f"6CN-{number}")
        two.kl.tell(f"{number} back", kind="declaration.imported.v1", subject=f"6MY-{number}")
        two.hz.work()
        two.hands.move(1)
        two.hz.tell(f"{number} after", subject=f"6CN-{number}")
        holds(two.end(), name)
    outside = trial.outside()
    peer = outside.peer
    leap = peer.message("1.00").replace(peer.clock().isoformat(timespec="milliseconds")[:19].encode(), LEAP_SECOND)
    holds(LEAP_SECOND in leap, "the message does not name the leap second")
    peer.say("trade", leap)
    same("a message of the leap second", outside.outcomes("trade", 2)[1], ("accepted", ""))
    return f"no error at {', '.join(STRANGE)}, nor in a leap second; {two.end()}; {outside.end('1.00')}"


LEAP_SECOND = b"2016-12-31T23:59:60"


def _sent(outside: Outside, off_by: float) -> tuple[int, str]:
    """What a batch gets that is signed by a clock so many seconds off; one that is refused is not said again."""
    peer = outside.peer
    log = peer.logs["trade"].with_more([peer.message(f"{off_by:g}", subject=f"6CN-OFF-{off_by:g}")])
    answer = peer.way(peer.request("trade", log.batch(log.size - 1), off_by=off_by))
    if answer.status == 200:
        peer.logs["trade"] = log
    else:
        holds(any(name.lower() == "date" for name in answer.headers), "a refusal does not tell the hub's time")
    return answer.told


def _hubs_apart(trial: Trial) -> str:
    """A hub whose clock goes wrong is told so, and goes on when it is mended; the order of the log is as it was."""
    for sender, receiver in ((61.0, 0.0), (-61.0, 0.0), (DAY, 0.0), (-DAY, 0.0), (0.0, DAY)):
        two = trial.two()
        two.hz.tell("1")
        two.hz.skew, two.kl.skew = sender, receiver
        pushed(two.hz)
        holds(_behind(two), f"clocks {sender - receiver:g} s apart: the message went through")
        same(f"alarms when the sender is {sender - receiver:g} s ahead", incidents(two.hz), ["clock-skew"])
        two.hz.skew = two.kl.skew = 0
        two.expect(two.hz, "clock-skew")
        seen = two.end()
    return f"a hub 61 s or a day off raised clock-skew and went on when mended: {seen}"


def _step_back(trial: Trial) -> str:
    two = trial.two()
    for number in range(6):
        two.hz.tell(f"{number}")
        two.hz.work()
        two.hands.move(-3600 if number == 2 else 1)
    return f"an hour back while running: {two.end()}"


def _behind(two: Two) -> bool:
    channel = two.hz.channel("trade")
    return channel.acked < channel.size
