"""Writing: facts put into the files of a store, with nothing of them lost or moved."""

from .adding import Added, add_fact
from .entries import Entries
from .replacing import Replaced, create_file, replace_file

__all__ = ["Added", "Entries", "Replaced", "add_fact", "create_file", "replace_file"]
