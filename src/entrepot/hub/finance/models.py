"""What is recorded."""

from __future__ import annotations
