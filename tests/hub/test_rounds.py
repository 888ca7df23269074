"""Rounds come soon after one that did something, later after each that did not, and go on after one that failed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from entrepot.hub import rounds


class Waited:
    """Stands for the event: notes how long is waited, and ends after so many rounds."""

    def __init__(self, most: int) -> None:
        self.pauses: list[float] = []
        self.most = most

    def wait(self, pause: float) -> bool:
        self.pauses.append(pause)
        return len(self.pauses) > self.most


def pauses(*done: int | Exception) -> list[float]:
    left = list(done)

    def once() -> int:
        told = left.pop(0)
        if isinstance(told, Exception):
            raise told
        return told

    waited = Waited(len(done))
    told: Callable[..., None] = rounds.go_forever
    told(once, waited, soon=1.0, longest=5.0, named="the test")
    return waited.pauses


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("done", "waited"),
    [
        ((), [1.0]),
        ((0, 0, 0, 0), [1.0, 2.0, 4.0, 5.0, 5.0]),
        ((0, 0, 3, 0), [1.0, 2.0, 4.0, 1.0, 2.0]),
        ((ValueError("broken"), 1), [1.0, 5.0, 1.0]),
    ],
    ids=["told to stop at once", "nothing to do", "something came", "one failed"],
)
def test_how_long_is_waited(
    done: tuple[int | Exception, ...], waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds.connection, "close", lambda: None)
    assert pauses(*done) == waited
