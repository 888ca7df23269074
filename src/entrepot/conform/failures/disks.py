"""35: disks that are full, databases that cannot be written to, commits that fail, replicas that lag."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import OperationalError

from entrepot.conform.failures.restore import resent
from entrepot.conform.hubs.backup import backup
from entrepot.conform.hubs.hub import Hub
from entrepot.conform.hubs.injected import failing
from entrepot.conform.hubs.two import Two, incidents, pushed, said
from entrepot.conform.trial import Trial, failure
from entrepot.conform.verdict import Unmet, holds, same
from entrepot.hub.network import sequencer
from entrepot.hub.network.models import Channel

LARGE = "x" * 200_000


@failure(35, "The disk is full, the database read-only, a commit fails, a replica that lags is promoted.")
def no_room(trial: Trial) -> str:
    two = trial.two()
    two.hz.tell("0")
    two.settle()
    for number, (what, fault) in enumerate(FAULTS.items(), 1):
        _at_the_receiver(two, f"{number}", what, fault)
        _at_the_sender(two, f"{number} again", what, fault)
    seen = two.end()
    return f"{', '.join(FAULTS)}: 503 and no receipt, nothing told or signed; {seen}; {_lagging_replica(trial)}"


def _at_the_receiver(two: Two, total: str, what: str, fault: Callable[[Hub], Iterator[None]]) -> None:
    """It says that it cannot, and gives no receipt; when it can again, the message arrives once."""
    two.hz.tell(total, note=LARGE)
    size = two.kl.channel("trade", "in").size
    two.line.forget()
    with contextmanager(fault)(two.kl):
        pushed(two.hz)
    same(f"answers of a receiver whose {what}", {each.status for each in two.line.answers}, {503})
    holds(b"not-durable" in two.line.answers[0].body, "the answer does not say why")
    channel = two.hz.channel("trade")
    holds(channel.acked < channel.size, f"the sender takes the answer of a receiver whose {what} for a receipt")
    same("what the receiver holds", two.kl.channel("trade", "in").size, size)
    two.settle()


def _at_the_sender(two: Two, total: str, what: str, fault: Callable[[Hub], Iterator[None]]) -> None:
    """Business that cannot be written down has told nothing; what waits gets its place when there is room."""
    told = said(two.hz)
    with contextmanager(fault)(two.hz):
        try:
            two.hz.tell(total, note=LARGE)
        except OperationalError:
            pass
        else:
            raise Unmet(f"a sender whose {what} told something")
    two.hz.connection.close()
    same(f"told by a sender whose {what}", said(two.hz), told)
    two.hz.tell(total, note=LARGE)
    size = two.hz.channel("trade").size
    with two.hz.here(), contextmanager(fault)(two.hz):
        try:
            sequencer.sequence(Channel.objects.get(name="trade", direction="out"))
        except OperationalError:
            pass
        else:
            raise Unmet(f"a sender whose {what} signed a head")
    two.hz.connection.close()
    same("size of the channel", two.hz.channel("trade").size, size)
    two.settle()


def _lagging_replica(trial: Trial) -> str:
    """A replica that had not everything yet takes the receiver's place."""
    two = trial.two()
    two.hz.tell("1")
    two.settle()
    promoted = backup(two.kl)
    two.hz.tell("2")
    two.settle()
    promoted()
    two.hz.tell("3")
    two.settle()
    same("alarms of the sender", incidents(two.hz), ["peer-rollback"])
    resent(two.hz, two)
    two.expect(two.hz, "peer-rollback")
    two.expect(two.kl, "restored")
    return f"a replica without the last message: peer-rollback, resent, {two.end()}"


def _full(hub: Hub) -> Iterator[None]:
    """No page can be added to the file: SQLite itself says that the disk is full."""
    with hub.connection.cursor() as cursor:
        cursor.execute("VACUUM")  # no room is left inside the file either
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {int(pages)}")
    yield
    _undone(hub, "PRAGMA max_page_count = 4294967294")


def _read_only(hub: Hub) -> Iterator[None]:
    with hub.connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
    yield
    _undone(hub, "PRAGMA query_only = OFF")


def _no_commit(hub: Hub) -> Iterator[None]:
    with failing(hub, "COMMIT", OperationalError("disk I/O error")):
        yield


def _undone(hub: Hub, statement: str) -> None:
    with hub.connection.cursor() as cursor:
        cursor.execute(statement)


FAULTS: dict[str, Callable[[Hub], Iterator[None]]] = {
    "disk is full": _full,
    "database is read-only": _read_only,
    "commit fails": _no_commit,
}
