"""Entrepôt, the open e-hub: everything a small business needs to sell across a border."""

__version__ = "0.1.0"
