"""Hunks: whatever differs is told, and what is told makes one version of the other."""

from __future__ import annotations

import subprocess
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

import pytest
from conftest import IS_LONG
from hypothesis import given, settings
from hypothesis import strategies as st

from cqfacts.writing.hunks import find_hunks, format_diff, split_lines

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore, Run

LINES = st.lists(
    st.sampled_from([b"\n", b"[a]\n", b"[b]\n", b"x = 1\n", b"x = 2\r\n", b"# \xc3\xa9\n"]),
    max_size=40,
)
VERSIONS = st.builds(
    lambda lines, end: b"".join(lines).removesuffix(end), LINES, st.sampled_from([b"", b"\n"])
)


def apply(old: bytes, new: bytes) -> bytes:
    lines, place, made = split_lines(old), 0, []
    for hunk in find_hunks(lines, split_lines(new)):
        assert hunk.start > place or place == 0
        made += [*lines[place : hunk.start], *hunk.lines]
        place = hunk.stop
    return b"".join([*made, *lines[place:]])


def patch(folder: Path, name: str, old: bytes, diff: str) -> bytes:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(old)
    done = subprocess.run(
        ["git", "apply", "--unidiff-zero", "--whitespace=nowarn", "-p0", "-"],
        cwd=folder,
        input=diff.encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return (folder / name).read_bytes()


@settings(max_examples=2000 if IS_LONG else 300)
@given(old=VERSIONS, new=VERSIONS)
def test_hunks_make_the_new_version_of_the_old(old: bytes, new: bytes) -> None:
    assert apply(old, new) == new


@given(base=LINES, more=st.lists(st.tuples(st.integers(0, 400), st.integers(1, 12)), max_size=6))
def test_hunks_of_long_and_uniform_versions(base: list[bytes], more: list[tuple[int, int]]) -> None:
    old = base * 20
    new = [*old]
    for place, count in more:
        del new[place : place + count]
        new[place:place] = [b"new\n", *base[:count]]
    assert apply(b"".join(old), b"".join(new)) == b"".join(new)


@settings(max_examples=200 if IS_LONG else 25)
@given(old=VERSIONS, new=VERSIONS)
def test_a_diff_can_be_applied(
    old: bytes, new: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("diff")
    # An empty file is one that git would make, or remove.
    old, new = b"# top\n" + old, b"# top\n" + new
    diff = "".join(format_diff("f.toml", old, new))
    assert (patch(folder, "f.toml", old, diff) if diff else old) == new


@pytest.mark.parametrize(
    "name", ["plain.toml", "two words.toml", 'a "quoted".toml', "tab\there.toml", "é 中.toml"]
)
def test_a_diff_names_the_file(name: str, tmp_path: Path) -> None:
    diff = "".join(format_diff(name, b"a\n", b"b\n"))
    assert patch(tmp_path, name, b"a\n", diff) == b"b\n"


def test_new_tables_begin_with_the_blank_line_before_them() -> None:
    old = b"[a]\nx = 1\n\n[b]\nx = 2\n"
    assert "".join(format_diff("f", old, old.replace(b"[b]", b"[n]\nx = 9\n\n[b]"))) == (
        "--- f\n+++ f\n@@ -1,5 +1,8 @@\n [a]\n x = 1\n+\n+[n]\n+x = 9\n \n [b]\n x = 2\n"
    )


def test_a_line_end_that_is_missing_is_told() -> None:
    assert "".join(format_diff("f", b"a", b"a\nb")) == (
        "--- f\n+++ f\n@@ -1 +1,2 @@\n-a\n\\ No newline at end of file\n"
        "+a\n+b\n\\ No newline at end of file\n"
    )


def test_the_work_goes_with_the_length(monkeypatch: pytest.MonkeyPatch) -> None:
    pairs = 0
    compare = SequenceMatcher.find_longest_match

    def count(self: SequenceMatcher[bytes], *ranges: int) -> object:
        nonlocal pairs
        first, last, other_first, other_last = ranges
        pairs += (last - first) * (other_last - other_first)
        return compare(self, *ranges)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", count)
    fact = "\n[[t.i{0}.facts]]\nperiod = '{1}'\nvalue = {1}\nsource = 'a'\n"
    old, new = (
        "".join(
            f"\n[t.i{number}]\nlabel = 'I'\n"
            + "".join(fact.format(number, 2000 + year) for year in range(years))
            for number in range(200)
        ).encode()
        for years in (10, 20)
    )
    lines = split_lines(new)
    hunks = list(find_hunks(split_lines(old), lines))
    assert (len(hunks), sum(len(one.lines) for one in hunks)) == (200, 200 * 10 * 5)
    assert "".join(format_diff("f", old, new)).count("\n+") == 200 * 10 * 5 + 1
    assert pairs < len(lines)


def test_a_file_is_named_from_where_one_is(
    make_store: MakeStore, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_store("[town.homes]\nlabel = 'Homes'\n")
    table = path.parent / "new.csv"
    table.write_text("key,source,text\ntown.homes,gazette,Many\n", encoding="utf-8")
    monkeypatch.chdir(path.parent)
    near = run("import", str(table), "--dry-run", "--store", str(path)).out
    assert near.startswith("--- facts.toml\n+++ facts.toml\n")
    before = path.read_bytes()
    patched = patch(path.parent, "facts.toml", before, near)
    path.write_bytes(before)
    run("import", str(table), "--store", str(path))
    assert patched == path.read_bytes() != before
    (path.parent / "inner").mkdir()
    monkeypatch.chdir(path.parent / "inner")
    path.write_bytes(before)
    far = run("import", str(table), "--dry-run", "--store", str(path)).out
    assert far.startswith(f"--- {path}\n")
