"""Replacing a file: whole and durably, or as if nothing had been tried."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SHIPPED

from cqfacts import saving
from cqfacts.errors import CqfactsError, OutputError, StoreError, UsageError
from cqfacts.saving import Disk
from cqfacts.writing import create_file, replace_file

if TYPE_CHECKING:
    from collections.abc import Callable

OLD, NEW = b"old = 1\n", b"old = 1\nnew = 2\n"
STEPS = ["read", "create", "write", "copy_mode", "sync", "rename", "sync_folder"]


def append(content: bytes) -> bytes:
    return content + b"new = 2\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "facts.toml"
    path.write_bytes(OLD)
    return path


def names_beside(path: Path) -> list[str]:
    return sorted(os.listdir(path.parent))


def test_a_file_is_replaced_and_nothing_is_left_beside_it(path: Path) -> None:
    replaced = replace_file(str(path), append)
    assert (replaced.before, replaced.after, path.read_bytes()) == (OLD, NEW, NEW)
    assert names_beside(path) == ["facts.toml"]


def test_nothing_is_written_for_show(path: Path) -> None:
    assert replace_file(str(path), append, is_dry=True).after == NEW
    assert path.read_bytes() == OLD


def test_the_mode_is_kept(path: Path) -> None:
    path.chmod(0o640)
    replace_file(str(path), append)
    assert path.stat().st_mode & 0o7777 == 0o640


def test_the_target_of_a_link_is_written(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "links" / "store.toml"
    link.parent.mkdir()
    link.symlink_to("../facts.toml")
    replace_file(str(link), append)
    assert link.is_symlink()
    assert path.read_bytes() == NEW
    assert os.listdir(link.parent) == ["store.toml"]


def test_a_read_only_file_is_not_written(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(OutputError, match="it is read-only"):
        replace_file(str(path), append)
    assert path.read_bytes() == OLD


STRANGER = """
import os, sys
from cqfacts.errors import OutputError
from cqfacts.writing.replacing import replace_file
os.setuid(65534)
try:
    replace_file(sys.argv[1], lambda content: content + b"more")
except OutputError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs two users")
def test_a_folder_that_keeps_the_file_of_another_is_told() -> None:
    # Nobody else may look into the folders that pytest makes.
    with tempfile.TemporaryDirectory(dir="/tmp") as name:
        os.chmod(name, 0o1777)  # noqa: S103 - as /tmp has it
        path = Path(name) / "facts.toml"
        path.write_bytes(b"x = 1\n")
        path.chmod(0o666)
        done = subprocess.run(
            [sys.executable, "-c", STRANGER, str(path)], capture_output=True, check=False
        )
        assert done.stderr.decode() == (
            f"{path} cannot be written (its folder lets only its owner replace it); "
            "name a file of your own, or one in another folder\n"
        )
        assert (path.read_bytes(), os.listdir(name)) == (b"x = 1\n", ["facts.toml"])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        replace_file(str(tmp_path / "none.toml"), append)


def test_what_is_no_file_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="not a file"):
        replace_file(str(tmp_path), append)


def test_the_store_inside_the_package_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = tmp_path / "facts.toml"
    inside.write_bytes(SHIPPED.read_bytes())
    monkeypatch.setattr("cqfacts.shipped.__file__", str(tmp_path / "shipped.py"))
    with pytest.raises(UsageError, match="'cqfacts init' makes one of your own"):
        replace_file(str(inside), append)


def test_a_change_without_a_lock_is_read_again(path: Path) -> None:
    seen = []

    def change(content: bytes) -> bytes:
        seen.append(content)
        if len(seen) == 1:
            # What an editor does meanwhile.
            path.write_bytes(b"edited = 1\n")
        return append(content)

    replace_file(str(path), change)
    assert seen == [OLD, b"edited = 1\n"]
    assert path.read_bytes() == b"edited = 1\nnew = 2\n"


def test_a_file_that_never_rests_is_given_up(path: Path) -> None:
    def change(content: bytes) -> bytes:
        path.write_bytes(content + b"#")
        return append(content)

    with pytest.raises(OutputError, match="keeps being changed by another program"):
        replace_file(str(path), change)
    assert names_beside(path) == ["facts.toml"]


