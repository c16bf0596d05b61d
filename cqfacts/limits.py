"""Limits: how much of anything is taken, so that no input takes all there is.

docs/format.md names them, and docs/trust.md says what they come to.
"""

from __future__ import annotations

LARGEST_FILE = 1_000_000_000
"""Bytes of a file."""
LARGEST_STREAM = 100_000_000
"""Bytes of what has no size: a pipe, a device."""
MOST_FILES = 100_000
"""Files of a store."""
MOST_FACTS = 10_000_000
"""Facts of a store, those with a problem included."""
MOST_ROWS = 2_000_000
"""Rows of a file that is imported."""
MOST_PROBLEMS = 10_000
"""Problems of one indicator, and of what a check shows."""
MOST_TROUBLE = 100_000
"""Problems of all that is looked up in a store."""
MOST_STEPS = 10_000
"""Steps that facts with `each` have in one indicator."""
MOST_STEPS_OF_ALL = 300_000
"""Steps that facts with `each` have in all that is looked up in a store."""
MOST_UNKNOWN = 20
"""Keys of one table that the format does not have, and that are told of one by one."""
MOST_DIGITS = 1_000_000
"""Digits in a row."""
NAMES_PER_BYTE = 1 / 20
"""Names of tables, for every byte of a file that holds more than a few."""
FEW_NAMES = 100_000
"""Names of tables that a file of any size may hold."""
