"""Doors through which a country's tariff comes in: pure readers of the files that its authority publishes.

Each door reads one country's way of writing into the same rows and the same duty expressions, keeps the original words
beside them, and turns what it cannot read into `Text`, which is shown and never priced.
"""
