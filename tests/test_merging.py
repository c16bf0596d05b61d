"""Merging: two changes of one file are both there afterwards, or there is no merged file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cqfacts.writing.merging import merge

BASE = b"schema = 1\n\n[a.b]\nlabel = 'B'\n\n[[a.b.facts]]\nvalue = 1\n\n[[a.b.facts]]\nvalue = 2\n"
FACT = b"\n[[a.b.facts]]\nvalue = 3\n"


@pytest.mark.parametrize(
    ("mine", "theirs", "merged"),
    [
        pytest.param(
            BASE.replace(b"1\n\n[[", b"7\n\n[["),
            BASE + FACT,
            BASE.replace(b"1\n\n[[", b"7\n\n[[") + FACT,
            id="changed-and-added",
        ),
        pytest.param(
            BASE + FACT,
            BASE + b"# end\n",
            BASE + b"# end\n" + FACT,
            id="added-and-a-comment-there",
        ),
        pytest.param(
            BASE + FACT.replace(b"3", b"4"),
            BASE + FACT,
            BASE + FACT + FACT.replace(b"3", b"4"),
            id="both-added",
        ),
        pytest.param(
            BASE.replace(b"= 2\n", b"= 2\nnote = 'x'\n"),
            BASE.replace(b"= 2\n", b"= 5\n"),
            None,
            id="one-fact",
        ),
        pytest.param(
            BASE.replace(b"'B'", b"'C'"),
            BASE.removesuffix(b"value = 2\n"),
            BASE.removesuffix(b"value = 2\n").replace(b"'B'", b"'C'"),
            id="removed-elsewhere",
        ),
    ],
)
def test_two_changes_are_both_there(mine: bytes, theirs: bytes, merged: bytes | None) -> None:
    assert merge(BASE, mine, theirs) == merged


NUMBERS = st.integers(0, 99)
TABLES = st.lists(st.lists(NUMBERS, min_size=1, max_size=4), min_size=2, max_size=6)


def write(tables: list[list[int]]) -> bytes:
    return "\n".join(
        f"[t{name}]\n" + "".join(f"k{line} = {number}\n" for line, number in enumerate(numbers))
        for name, numbers in enumerate(tables)
    ).encode()


@given(tables=TABLES, data=st.data())
def test_changes_of_two_tables_go_together_and_of_one_do_not(
    tables: list[list[int]], data: st.DataObject
) -> None:
    first, second = (data.draw(st.integers(0, len(tables) - 1)) for _ in range(2))
    changed = [[*one] for one in tables]
    changed[first] = [one + 100 for one in tables[first]]
    other = [[*one] for one in tables]
    other[second] = [one + 200 for one in tables[second]]
    both = [[*one] for one in changed]
    both[second] = other[second]
    merged = merge(write(tables), write(changed), write(other))
    assert merged == (None if first == second else write(both))
