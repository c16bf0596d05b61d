"""The console: how wide it is, whether it has colour, and a drawing as text."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator
from io import StringIO

from rich.console import Console

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    from rich.console import RenderableType

    Color = Literal["auto", "always", "never"]


_LEAST_WIDTH = 20
_LINK = re.compile("\x1b\\]8;[^\x1b]*\x1b\\\\")
_WITHOUT_LINKS = ("dumb", "linux")


def draw(
    render: Callable[[int], RenderableType | Iterator[RenderableType]],
    color: Color,
    *,
    is_file: bool,
) -> Iterator[str]:
    """Yield a drawing as text, part by part, as wide as the terminal, or as COLUMNS says."""
    width = max(shutil.get_terminal_size((80, 24)).columns, _LEAST_WIDTH)
    has_color = color == "always" or (color == "auto" and not is_file and _wants_color())
    drawn = render(width)
    for part in drawn if isinstance(drawn, Iterator) else [drawn]:
        text = _draw_part(part, width, has_color=has_color)
        yield text if has_color and not is_file and _shows_links() else remove_links(text)


def remove_links(text: str) -> str:
    """Return a drawing whose links are only the words that they are of."""
    return _LINK.sub("", text)


def _draw_part(part: RenderableType, width: int, *, has_color: bool) -> str:
    text = StringIO()
    console = Console(
        file=text,
        width=width,
        force_terminal=has_color,
        color_system="standard" if has_color else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.print(part)
    lines = text.getvalue().splitlines()
    return "".join(f"{line if has_color else line.rstrip()}\n" for line in lines)


def _wants_color() -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stdout.isatty()


def _shows_links() -> bool:
    """Whether a person looks at it who can follow a link (OSC 8): never in a pipe."""
    return sys.stdout.isatty() and os.environ.get("TERM", "dumb") not in _WITHOUT_LINKS
