"""What the targets share: a folder of their own, and one way to say what does not hold."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="cqfacts-fuzz-"))
SHIPPED = Path(__file__).parent.parent / "facts.toml"
TODAY = date(2026, 6, 30)
_THEN = 1_700_000_000


def require(holds: bool, said: str) -> None:
    """Raise what the fuzzer takes for a finding, unless something holds."""
    if not holds:
        raise AssertionError(said)


def write_old(path: Path, content: bytes) -> None:
    """Write a file that was not changed just now, so that nobody waits for what may follow."""
    path.write_bytes(content)
    os.utime(path, (_THEN, _THEN))


def holds_in_order(whole: bytes, part: bytes) -> bool:
    """Whether every byte of a part is in the whole, in the same order."""
    rest = iter(whole)
    return all(byte in rest for byte in part)
