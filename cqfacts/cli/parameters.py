"""Parameters: the arguments and options of commands as data, each defined once.

Typer is given them by `application`, and `plainly` reads well-formed command lines by them.
"""

from __future__ import annotations

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any


class Argument(Record):
    """What stands on a command line by itself. `complete` names a function of `completion`."""

    name: str
    metavar: str
    help: str
    is_many: bool = False
    is_required: bool = True
    complete: str | None = None


class Option(Record):
    """What follows a flag, or with `is_switch` the flag alone.

    `default` is the value of an option that is not given; one that `is_many` may be repeated, and
    then is a list, None where it is not given.
    """

    name: str
    flags: tuple[str, ...]
    help: str
    metavar: str | None = None
    is_switch: bool = False
    is_many: bool = False
    default: str | None = None
    complete: str | None = None


def argument(name: str, spelled: str, text: str, *, complete: str | None = None) -> Argument:
    """Return an argument as usage spells it: `TERM...` may be repeated, `[PATH]` left out."""
    return Argument(
        name=name,
        metavar=spelled.strip("[]."),
        help=text,
        is_many=spelled.endswith("..."),
        is_required=not spelled.startswith("["),
        complete=complete,
    )


def option(
    spelled: str,
    text: str,
    *,
    default: str | None = None,
    complete: str | None = None,
    name: str | None = None,
) -> Option:
    """Return an option as usage spells it: `--store -s PATH...` may be repeated.

    One without a metavar (`--force`) is a switch. Its name is its long flag, unless another is
    given.
    """
    words = spelled.split()
    is_switch = words[-1][0] == "-"
    flags = tuple(words if is_switch else words[:-1])
    return Option(
        name=name or max(flags, key=len).strip("-").replace("-", "_"),
        flags=flags,
        help=text,
        metavar=None if is_switch else words[-1].strip("."),
        is_switch=is_switch,
        is_many=spelled.endswith("..."),
        default=default,
        complete=complete,
    )


class Group(Record):
    """Options that a command takes as one parameter: a record of `kind`.

    Help shows them under a `title`.
    """

    name: str
    title: str
    kind: type[Record]
    options: tuple[Option, ...]


def spell_out(parameters: Sequence[Argument | Option | Group]) -> Iterator[Argument | Option]:
    """Yield all arguments and options, those of groups one by one."""
    for parameter in parameters:
        if isinstance(parameter, Group):
            yield from parameter.options
        else:
            yield parameter


def bind(
    parameters: Sequence[Argument | Option | Group], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what a command is called with, from the values of all arguments and options."""
    bound: dict[str, Any] = {}
    for parameter in parameters:
        if isinstance(parameter, Group):
            given = {option.name: values[option.name] for option in parameter.options}
            bound[parameter.name] = parameter.kind(**given)
        else:
            bound[parameter.name] = values[parameter.name]
    return bound
