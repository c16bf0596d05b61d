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
    from typing import Any, NoReturn, TypeVar

    from typing_extensions import dataclass_transform

    R = TypeVar("R", bound="Record")
else:

    def dataclass_transform(**_: object) -> Callable[[type], type]:
        """Stand in for what only type checkers read."""
        return lambda kind: kind


_REQUIRED = object()
# Of so many records, making them quickly is worth what compiling takes; most runs make few.
_MANY = 200


class _Field:
    """What is said of a field beside its type."""

    __slots__ = ("compare", "default", "repr")

    def __init__(self, default: object, *, compare: bool, repr: bool) -> None:  # noqa: A002 - as in dataclasses
        self.default = default
        self.compare = compare
        self.repr = repr


def field(*, default: Any = _REQUIRED, compare: bool = True, repr: bool = True) -> Any:  # noqa: A002, ANN401 - as in dataclasses
    """Describe a field of a record, as `dataclasses.field` does."""
    return _Field(default, compare=compare, repr=repr)


class _Layout:
    """What a record class knows of its fields."""

    def __init__(self, kind: type, said: dict[str, Any]) -> None:
        told = {
            name: one if isinstance(one, _Field) else _Field(one, compare=True, repr=True)
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

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any]) -> RecordType:
        """Make a class of a class body."""
        names = tuple(namespace.get("__annotations__", ()))
        said = {one: namespace.pop(one, _REQUIRED) for one in names}
        made = super().__new__(cls, name, bases, {**namespace, "__slots__": names})
        if names:
            made.__layout__ = _Layout(made, said)
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


def replace(record: R, **changes: Any) -> R:  # noqa: ANN401 - whatever the fields hold
    """Return a record with some fields changed."""
    layout = type(record).__layout__
    values = layout.values_of(record) if len(layout.names) > 1 else [layout.values_of(record)]
    return type(record)(**{**dict(zip(layout.names, values, strict=True)), **changes})


def _rebuild(kind: type[R], values: dict[str, Any]) -> R:
    return kind(**values)
