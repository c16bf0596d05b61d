"""`cqfacts check`: every problem of a store."""

from __future__ import annotations

from cqfacts.checks import check as find_problems
from cqfacts.errors import StoreSyntaxError

from .options import StoreOption, load_store
from .streams import write_output


def check(store: StoreOption = None) -> int:
    """Print every problem that reading a store finds, one a line; nothing when all is well.

    \b
    cqfacts check                          the store in use
    cqfacts check -s my-facts.toml         another one
    """
    try:
        problems = [str(problem) for problem in find_problems(load_store(store))]
    except StoreSyntaxError as error:
        problems = [str(error)]
    write_output(f"{problem}\n" for problem in problems)
    return 1 if problems else 0