def test_what_others_keep_beside_a_store_stays(path: Path) -> None:
    left_over, other = path.with_name(".facts.toml.123.new"), path.with_name(".facts.toml.b.1.new")
    for one in (left_over, other):
        one.write_bytes(b"")
    replace_file(str(path), append)
    assert names_beside(path) == [other.name, "facts.toml"]


def test_what_a_change_raises_leaves_the_file(path: Path) -> None:
    def change(_: bytes) -> bytes:
        raise UsageError("no; not so")

    with pytest.raises(UsageError, match="not so"):
        replace_file(str(path), change)
    assert (path.read_bytes(), names_beside(path)) == (OLD, ["facts.toml"])


def test_threads_take_turns(path: Path) -> None:
    def write() -> None:
        for _ in range(10):
            replace_file(str(path), lambda content: content + b"#\n")

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() == OLD + b"#\n" * 40


def test_a_lock_that_is_held_too_long_is_told(path: Path) -> None:
    def change(content: bytes) -> bytes:
        replace_file(str(path), append, patience=0.1)
        return content

    with pytest.raises(OutputError, match=r"locked by another writer for 0\.1 seconds; try again"):
        replace_file(str(path), change)


def test_a_writer_waits_while_others_come_and_go(path: Path) -> None:
    """All of them together hold the lock for far longer than one of them may."""
    going = threading.Event()

    def write(hold: float, *, patience: float) -> None:
        def change(content: bytes) -> bytes:
            going.set()
            time.sleep(hold)
            return content + b"#\n"

        replace_file(str(path), change, patience=patience)

    others = [
        threading.Thread(target=write, args=(0.2,), kwargs={"patience": 60}) for _ in range(6)
    ]
    for one in others:
        one.start()
    going.wait()
    write(0, patience=0.6)
    for one in others:
        one.join()
    assert path.read_bytes() == OLD + b"#\n" * 7


def test_whoever_has_waited_longest_is_next(path: Path) -> None:
    place = path.with_name(".facts.toml.next")
    first, second, third = (saving.Turn(str(place)) for _ in range(3))
    # Nobody waits who asks for the first time, and finds nobody waiting.
    assert first.has_come()
    assert not place.exists()
    assert second.has_come()
    assert second.has_come()
    assert not third.has_come()
    # Who came before takes the place of one who was quicker to say so.
    assert first.has_come()
    assert not second.has_come()
    assert not third.has_come()
    third.end()
    assert not second.has_come()
    first.end()
    assert third.has_come()
    assert second.has_come()
    assert not third.has_come()
    second.end()
    assert third.has_come()
    third.end()
    assert names_beside(path) == ["facts.toml"]


@pytest.mark.parametrize("moved", [-3600, -3, 3, 3600])
def test_whoever_does_not_say_that_he_waits_is_gone(path: Path, moved: int) -> None:
    """As is one whose clock is another than that of this machine."""
    place = path.with_name(".facts.toml.next")
    gone, other = (saving.Turn(str(place)) for _ in range(2))
    assert [gone.has_come(), gone.has_come(), other.has_come()] == [True, True, False]
    moment = time.time() + moved
    os.utime(place, (moment, moment))
    assert other.has_come()
    other.end()
    assert names_beside(path) == ["facts.toml"]


OBSTACLES: dict[str, Callable[[Path, Path], object]] = {
    "link": lambda place, other: place.symlink_to(other),
    "second-name": lambda place, other: place.hardlink_to(other),
    "pipe": lambda place, _: os.mkfifo(place),
    "folder": lambda place, _: place.mkdir(),
    "no-text": lambda place, _: place.write_bytes(b"\xff\0" * 99),
    "another-text": lambda place, _: place.write_bytes(b"0" * 20),
}


