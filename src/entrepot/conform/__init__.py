"""The conformance kit: injects every failure of `docs/peer-protocol.md` between two hubs and says what became of it.

In process it raises hubs of its own in a temporary folder, on a clock that it moves. By address it is a peer of a
running hub, at times a hostile one, and says of what it cannot see from outside that it is not testable.
"""
