"""The fact book: a store as one HTML file that needs nothing else, not even a network."""

from .book import write_book

__all__ = ["write_book"]
