"""The store that `cqfacts init` makes: small, sound, and explained by its comments."""

from __future__ import annotations

import os

from cqfacts.errors import OutputError
from cqfacts.saving import Disk, ending_with

STARTER = """\
# A store of facts for cqfacts: figures, each with its source and the few words that state it.
# Put your own in place of the examples, by hand or with 'cqfacts add'; then run 'cqfacts check'.

schema = 1

[store]
title   = "My facts"
subject = "Testville"  # what the facts are about, unless an indicator says otherwise

# The documents that state facts. A date is given only where the document shows one.
[sources.annual-report]
title     = "Annual report of Testville"
publisher = "Testville"
# published = 2026-01-27
# url       = "https://…"

# A topic is a group of indicators.
[economy]
label = "Economy"

# An indicator is what is measured; its key is economy.output.
[economy.output]
label   = "Total output"
aliases = ["output"]
unit    = "CNY"

# A fact: the value with the precision it was printed with, and the words that state it.
[[economy.output.facts]]
period    = "2025"
qualifier = "over"  # or "at least", "under", "at most", "about", "nearly"; without one as printed
value     = "3.37 trillion"
stated    = "exceeded 3.37 trillion yuan"
source    = "annual-report"

# Figures of other measures: growth, share, change, multiple, rank, streak.
[[economy.output.facts]]
measure = "growth"
period  = "2025"
value   = 5.3
stated  = "an increase of 5.3 percent"
source  = "annual-report"
"""


def make_folder(path: str) -> None:
    """Make a folder where there is none. Raises OutputError, also where it takes no file."""
    try:
        os.makedirs(path, exist_ok=True)
        # One that can hold no file would be taken for one whose file is locked.
        tried = os.path.join(path, f".cqfacts.{os.getpid()}.new")
        with ending_with(lambda: Disk.remove(tried)):
            os.close(Disk.create(tried, 0o600))
            Disk.remove(tried)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise OutputError(f"{path} takes no file ({reason})", "name another folder") from error
