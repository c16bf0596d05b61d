"""Watching an index being built: a bar on a terminal, and the one note that it cannot be kept."""

from __future__ import annotations

import sys
import time

from .streams import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# What is over sooner than this needs no bar.
_PATIENCE_SECONDS = 0.5
_PAUSE_SECONDS = 0.1


class BuildWatch:
    """Shows how far an index is, on a terminal, where it takes a while."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._is_seen = sys.stderr.isatty()
        self._started = self._shown = time.monotonic()

    def show_progress(self, done: int, size: int) -> None:
        """Show how many bytes are read, and how many there are."""
        now = time.monotonic()
        if not self._is_seen or now - self._shown < _PAUSE_SECONDS:
            return
        self._shown = now
        if self._bar is None and now - self._started > _PATIENCE_SECONDS:
            self._start(size)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=size)

    def show_waiting(self) -> None:
        """Say on a terminal what there is to wait for."""
        if self._is_seen:
            tell("another cqfacts is indexing the store; waiting until it is done")

    def note(self, message: str) -> None:
        """Tell what keeps an index from being used."""
        self.close()
        tell(message)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def _start(self, size: int) -> None:
        from rich import progress
        from rich.console import Console

        self._bar = progress.Progress(
            progress.TextColumn("Indexing the store"),
            progress.BarColumn(),
            progress.TaskProgressColumn(),
            progress.TransferSpeedColumn(),
            progress.TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._bar.start()
        self._task = self._bar.add_task("", total=size)
