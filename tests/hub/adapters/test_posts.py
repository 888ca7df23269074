"""Carriers of letters: e-mail and the simulator take letters alike, each to its own reader."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.core import mail as sent

from entrepot.hub.adapters.notice import Letter, Post, mail, simulator
from entrepot.trade.finding import Unavailable

LETTERS = [
    Letter(
        to=f"{name}@example.org", subject="Hub: Declaration 26MY1 is released", text="Words.\n", farewell="http://h/x"
    )
    for name in ("siti", "zul")
]


@pytest.fixture(autouse=True)
def _empty(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    simulator.KEPT.clear()


def taken(post: Post) -> list[tuple[list[str], str, str]]:
    if post.SIMULATED:
        return [([each.to], each.subject, each.text) for each in simulator.KEPT]
    return [(each.to, str(each.subject), str(each.body)) for each in sent.outbox]


@pytest.mark.parametrize("post", [mail, simulator])
def test_a_post_says_its_name_and_whether_it_is_simulated(post: Post) -> None:
    assert post.NAME
    assert ("simulated" in post.NAME) == post.SIMULATED


@pytest.mark.parametrize("post", [mail, simulator])
def test_each_reader_gets_a_letter_of_their_own_with_its_words(post: Post) -> None:
    post.deliver(LETTERS)
    mark = "[simulated] " if post.SIMULATED else ""
    assert taken(post) == [([each.to], mark + each.subject, each.text) for each in LETTERS]


@pytest.mark.parametrize("post", [mail, simulator])
def test_no_letters_are_no_fault(post: Post) -> None:
    post.deliver([])
    assert taken(post) == []


def test_a_mail_says_how_such_mails_end() -> None:
    mail.deliver(LETTERS[:1])
    headers = sent.outbox[0].extra_headers
    assert headers["List-Unsubscribe"] == "<http://h/x>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_server_that_is_silent_is_tried_again_later(settings: LazySettings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(Unavailable):
        mail.deliver(LETTERS)
