"""How accounts come about: the operator enrols people; nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Enrolled(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in for those who were enrolled."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a person acts for a party, and the operator says for which."""
        return False
