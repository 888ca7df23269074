"""The peer protocol without a database: what two hubs say to each other, how they sign it, and how a third checks it.

Standard library, `cryptography`, `http-message-signatures` and `joserfc` only: a court, a bank or another programmer's
hub can run it. Read `docs/peer-protocol.md` beside it.
"""
