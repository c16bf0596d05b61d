"""Watching what takes a while: a bar on a terminal, and the note that an index cannot be kept."""

from __future__ import annotations

import os
import sys
import time

from .streams import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# What is over sooner than this needs no bar.
_PATIENCE_SECONDS = 0.5
_PAUSE_SECONDS = 0.1


class Bar:
    """Shows on a terminal how far something is, where it takes a while."""

    def __init__(self, said: str, *, is_of_bytes: bool = False) -> None:
        self._said = said
        self._is_of_bytes = is_of_bytes
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._is_seen = sys.stderr.isatty()
        self._started = self._shown = time.monotonic()

    def show_progress(self, done: int, size: int) -> None:
        """Show how much is done, and how much there is."""
        now = time.monotonic()
        if not self._is_seen or now - self._shown < _PAUSE_SECONDS:
            return
        self._shown = now
        if self._bar is None and now - self._started > _PATIENCE_SECONDS:
            self._start(size)
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, completed=done, total=size)

    def show_last(self, said: str) -> None:
        """Show that something goes on whose length nobody knows."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, total=None, description=said)

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
            self._ending.__exit__(None, None, None)

    def _start(self, size: int) -> None:
        from rich import progress
        from rich.console import Console

        from cqfacts.saving import ending_with

        speed = (progress.TransferSpeedColumn(),) if self._is_of_bytes else ()
        self._bar = progress.Progress(
            progress.TextColumn("{task.description}"),
            progress.BarColumn(),
            progress.TaskProgressColumn(),
            *speed,
            progress.TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._ending = ending_with(_show_cursor)
        self._ending.__enter__()
        self._bar.start()
        self._task = self._bar.add_task(self._said, total=size)


def _show_cursor() -> None:
    """Take the bar away and bring back the cursor that it hides, without the lock of Rich."""
    os.write(sys.stderr.fileno(), b"\r\x1b[2K\x1b[?25h")


class BuildWatch(Bar):
    """Shows how far an index is."""

    def __init__(self) -> None:
        super().__init__("Indexing the store", is_of_bytes=True)

    def show_waiting(self) -> None:
        """Say on a terminal what there is to wait for."""
        if self._is_seen:
            tell("another cqfacts is indexing the store; waiting until it is done")

    def note(self, message: str) -> None:
        """Tell what keeps an index from being used."""
        self.close()
        tell(message)
