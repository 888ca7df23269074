"""Chance, checked by anybody: no account is needed."""
