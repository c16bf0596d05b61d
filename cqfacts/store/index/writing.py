"""Writing the rows of an index, many at a time."""

from __future__ import annotations

import re
from zlib import crc32

from cqfacts.naming import fold, fold_all

from .schema import INSERTS, find_row_crc, pack, pack_summary

TYPE_CHECKING = False
if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from typing import Any

    from .summing import Sum

_BATCH = 500
_MOST_REMEMBERED = 100_000
_RUN = re.compile(r"[^\x00-\x40\x5b-\x60\x7b-\x7f]+")


class Writer:
    """Writes to an index. Rows wait until there are many."""

    def __init__(self, database: sqlite3.Connection, *, has_grams: bool) -> None:
        self._database = database
        self.has_grams = has_grams
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in INSERTS}
        self._grams_of = _GramsOf()

    def add(self, table: str, *row: Any) -> None:  # noqa: ANN401 - whatever a table holds
        """Add a row to a table."""
        self._rows[table].append(row)

    def add_sum(
        self, head: tuple[int, str, str, int], one: Sum, topic_names: Sequence[str]
    ) -> None:
        """Add what the index keeps of an indicator.

        `head` is its number, its key, its topic, and in how many pieces it is written;
        `topic_names` are folded.
        """
        number, key, _, _ = head
        summary = pack_summary(one.summary)
        row = (*head, one.problems, int(one.names_stranger))
        self.add("indicator", *row, summary, find_row_crc(row, summary))
        folded_names = [*map(fold, one.names)]
        written = fold(key)
        rows = self._rows
        rows["written"].append((written, number))
        folded = "\n".join([*folded_names, written, *topic_names, *fold_all(one.texts)])
        self.add("wording", number, folded.encode(), *_pack_words(one))
        rows["name"] += [(name, number) for name in dict.fromkeys(folded_names)]
        words = set("-".join(folded_names).split("-"))
        rows["word"] += [(word, number) for word in words]
        if self.has_grams:
            grams = set().union(*map(self._grams_of.__getitem__, set(find_runs(folded))))
            rows["gram"].append((number, " ".join(grams)))
        if number % _BATCH == 0:
            self.flush()

    def flush(self) -> None:
        """Write what has not been written."""
        for table, rows in self._rows.items():
            self._database.executemany(INSERTS[table], rows)
            rows.clear()


class _GramsOf(dict[str, list[str]]):
    """The grams of words. Most words are met again and again."""

    def __missing__(self, word: str) -> list[str]:
        if len(self) > _MOST_REMEMBERED:
            self.clear()
        self[word] = grams = find_grams(word)
        return grams


def find_runs(folded: str) -> list[str]:
    """Return the runs of letters in folded text. Digits and signs stand nearly everywhere."""
    return _RUN.findall(folded)


def find_grams(run: str) -> list[str]:
    """Return what the index finds a run by: two characters side by side, and the last one."""
    return [run[at : at + 2] for at in range(len(run))]


def _pack_words(one: Sum) -> tuple[bytes, int]:
    """Return the words of an indicator with their checksum."""
    packed = pack((list(one.names), list(one.texts)))
    return packed, crc32(packed)
