"""Nobody makes an account: the operator enrols people."""

from __future__ import annotations

import pytest
from django.test import Client

from entrepot.hub.parties.models import Person

pytestmark = pytest.mark.django_db


def test_a_stranger_cannot_sign_up_and_no_account_is_made() -> None:
    form = {"email": "me@example.org", "password1": "celadon-kiln-77", "password2": "celadon-kiln-77"}
    answer = Client().post("/accounts/signup/", form)
    assert "me@example.org" not in answer.content.decode()
    assert Person.objects.count() == 0
