"""When the line fails: what is tried again, how often, and what is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import httpx
import pytest
from entrepot_client import Problem
from entrepot_client.line import Line

Said = httpx.Response | Exception
TOKEN = {"access_token": "t-1", "token_type": "Bearer", "expires_in": 3600}


class Far:
    """A hub that answers from a list, in order, and notes what was asked; tokens it always gives."""

    def __init__(self, answers: Sequence[Said]) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.pauses: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/token"):
            self.asked.append("token")
            return httpx.Response(200, json=TOKEN)
        self.asked.append(request.headers["Authorization"])
        said = self.answers.pop(0)
        if isinstance(said, Exception):
            raise said
        return said

    def line(self) -> Line:
        client = httpx.Client(base_url="https://hub.example/api/v1/", transport=httpx.MockTransport(self))
        return Line(client, "till", "secret", pause=self.pauses.append)


def ok() -> httpx.Response:
    return httpx.Response(200, json=["done"])


def busy() -> httpx.Response:
    return httpx.Response(503, headers={"Retry-After": "7"}, json={"title": "An outside party is silent"})


SILENCE = httpx.ConnectTimeout("too long")


@pytest.mark.parametrize("silent", [lambda: SILENCE, busy])
def test_what_may_be_repeated_is_tried_until_it_is_answered(silent: Callable[[], Said]) -> None:
    far = Far([silent(), silent(), ok()])
    assert far.line().send("POST", "declarations", body=[], repeatable=True) == ["done"]
    assert far.asked == ["token", "Bearer t-1", "Bearer t-1", "Bearer t-1"]
    assert len(far.pauses) == 2


def test_the_hub_says_how_long_to_wait() -> None:
    far = Far([busy(), ok()])
    far.line().send("GET", "permits", repeatable=True)
    assert far.pauses == [7.0]


@pytest.mark.parametrize(("silent", "status"), [(lambda: SILENCE, 0), (busy, 503)])
def test_what_may_not_be_repeated_is_tried_once(silent: Callable[[], Said], status: int) -> None:
    far = Far([silent(), ok()])
    with pytest.raises(Problem) as problem:
        far.line().send("POST", "quotes", body=[], repeatable=False)
    assert problem.value.status == status
    assert (far.asked, far.pauses) == (["token", "Bearer t-1"], [])


def test_after_four_tries_the_silence_is_told() -> None:
    far = Far([SILENCE] * 4)
    with pytest.raises(Problem, match="does not answer") as problem:
        far.line().send("GET", "permits", repeatable=True)
    assert (problem.value.kind, problem.value.status, len(far.pauses)) == ("silent", 0, 3)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 500])
def test_an_answer_is_an_answer_and_is_not_asked_for_again(status: int) -> None:
    far = Far([httpx.Response(status, json={"type": "https://hub.example/api/v1/problems/x", "title": "No"}), ok()])
    with pytest.raises(Problem, match="No") as problem:
        far.line().send("GET", "permits", repeatable=True)
    assert (problem.value.status, problem.value.kind, len(far.answers)) == (status, "x", 1)


def test_a_token_refused_is_renewed_once_and_no_more() -> None:
    far = Far([httpx.Response(401, json={}), httpx.Response(401, json={})])
    with pytest.raises(Problem) as problem:
        far.line().send("GET", "permits", repeatable=True)
    assert (problem.value.status, far.asked) == (401, ["token", "Bearer t-1", "token", "Bearer t-1"])


def test_one_token_serves_many_calls() -> None:
    far = Far([ok(), ok(), ok()])
    line = far.line()
    for _ in range(3):
        line.send("GET", "permits", repeatable=True)
    assert far.asked.count("token") == 1


def test_what_no_hub_wrote_is_told_by_its_status() -> None:
    far = Far([httpx.Response(413, text="<html>too large")])
    with pytest.raises(Problem) as problem:
        far.line().send("GET", "permits", repeatable=True)
    assert (problem.value.kind, problem.value.title, problem.value.findings) == (
        "http-413",
        "Request Entity Too Large",
        (),
    )
