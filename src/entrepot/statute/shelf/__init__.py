"""Tariffs that a person loaded: each version is one file in a folder, kept so that an old quote can be repeated."""

from entrepot.statute.shelf.shelf import Shelf

__all__ = ["Shelf"]
