"""Reads and checks the law's files, and says what was in force on a day."""

from entrepot.statute.book import SHIPPED, Jurisdiction, Statute, check, load

__all__ = ["SHIPPED", "Jurisdiction", "Statute", "check", "load"]
