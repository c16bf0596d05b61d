"""A draft: the copy of a file that is edited in its place, never lost before it is written."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager, suppress
from hashlib import blake2b

from cqfacts.errors import OutputError
from cqfacts.saving import ending_with, is_running
from cqfacts.visible import make_visible

from .streams import tell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_REMEDIES = {
    **dict.fromkeys(
        (errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)),
        "free some space and try again",
    ),
    errno.EIO: "look at the disk",
}


@contextmanager
def open_draft(path: str, content: bytes) -> Iterator[Draft]:
    """Make a draft of a file, and at the end settle what becomes of it. Raises OutputError."""
    draft = Draft(content)
    with ending_with(draft.settle):
        draft.make(path)
        try:
            yield draft
        finally:
            draft.settle()


class Draft:
    """A copy beside a file, hidden, for nobody else to read, and with the same ending.

    It is removed at the end unless it differs from the file and was not written (`is_settled`);
    then it stays, and is named. Its own name has the number of the process, and what tells whether
    anything was typed, for whoever finds the copy of a process that was killed.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.is_settled = False
        self.path = ""

    def make(self, path: str) -> None:
        """Write the copy beside a file. Raises OutputError."""
        folder, name = os.path.split(os.path.realpath(path))
        start, ending = os.path.splitext(name)
        shown = os.path.dirname(path) if os.path.realpath(path) == os.path.abspath(path) else folder
        for kept in _clear_left_overs(folder, start, ending, self.content):
            tell(
                make_visible(
                    f"what was typed before is kept in {os.path.join(shown, kept)}; "
                    "remove it when you have what you need of it"
                )
            )
        try:
            descriptor, made = tempfile.mkstemp(
                prefix=f".{start}.edited-{os.getpid()}-{_digest(self.content)}-",
                suffix=ending,
                dir=folder,
            )
            self.path = os.path.join(shown, os.path.basename(made))
            self._fill(descriptor)
        except OSError as error:
            remedy = _REMEDIES.get(error.errno or 0, "allow writing in its folder")
            raise OutputError(f"{path} cannot be edited ({error.strerror})", remedy) from error

    def settle(self) -> None:
        """Remove the copy, or say that it is kept."""
        if not self.path:
            return
        try:
            is_kept = not self.is_settled and self.read() != self.content
        except OutputError:
            return
        if is_kept:
            tell(make_visible(f"what was typed is kept in {self.path}"))
            return
        with suppress(OSError):
            os.unlink(self.path)

    def _fill(self, descriptor: int) -> None:
        try:
            with open(descriptor, "wb") as file:
                file.write(self.content)
        except OSError:
            with suppress(OSError):
                os.unlink(self.path)
            raise

    def read(self) -> bytes:
        """Return what the copy holds now. Raises OutputError where it is gone."""
        try:
            with open(self.path, "rb") as file:
                return file.read()
        except OSError as error:
            raise OutputError(
                f"{self.path} cannot be read ({error.strerror})",
                "nothing was written, so try again",
            ) from error


def _digest(content: bytes) -> str:
    return blake2b(content, digest_size=8).hexdigest()


def _clear_left_overs(folder: str, start: str, ending: str, content: bytes) -> list[str]:
    """Remove the copies of processes that were killed, and return those that have typed words.

    A copy has none where it is as it was made, or as the file is now, whose content is given.
    """
    prefix, kept = f".{start}.edited-", []
    with suppress(OSError):
        for name in sorted(os.listdir(folder)):
            if not (name.startswith(prefix) and name.endswith(ending)):
                continue
            process, _, rest = name.removeprefix(prefix).partition("-")
            if not process.isdecimal() or is_running(int(process)):
                continue
            with suppress(OSError):
                path = os.path.join(folder, name)
                with open(path, "rb") as file:
                    typed = file.read()
                if typed in (b"", content) or rest.startswith(_digest(typed)):
                    os.unlink(path)
                else:
                    kept.append(name)
    return kept
