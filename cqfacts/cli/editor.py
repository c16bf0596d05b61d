"""The editor: which one the user wants, how it is told a line, and running it."""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import signal
import subprocess
from contextlib import ExitStack, contextmanager, suppress

from cqfacts.errors import CqfactsError, UsageError
from cqfacts.saving import ending_with, held_ending

from .streams import flush_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

VARIABLES = ("VISUAL", "EDITOR")
_FALLBACKS = ("sensible-editor", "nano", "vi")

# Editors by how they are told a line; any other is given the file alone.
_WITH_PLUS = frozenset(
    {"vi", "vim", "nvim", "view", "ex", "gvim", "mvim", "nano", "pico", "micro", "kak", "ne", "mg"}
    | {"emacs", "emacsclient", "joe", "jed", "jmacs", "gedit", "mcedit", "editor"}
    | {"sensible-editor"}
)
_WITH_GOTO = frozenset({"code", "code-insiders", "codium", "vscodium", "cursor", "windsurf"})
_WITH_COLON = frozenset({"subl", "sublime_text", "zed", "zeditor", "hx", "helix"})
# Editors that give the terminal back at once unless they are told to wait.
_WAIT = {
    **dict.fromkeys(_WITH_GOTO, "--wait"),
    **dict.fromkeys(("subl", "sublime_text", "zed", "zeditor", "gedit"), "--wait"),
    **dict.fromkeys(("gvim", "mvim"), "-f"),
}


# No other editor can be started either.
_LIMITS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN})


class EditorError(CqfactsError):
    """The editor ended as one does that was told to give up."""

    exit_status = 1


def find_editor() -> list[str]:
    """Return the words of the editor's command line. Raises UsageError where there is none."""
    for name in VARIABLES:
        given = os.environ.get(name, "").strip()
        if not given:
            continue
        try:
            return shlex.split(given)
        except ValueError as error:
            raise UsageError(
                f"{name} is '{given}', which lacks a closing quote", "correct it"
            ) from error
    for name in _FALLBACKS:
        if shutil.which(name):
            return [name]
    raise UsageError("no editor is found", "name one in VISUAL or EDITOR")


def build_command(words: Sequence[str], path: str, line: int) -> list[str]:
    """Return the command line that opens a file at a line, and waits until it is closed."""
    name = os.path.basename(words[0]).lower().removesuffix(".exe")
    wait = _WAIT.get(name)
    known = [*words, *([wait] if wait and wait not in words and "-w" not in words else [])]
    if name in _WITH_GOTO:
        return [*known, "--goto", f"{path}:{line}"]
    if name in _WITH_COLON:
        return [*known, f"{path}:{line}"]
    return [*known, f"+{line}", path] if name in _WITH_PLUS else [*known, path]


def run_editor(words: Sequence[str], path: str, line: int) -> None:
    """Let a file be edited. Raises UsageError for a missing editor, EditorError for one failing."""
    flush_output()
    command = build_command(words, path, line)
    with _leave_interrupts():
        try:
            with ExitStack() as stack:
                # An editor that nobody knows of yet could not be told to end.
                with held_ending():
                    process = subprocess.Popen(command)  # noqa: S603 - as the user says
                    stack.enter_context(ending_with(lambda: _end_editor(process)))
                status = process.wait()
        except (OSError, ValueError) as error:
            if getattr(error, "errno", None) in _LIMITS:
                raise
            reason = error.strerror if isinstance(error, OSError) else error
            raise UsageError(
                f"the editor '{words[0]}' cannot be started ({reason})",
                "name one in VISUAL or EDITOR",
            ) from error
    if status:
        how = f"with status {status}" if status > 0 else f"by signal {-status}"
        raise EditorError(f"nothing was written, since the editor ended {how}", "start it again")


def _end_editor(process: subprocess.Popen[bytes]) -> None:
    """Tell an editor to end, and wait for what it saves."""
    process.terminate()
    with suppress(ChildProcessError):
        # `process.wait` may be what was interrupted, and its lock be held.
        os.waitpid(process.pid, 0)


@contextmanager
def _leave_interrupts() -> Iterator[None]:
    """Leave Ctrl-C to the editor, which may have its own use for it."""
    before = None
    with suppress(ValueError):
        # A function, unlike SIG_IGN, is not handed on to the editor.
        before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        if before is not None:
            signal.signal(signal.SIGINT, before)
