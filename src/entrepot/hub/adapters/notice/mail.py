"""Letters by e-mail, through whatever backend Django is set up with."""

from __future__ import annotations

from collections.abc import Sequence
from smtplib import SMTPException

from django.core.mail import EmailMessage, get_connection

from entrepot.hub.adapters.notice.letter import Letter
from entrepot.trade.finding import Unavailable

NAME = "e-mail"
SIMULATED = False


def deliver(letters: Sequence[Letter]) -> None:
    """Send each letter to its own reader, in one conversation with the server."""
    messages = [
        EmailMessage(
            letter.subject,
            letter.text,
            to=[letter.to],
            headers={
                "List-Unsubscribe": f"<{letter.farewell}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
            },
        )
        for letter in letters
    ]
    try:
        get_connection().send_messages(messages)
    except (SMTPException, OSError) as fault:
        raise Unavailable(NAME) from fault
