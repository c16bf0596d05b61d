"""The fact book: a store as one HTML file that needs nothing else, not even a network."""

from .book import compose_book, write_book

__all__ = ["compose_book", "write_book"]
