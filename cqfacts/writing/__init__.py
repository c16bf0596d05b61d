"""Writing: facts put into the files of a store, with nothing of them lost or moved."""

from .adding import Added, EntryError, RefusedError, add_entries, add_fact
from .composing import Composed, compose
from .entries import Entries
from .given import Given, MissingError
from .own import OwnStore, open_own
from .replacing import Replaced, create_file, replace_file

__all__ = [
    "Added",
    "Composed",
    "Entries",
    "EntryError",
    "Given",
    "MissingError",
    "OwnStore",
    "RefusedError",
    "Replaced",
    "add_entries",
    "add_fact",
    "compose",
    "create_file",
    "open_own",
    "replace_file",
]
