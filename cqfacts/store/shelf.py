"""Shelf: what a store reads tables from, before anything is built.

A `TableShelf` holds them in memory; the index answers the same questions from a file of its own.
"""

from __future__ import annotations

from typing import Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from cqfacts.diagnostics import Diagnostic

    from .records import Piece
    from .summary import Summary, Wording


class Shelf(Protocol):
    """Where a store finds tables. Whatever it returns is in store order."""

    keeps: int | None
    """How many indicators a store may keep built, None for all."""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files, in the order they are read."""

    @property
    def says_schema(self) -> bool:
        """Whether any file says which schema it is written in."""

    @property
    def source_ids(self) -> Collection[str]:
        """The ids of all sources."""

    @property
    def topic_names(self) -> Collection[str]:
        """The names of all topics."""

    @property
    def keys(self) -> Collection[str]:
        """The keys of all indicators."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems of the store itself and of its topics."""

    def said_of_store(self, key: str) -> str | None:
        """Return what the files first say of the store."""

    def source_pieces(self, source_id: str) -> Sequence[Piece]:
        """Return what the files say of a source, nothing where there is no such source."""

    def topic_pieces(self, name: str) -> Sequence[Piece]:
        """Return what the files say of a topic."""

    def pieces(self, key: str) -> Sequence[Piece]:
        """Return what the files say of an indicator, nothing where there is none."""

    def keys_of(self, topic: str) -> list[str]:
        """Return the keys of a topic's indicators."""

    def names(self, key: str) -> list[str]:
        """Return the names an indicator goes by, its own first."""

    def all_names(self) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield every key with the names its indicator goes by, its own first."""

    def find_names_starting(self, start: str) -> Iterator[tuple[str, str]]:
        """Yield the folded keys and names that start so, each with the key it is of."""

    def find_keys_written(self, folded: str) -> list[str]:
        """Return the keys that are written so, folded."""

    def find_keys_called(self, folded: str) -> list[str]:
        """Return the keys of indicators with this name, label or alias, folded."""

    def find_keys_with(self, words: Sequence[str], *, begun: bool = False) -> list[str]:
        """Return the keys of indicators whose names have the folded words (`has_words`)."""

    def find_keys_about(self, subject: str | None) -> list[str]:
        """Return the keys of indicators that name this subject, folded; None: that name none."""

    def find_keys_holding(self, words: Sequence[str]) -> Iterable[str]:
        """Return the keys of all indicators that may hold each of the folded words."""

    def find_topics_called(self, folded: str) -> list[str]:
        """Return the names of topics with this name, label or alias, folded."""

    def find_troubled(self, keys: Iterable[str]) -> list[str]:
        """Return those of the keys that may have problems."""

    def summary(self, key: str) -> Summary | None:
        """Return the summary of an indicator, None where it is not known beforehand."""

    def wording(self, key: str) -> Wording | None:
        """Return the words of an indicator, None where they are not known beforehand."""

    def facts_by_source(self) -> dict[str, int] | None:
        """Return how many facts each source states, None where it is not known beforehand."""
