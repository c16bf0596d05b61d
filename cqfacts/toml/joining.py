"""Joining: the tables of a file, put together from those of its sections.

A section that is parsed by itself cannot know what others declare. This holds each against those
before it, by the rules of TOML as tomli has them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, TypeAlias

    from .scanning import Name

    Place: TypeAlias = "tuple[dict[str, Any], _Mark]"
    """A table, and what is declared of it."""


class Joined:
    """The tables of the sections that were added, in the order of the file."""

    def __init__(self) -> None:
        self.tables: dict[str, Any] = {}
        self._root = _Mark()

    def add(
        self,
        name: Name,
        tables: Mapping[str, Any],
        list_keys: Callable[[], Iterable[Name]],
        *,
        is_list: bool,
    ) -> list[Name]:
        """Add a section of which tomli reads the tables, and return what of it is refused.

        That is each key that another section has already, or (), the name of no key, where it is
        the header and nothing of the section is added. `list_keys` gives the keys of the section
        in its order, as they are written; only where one may be dotted is it called.
        """
        home = self._open(name, is_list=is_list)
        if home is None:
            return [()]
        own = _find(tables, name)
        own = own[0] if type(own) is list else own
        kinds = {*map(type, own.values())}
        if kinds.isdisjoint((dict, list)) and home[0].keys().isdisjoint(own):
            home[0].update(own)
            return []
        keys = list_keys() if dict in kinds else [(key,) for key in own]
        opened: list[_Mark] = []
        refused = [key for key in keys if not self._put(home, key, _find(own, key), opened)]
        # Within its section a table with dotted keys may be opened as often as one likes.
        for mark in opened:
            mark.is_declared = True
        return refused

    def make_list(self, name: Name) -> bool:
        """Make the table of a header the first of a list. Return whether there is such a table."""
        parent = self._walk((self.tables, self._root), name[:-1])
        mark = parent and parent[1].inner.get(name[-1])
        if not parent or not mark or not mark.is_declared or mark.is_value:
            return False
        table = parent[0][name[-1]]
        if type(table) is not dict:
            return False
        parent[0][name[-1]] = [table]
        return True

    def _open(self, name: Name, *, is_list: bool) -> Place | None:
        """Declare what a header opens, and return its place, None where it must not be opened."""
        if not name:
            return self.tables, self._root
        parent = self._walk((self.tables, self._root), name[:-1])
        if parent is None:
            return None
        table, mark = parent
        last = name[-1]
        known = mark.inner.get(last)
        if known and (known.is_value or (known.is_declared and not is_list)):
            return None
        if is_list:
            if type(table.setdefault(last, [])) is not list:
                return None
            table[last].append({})
            # The names below are free: they are of the new table now.
            own = mark.inner[last] = _Mark()
        else:
            own = mark.inner.setdefault(last, _Mark())
            if type(table.setdefault(last, {})) is not dict:
                return None
        own.is_declared = True
        return (table[last][-1] if is_list else table[last]), own

    def _put(self, home: Place, key: Name, value: object, opened: list[_Mark]) -> bool:
        """Put a value in its place. Return whether there is one that is free."""
        marks: list[_Mark] = []
        found = self._walk(home, key[:-1], marks)
        if found is None or key[-1] in found[0] or any(mark.is_declared for mark in marks):
            return False
        table, mark = found
        table[key[-1]] = value
        if isinstance(value, (dict, list)):
            mark.inner[key[-1]] = _Mark(is_value=True)
        opened += marks
        return True

    @staticmethod
    def _walk(place: Place, name: Name, passed: list[_Mark] | None = None) -> Place | None:
        """Return the table that a name leads to, made if need be, None where it leads elsewhere.

        In a list it is the last one. `passed` gets the marks on the way.
        """
        table, mark = place
        for part in name:
            mark = mark.inner.setdefault(part, _Mark())
            inner = table.setdefault(part, {})
            if type(inner) is list and not mark.is_value:
                inner = inner[-1]
            if type(inner) is not dict or mark.is_value:
                return None
            table = inner
            if passed is not None:
                passed.append(mark)
        return table, mark


class _Mark:
    """What is declared of a name: a header or dotted keys, a value, and names below it."""

    __slots__ = ("inner", "is_declared", "is_value")

    def __init__(self, *, is_value: bool = False) -> None:
        self.is_declared = False
        self.is_value = is_value
        self.inner: dict[str, _Mark] = {}


def _find(tables: Mapping[str, Any], key: Name) -> Any:  # noqa: ANN401 - any of TOML
    value: Any = tables
    for part in key:
        value = value[part]
    return value
