"""Preferential origin: whether goods may claim the lower rate of a trade agreement, and by which rule."""
