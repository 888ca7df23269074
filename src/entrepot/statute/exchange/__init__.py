"""Rates of exchange from the files that banks and customs publish: read, dated by rule, kept with their source."""