@pytest.mark.parametrize("put", OBSTACLES.values(), ids=OBSTACLES.keys())
def test_what_stands_in_the_place_of_the_next_one_hinders_nobody(
    path: Path, put: Callable[[Path, Path], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "_GONE_SECONDS", 0.2)
    other = path.with_name("other")
    other.write_bytes(OLD)
    put(path.with_name(".facts.toml.next"), other)
    threads = [
        threading.Thread(target=replace_file, args=(str(path), append), kwargs={"patience": 60})
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert path.read_bytes() == OLD + b"new = 2\n" * 3
    assert other.read_bytes() == OLD


def test_a_new_file_is_made_but_never_over_another(path: Path) -> None:
    new = path.with_name("new.toml")
    create_file(str(new), NEW)
    assert new.read_bytes() == NEW
    assert new.stat().st_mode & 0o600 == 0o600
    with pytest.raises(OutputError, match="exists; name another file"):
        create_file(str(path), NEW)
    assert path.read_bytes() == OLD


def fail_at(
    monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException, *, after: bool = False
) -> None:
    """Let a step of the disk fail, the first time before or after it is done."""
    real: Callable[..., object] = getattr(Disk, step)
    calls = []

    def fail(*args: object) -> object:
        calls.append(args)
        if len(calls) > 1:
            return real(*args)
        if after:
            real(*args)
        raise error

    monkeypatch.setattr(Disk, step, staticmethod(fail))


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS])
@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_fails_leaves_the_old_store(
    path: Path, step: str, code: int, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if step == "rename" and after:
        pytest.skip("what is renamed has not failed")
    fail_at(monkeypatch, step, OSError(code, os.strerror(code)), after=after)
    with pytest.raises(CqfactsError, match=os.strerror(code)) as caught:
        replace_file(str(path), append)
    assert caught.value.exit_status == 5
    assert (path.read_bytes(), names_beside(path)) == (OLD, ["facts.toml"])
    replace_file(str(path), append)
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("step", ["create", "write", "sync", "link", "sync_folder"])
def test_a_disk_that_fails_leaves_no_new_file(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if step == "link":
        monkeypatch.setattr(Disk, "rename", staticmethod(_raise_full))
    fail_at(monkeypatch, step, OSError(errno.ENOSPC, "No space left on device"))
    with pytest.raises(OutputError, match="No space left on device"):
        create_file(str(tmp_path / "new.toml"), NEW)
    assert os.listdir(tmp_path) == []


def _raise_full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_file_system_without_second_names_does(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Disk, "link", staticmethod(refuse))
    replace_file(str(path), append)
    assert path.read_bytes() == NEW
    create_file(str(path.with_name("new.toml")), NEW)
    assert names_beside(path) == ["facts.toml", "new.toml"]


def test_what_may_not_last_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Disk, "link", staticmethod(_raise_full))
    fail_at(monkeypatch, "sync_folder", OSError(errno.EIO, "Input/output error"))
    with pytest.raises(OutputError, match="was written, but may not outlast a crash"):
        replace_file(str(path), append)


@pytest.mark.parametrize("step", STEPS)
def test_an_interruption_leaves_a_whole_file(
    path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_at(monkeypatch, step, KeyboardInterrupt(), after=True)
    with pytest.raises(KeyboardInterrupt):
        replace_file(str(path), append)
    is_done = step in ("rename", "sync_folder")
    assert path.read_bytes() == (NEW if is_done else OLD)
    assert names_beside(path) == ["facts.toml"]


KILLED = """
import os, signal, sys
from cqfacts.writing import replace_file
from cqfacts.saving import Disk
path, step, when = sys.argv[1:]
real = getattr(Disk, step)
def die(*args):
    if when == "after":
        real(*args)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(Disk, step, staticmethod(die))
replace_file(path, lambda content: content + b"new = 2\\n")
"""


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", [*STEPS, "link"])
def test_a_killed_writer_leaves_a_whole_file_and_the_next_one_works(
    path: Path, step: str, when: str
) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, path, step, when], check=False)
    assert done.returncode == -signal.SIGKILL
    is_done = (step, when) in {
        ("rename", "after"),
        ("sync_folder", "before"),
        ("sync_folder", "after"),
    }
    assert path.read_bytes() == (NEW if is_done else OLD)
    replace_file(str(path), append)
    assert path.read_bytes() == (NEW + b"new = 2\n" if is_done else NEW)
    assert names_beside(path) == ["facts.toml"]
