"""Deaths and faults put into a hub from outside: at a statement of its database, or in the place of a function."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from entrepot.conform.hubs.hub import Hub


class Killed(BaseException):
    """The process ends here: nothing that it holds in memory goes on, and no code of its own answers for it."""


@contextmanager
def put(place: object, **instead: object) -> Iterator[None]:
    """Within, the place (a module, an object) has these in the place of its own."""
    before = {name: getattr(place, name) for name in instead}
    for name, value in instead.items():
        setattr(place, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(place, name, value)


@contextmanager
def statements(hub: Hub, seen: Callable[[str], None]) -> Iterator[None]:
    """Within, each statement to the hub's database is shown first; what `seen` raises happens to the hub."""

    def told(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen(sql)
        return execute(sql, params, many, context)

    connection: Any = hub.connection
    commit = connection._commit

    def committed() -> None:
        try:
            seen("COMMIT")
        except BaseException:
            connection.connection.rollback()  # Django would turn the fence off, and SQLite commit
            raise
        commit()

    with ExitStack() as stack:
        stack.enter_context(hub.connection.execute_wrapper(told))
        stack.enter_context(put(connection, _commit=committed))
        yield


def deaths(hub: Hub, work: Callable[[], object], *, at: Callable[[str], bool] = lambda _: True) -> Iterator[str]:
    """Let the hub die at the first such statement of the work, then at the second, and so on until it lives through it.

    Yields after each death, with the statement that was not carried out.
    """
    number = 0
    while True:
        number += 1
        died: list[str] = []
        left = [number]

        def seen(sql: str, left: list[int] = left, died: list[str] = died) -> None:
            if died or not at(sql):
                return
            left[0] -= 1
            if left[0] == 0:
                died.append(sql)
                raise Killed(sql)

        with statements(hub, seen):
            try:
                work()
            except Killed:
                hub.connection.close()  # what was not committed is gone with the process
        if not died:
            return
        yield died[0]


@contextmanager
def failing(hub: Hub, words: str, error: Exception) -> Iterator[list[str]]:
    """Within, each statement that begins with these words fails in the database; the list tells them."""
    failed: list[str] = []

    def seen(sql: str) -> None:
        if sql.startswith(words):
            failed.append(sql)
            raise error

    with statements(hub, seen):
        yield failed
