"""What the fuzzer begins with, and what it ever found: nothing of it makes a target fail."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG
from seeds import write_seeds
from targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Iterator

FUZZ = Path(__file__).parent.parent / "fuzz"


def list_found() -> Iterator[tuple[str, Path]]:
    for name in TARGETS:
        for path in sorted((FUZZ / "found" / name).glob("*")):
            yield name, path


@pytest.mark.parametrize("name", TARGETS)
def test_every_seed_is_read(name: str, tmp_path: Path) -> None:
    write_seeds(tmp_path, name)
    seeds = sorted(tmp_path.iterdir())
    assert len(seeds) > 20
    for seed in seeds if IS_LONG else seeds[::4]:
        TARGETS[name](seed.read_bytes())


@pytest.mark.parametrize(
    ("name", "path"), [pytest.param(*one, id=one[1].name) for one in list_found()]
)
def test_what_was_found_is_read(name: str, path: Path) -> None:
    TARGETS[name](path.read_bytes())
