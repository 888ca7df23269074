"""Who takes part."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class Person(AbstractUser):
    """A person who signs in."""
