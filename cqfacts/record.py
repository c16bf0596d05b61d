"""Record: the base of all records, which are frozen, slotted and made by keyword.

They are what dataclasses with these three properties are, at a small part of their cost when a
module is loaded: nothing is compiled before it is worth it, and neither `dataclasses` nor `typing`
is imported.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Literal, NoReturn, TypeVar

    from typing_extensions import dataclass_transform

    R = TypeVar("R", bound="Record")
    Kind = Literal[
        "", "text", "prose", "sign", "choice", "period", "day", "flag", "number", "texts", "ids"
    ]
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        """Stand in for what only type checkers read."""
        return lambda kind: kind


_REQUIRED = object()
# Of so many records, making them quickly is worth what compiling takes; most runs make few.
_MANY = 200

FULL, COLUMNS, NOWHERE = 100, 200, 300
"""Where the places begin of fields that only full records have, only Parquet, and neither."""


class Field:
    """A field of a record.

    One with a `kind` is a column wherever records are exported, and one with a `description` is
    also a key of the store format, read as its kind says: `text` has a word in it, `prose` too, but
    hardly ever comes again; a `sign` is any that can be seen; `texts` and `ids` are lists of them.
    `at` is its place in the flat record of a fact, or beyond it, and `flat` its name there;
    `column` is its name in a table of its own kind of record. Both are its own `name` unless
    declared. `of_figure` says that a fact without a figure has none.
    """

    kind: Kind = ""
    description = name = owner = column = flat = of = attribute = ""
    default: object = _REQUIRED
    compare = repr = True
    of_figure = False
    choices: tuple[str, ...] = ()
    at = NOWHERE

    def __init__(self, **declared: object) -> None:
        vars(self).update(declared)

    def bind(self, owner: str, name: str) -> None:
        """Make it the field of this name of a class."""
        self.owner = owner
        self.name = name
        self.column = self.column or name
        self.flat = self.flat or self.column
        self.attribute = self.attribute or name

    @property
    def is_needed(self) -> bool:
        """Whether there always is a value."""
        return self.default is not None and not self.of_figure


class Part(Field):
    """What a record has by another: the `attribute` of its `of`, None where it has no such."""

    def __get__(self, record: object, kind: type | None = None) -> Any:  # noqa: ANN401 - any field
        if record is None:
            return self
        whole = getattr(record, self.of)
        return None if whole is None else getattr(whole, self.attribute)


def field(kind: Kind = "", description: str = "", **declared: Any) -> Any:  # noqa: ANN401 - as in dataclasses
    """Declare a field of a record, as `dataclasses.field` does. See Field."""
    return Field(kind=kind, description=description, **declared)


def part(kind: Kind, description: str = "", *, of: str, **declared: Any) -> Any:  # noqa: ANN401 - any field
    """Declare what a record has by another, and is written as if it were its own. See Field."""
    return Part(kind=kind, description=description, of=of, default=None, **declared)


class _Layout:
    """What a record class knows of its fields."""

    def __init__(self, kind: type, said: dict[str, Any]) -> None:
        told = {
            name: one if isinstance(one, Field) else Field(default=one)
            for name, one in said.items()
        }
        self.names = tuple(told)
        self.shown = tuple(name for name, one in told.items() if one.repr)
        self.defaults = {
            name: one.default for name, one in told.items() if one.default is not _REQUIRED
        }
        # A slot is set past the class, whose records refuse it.
        self.setters = tuple((name, vars(kind)[name].__set__) for name in told)
        self.essence_of = attrgetter(*(name for name, one in told.items() if one.compare))
        self.values_of = attrgetter(*self.names)
        self.is_checked = hasattr(kind, "__post_init__")
        self.made = 0

    def compile_init(self) -> Callable[..., None]:
        """Return an `__init__` as a dataclass has it, compiled, which is quicker to call."""
        known = {f"set_{name}": set_value for name, set_value in self.setters}
        known |= {f"default_{name}": default for name, default in self.defaults.items()}
        asked = [f"{n}=default_{n}" if n in self.defaults else n for n in self.names]
        lines = [f"def __init__(self, *, {', '.join(asked)}):"]
        lines += [f"    set_{name}(self, {name})" for name in self.names]
        if self.is_checked:
            lines.append("    self.__post_init__()")
        exec("\n".join(lines), known)  # noqa: S102 - of the names of a class body
        return known["__init__"]  # type: ignore[no-any-return]


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class RecordType(type):
    """The class of record classes: every annotated name of a class body becomes a field."""

    __layout__: _Layout
    __fields__: dict[str, Field]

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> RecordType:
        """Make a class of a class body."""
        names = tuple(namespace.get("__annotations__", ()))
        declared = {
            one: value
            for one, value in namespace.items()
            if isinstance(value, Field) and value.kind
        }
        said = {one: namespace.pop(one, _REQUIRED) for one in names}
        made = super().__new__(cls, name, bases, {**namespace, "__slots__": names})
        if names:
            made.__layout__ = _Layout(made, said)
            made.__fields__ = declared
            for one, said_of in declared.items():
                said_of.bind(name, one)
        return made


class Record(metaclass=RecordType):
    """A record: equal to those of its class whose compared fields are equal.

    A class may have a `__post_init__` that raises ValueError.
    """

    def __init__(self, **values: Any) -> None:  # noqa: ANN401 - whatever the fields hold
        layout = type(self).__layout__
        layout.made += 1
        if layout.made == _MANY:
            type(self).__init__ = layout.compile_init()  # type: ignore[method-assign]
        given = {**layout.defaults, **values}
        try:
            for name, set_value in layout.setters:
                set_value(self, given[name])
        except KeyError as error:
            raise TypeError(f"{type(self).__name__} lacks the field {error}") from None
        if len(given) > len(layout.names):
            unknown = next(name for name in given if name not in layout.names)
            raise TypeError(f"{type(self).__name__} has no field {unknown!r}")
        if layout.is_checked:
            self.__post_init__()  # type: ignore[attr-defined]

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen; use replace(…, {name}=…)")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return bool(
            type(self).__layout__.essence_of(self) == type(self).__layout__.essence_of(other)
        )

    def __hash__(self) -> int:
        return hash(type(self).__layout__.essence_of(self))

    def __repr__(self) -> str:
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in type(self).__layout__.shown)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (
            type(self),
            {name: getattr(self, name) for name in type(self).__layout__.names},
        )


def fields_of(kind: type[Record]) -> dict[str, Field]:
    """Return the fields of a record class that have a kind, by their names, in order."""
    return kind.__fields__


def keys_of(kind: type[Record]) -> dict[str, Field]:
    """Return those that are keys of the store format."""
    return {name: one for name, one in kind.__fields__.items() if one.description}


def replace(record: R, **changes: Any) -> R:  # noqa: ANN401 - whatever the fields hold
    """Return a record with some fields changed."""
    layout = type(record).__layout__
    values = layout.values_of(record) if len(layout.names) > 1 else [layout.values_of(record)]
    return type(record)(**{**dict(zip(layout.names, values, strict=True)), **changes})


def _rebuild(kind: type[R], values: dict[str, Any]) -> R:
    return kind(**values)
