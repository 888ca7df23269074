"""32 to 34: hubs that go on from an old backup."""

from __future__ import annotations

from entrepot.conform.hubs.backup import backup
from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.two import Two, incidents, totals
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import same
from entrepot.hub.network import actions
from entrepot.hub.network.models import Channel

HOUR = 3600


@failure(32, "The sender is restored from a backup that is an hour old.")
def sender_restored(trial: Trial) -> str:
    two = trial.two()
    _told(two, 1, 3)
    restored = backup(two.hz)
    _told(two, 4, 6)
    before = two.hz.channel("trade").size
    restored()
    same("what the restored sender holds", two.hz.channel("trade").size, before - 3)
    _told(two, 7, 7)
    same("effects at the receiver", totals(two.kl), [f"{number}" for number in range(1, 8)])
    resent(two.kl, two)  # of what the sender had received, too, an hour is gone
    two.expect(two.hz, "restored")
    two.expect(two.kl, "peer-rollback")
    return f"3 messages pulled back from the peer before anything was signed; {two.end()}"


@failure(33, "The receiver is restored from a backup that is an hour old.")
def receiver_restored(trial: Trial) -> str:
    two = trial.two()
    _told(two, 1, 3)
    restored = backup(two.kl)
    _told(two, 4, 6)
    restored()
    two.hz.tell("7")
    two.settle()
    same("alarms of the sender", incidents(two.hz), ["peer-rollback"])
    same("the channel that was rolled back", two.hz.channel("trade").state, "frozen")
    resent(two.hz, two)
    two.expect(two.hz, "peer-rollback")
    two.expect(two.kl, "restored")
    return f"peer-rollback, then resent with the operator's approval; {two.end()}"


@failure(34, "Both hubs are restored, each from another old backup.")
def both_restored(trial: Trial) -> str:
    two = trial.two()
    _told(two, 1, 2)
    older = backup(two.kl)
    _told(two, 3, 5)
    newer = backup(two.hz)
    _told(two, 6, 8)
    older()
    newer()
    for number in (6, 7, 8):
        two.hz.tell(f"{number}")  # business that both forgot is told again
    two.settle()
    same("alarms of the sender", incidents(two.hz), ["peer-rollback"])
    resent(two.hz, two)
    two.expect(two.hz, "peer-rollback")
    two.expect(two.kl, "restored")
    return f"the last head that both hold was found, the rest resent; {two.end()}"


def _told(two: Two, first: int, last: int) -> None:
    for number in range(first, last + 1):
        two.hz.tell(f"{number}")
    two.settle()
    two.hands.move(HOUR)


def resent(hub: Hub, two: Two) -> None:
    """The operator looks at each channel that the peer has rolled back, and sends again."""
    with hub.here():
        for channel in Channel.objects.filter(direction="out", state="frozen"):
            actions.resend(channel, by=hub.by())
    two.settle()
