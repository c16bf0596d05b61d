"""`python -m cqfacts`."""

from cqfacts.cli import run

run()
