"""The files that ship with cqfacts: its store, and the schema of the store format."""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(__file__)


def find_shipped(name: str) -> str:
    """Return the path of a file that ships; in a checkout it lies beside the package."""
    installed = os.path.join(_PACKAGE, name)
    return installed if os.path.exists(installed) else os.path.join(os.path.dirname(_PACKAGE), name)
