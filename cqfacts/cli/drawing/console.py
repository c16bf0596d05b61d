"""The console: how wide it is, whether it has colour, and a drawing as text."""

from __future__ import annotations

import os
import shutil
import sys
from io import StringIO

from rich.console import Console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from rich.console import RenderableType

    Color = Literal["auto", "always", "never"]


_LEAST_WIDTH = 20


def draw(render: Callable[[int], RenderableType], color: Color, *, is_file: bool) -> str:
    """Return a drawing as text, as wide as the terminal, or as COLUMNS says."""
    width = max(shutil.get_terminal_size((80, 24)).columns, _LEAST_WIDTH)
    has_color = color == "always" or (color == "auto" and not is_file and _wants_color())
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=has_color,
        color_system="standard" if has_color else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(render(width))
    assert isinstance(console.file, StringIO)  # noqa: S101 - the one given above
    lines = console.file.getvalue().splitlines()
    return "".join(f"{line if has_color else line.rstrip()}\n" for line in lines)


def _wants_color() -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()
