"""Writing the rows of an index, many at a time."""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from functools import partial

from cqfacts.naming import fold, fold_all

from .blocks import pack_numbers, write_blocks
from .schema import (
    INSERTS,
    KINDS,
    ORDER_BITS,
    PIECE_KEY,
    find_body_crc,
    find_row_crc,
    pack,
    pack_summary,
)

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

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in INSERTS}
        self._grams_of = _GramsOf()
        self._grams: dict[str, array[int]] = defaultdict(partial(array, "I"))

    def add(self, table: str, *row: Any) -> None:  # noqa: ANN401 - whatever a table holds
        """Add a row to a table."""
        self._rows[table].append(row)

    def add_sum(
        self, head: tuple[int, str, str, int], one: Sum, topic_names: Sequence[str]
    ) -> None:
        """Add what the index keeps of an indicator.

        `head` is its number, its key, its topic, and in how many pieces it is written;
        `topic_names` are folded. Of what is folded already the grams are to be added.
        """
        number, key, _, _ = head
        summary = pack_summary(one.summary)
        row = (*head, one.problems, int(one.names_stranger))
        self.add("indicator", *row, summary, find_row_crc(row, summary))
        written = fold(key)
        if one.folded is None:
            names = [*map(fold, one.names)]
            text = "\n".join([*names, written, *topic_names, *fold_all(one.texts)])
            folded = text.encode()
            for gram in set().union(*map(self._grams_of.__getitem__, {*find_runs(text)})):
                self._grams[gram].append(number)
        else:
            folded = one.folded
            names = folded.decode().split("\n")[: len(one.names)]
        words = pack((list(one.names), list(one.texts), one.subject))
        crcs = find_body_crc(number, folded), find_body_crc(number, words)
        self.add("wording", number, folded, crcs[0], words, crcs[1])
        entries = self._rows["entry"]
        entries += [(KINDS["key"] + key, number), (KINDS["written"] + written, number)]
        entries += [
            (KINDS["name"] + name, number << ORDER_BITS | min(order, (1 << ORDER_BITS) - 1))
            for order, name in enumerate(dict.fromkeys(names))
        ]
        entries += [(KINDS["word"] + word, number) for word in {*"-".join(names).split("-")}]
        if one.subject is not None:
            entries.append((KINDS["subject"] + fold(one.subject), number))
        if number % _BATCH == 0:
            self.flush()

    def add_gram(self, gram: str, numbers: Sequence[int]) -> None:
        """Add indicators that have a gram."""
        if numbers:
            self._grams[gram].extend(numbers)

    def finish(self) -> None:
        """Write what has not been written, and what can only be written when all is known."""
        for number, (gram, indicators) in enumerate(self._grams.items(), 1):
            packed = pack_numbers(indicators)
            self.add("gram", number, packed, find_body_crc(number, packed))
            self.add("entry", KINDS["gram"] + gram, number)
        self.flush()
        rows = self._database.execute("SELECT text, value FROM entry ORDER BY text, value")
        write_blocks(self._database, rows)
        self._database.execute("DROP TABLE entry")
        self._database.execute(PIECE_KEY)

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
