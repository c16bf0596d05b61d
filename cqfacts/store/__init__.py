"""The store: one or more TOML files read together."""

from .opening import open_store
from .store import Store

__all__ = ["Store", "open_store"]
