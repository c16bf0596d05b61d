"""A draft: the copy of a file that is edited in its place, never lost before it is written."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager, suppress

from cqfacts.ending import ending_with
from cqfacts.errors import OutputError
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
    then it stays, and is named.
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
        try:
            descriptor, made = tempfile.mkstemp(
                prefix=f".{start}.edited-", suffix=ending, dir=folder
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
