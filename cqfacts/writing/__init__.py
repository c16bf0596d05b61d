"""Writing: facts put into the files of a store, with nothing of them lost or moved."""

from .adding import Added, EntryError, RefusedError, add_entries, add_fact
from .composing import Composed, compose
from .entries import Entries
from .given import Given, MissingError
from .importing import Imported, import_rows
from .own import OwnStore, open_own
from .replacing import Replaced, create_file, replace_file
from .row_formats import read_rows
from .rows import Row, RowProblem, Rows, RowsError
from .turning import TableOptions, UnknownColumnError

__all__ = [
    "Added",
    "Composed",
    "Entries",
    "EntryError",
    "Given",
    "Imported",
    "MissingError",
    "OwnStore",
    "RefusedError",
    "Replaced",
    "Row",
    "RowProblem",
    "Rows",
    "RowsError",
    "TableOptions",
    "UnknownColumnError",
    "add_entries",
    "add_fact",
    "compose",
    "create_file",
    "import_rows",
    "open_own",
    "read_rows",
    "replace_file",
]
