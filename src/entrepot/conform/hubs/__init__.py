"""Hubs of the kit's own, in this process: each with its database, keys and clock, and a line between them."""
