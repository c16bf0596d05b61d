"""`cqfacts index`: the index that makes lookups in a large store quick."""

from __future__ import annotations

from cqfacts.errors import UsageError
from cqfacts.store.files import LARGE

from .options import STORE
from .parameters import option
from .streams import write_output
from .watching import BuildWatch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cqfacts.store.index.keeping import State, Status


PARAMETERS = (
    option("--status", "Say whether there is an index, and whether it is current. The default."),
    option("--rebuild", "Build the index anew, from every file."),
    option("--clear", "Remove the index."),
    STORE,
)


_MEANINGS: dict[State, str] = {
    "current": "lookups use it",
    "outdated": "the next lookup builds it anew",
    "missing": "the next lookup builds it",
    "off": "CQFACTS_INDEX is off, so every lookup reads the whole store",
    "unneeded": f"a store below {LARGE // 1024} KiB, or of no plain files, is read whole",
}


def index(*, status: bool, rebuild: bool, clear: bool, store: Sequence[str] | None) -> int:
    """Look after the index of a large store, which is built by itself when it is needed.

    \b
    cqfacts index                              is there one, and is it current
    cqfacts index --rebuild -s facts/          build it anew
    cqfacts index --clear -s facts/            remove it; the next lookup builds it again
    """
    from cqfacts.store.index.keeping import clear_index, find_status, rebuild_index

    if status + rebuild + clear > 1:
        raise UsageError("--status, --rebuild and --clear are three commands", "give one of them")
    paths = store or []
    if rebuild:
        watch = BuildWatch()
        try:
            rebuild_index(paths, watch)
        finally:
            watch.close()
    if clear:
        clear_index(paths)
    write_output(_describe(find_status(paths)))
    return 0


def _describe(status: Status) -> Iterator[str]:
    files = f"{len(status.files)} {'file' if len(status.files) == 1 else 'files'}"
    yield f"store\t{', '.join(status.paths)} ({files}, {_describe_size(status.size)})\n"
    index_size = f" ({_describe_size(status.index_size)})" if status.index_size else ""
    yield f"index\t{status.place}{index_size}\n"
    yield f"state\t{status.state}: {_MEANINGS[status.state]}\n"


def _describe_size(size: int) -> str:
    """Return a number of bytes for people."""
    for factor, unit in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} bytes"
