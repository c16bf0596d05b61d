"""The ending of the program by a signal: what is done first, lest something be left behind."""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

# What ends a program without a word, unless it says otherwise.
_ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_last_acts: list[Callable[[], object]] = []
_heeded: list[int] = []
_holds: list[bool] = []
_held: list[int] = []


@contextmanager
def ending_with(act: Callable[[], object]) -> Iterator[None]:
    """Let a signal that ends the program in the block do `act` first, which may be met anywhere.

    Whoever heeds a signal, or has it ignored as nohup does, goes on doing so: what is to be done
    where the block ends by an exception is not done here.
    """
    if not _last_acts:
        _heed_signals()
    _last_acts.append(act)
    try:
        yield
    finally:
        # It may be gone: an act that takes its time can be interrupted by another signal.
        with suppress(ValueError):
            _last_acts.remove(act)
        if not _last_acts:
            _leave_signals()


@contextmanager
def held_ending() -> Iterator[None]:
    """Let a signal wait until the block is over, which is short, and is in one of `ending_with`."""
    _holds.append(True)
    try:
        yield
    finally:
        _holds.pop()
        if _held and not _holds:
            _end(_held.pop(), None)


def end_by(number: int) -> None:
    """End the program as a signal does, so that whoever started it is told so."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def _heed_signals() -> None:
    for number in (getattr(signal, name, None) for name in _ENDING_SIGNALS):
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            # Only the main thread can.
            with suppress(ValueError):
                signal.signal(number, _end)
                _heeded.append(number)


def _leave_signals() -> None:
    if not hasattr(signal, "pthread_sigmask"):
        _restore_signals()
        return
    # One that is on its way comes here, and would else be lost.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _heeded)
    try:
        _restore_signals()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _restore_signals() -> None:
    while _heeded:
        with suppress(ValueError):
            signal.signal(_heeded.pop(), signal.SIG_DFL)


def _end(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - as signals have it
    if _holds:
        _held.append(number)
        return
    while _last_acts:
        with suppress(OSError, ValueError):
            _last_acts.pop()()
    end_by(number)
