"""Command lines read plainly: those that leave no question, without Typer.

Whatever is not as simple as it can be (help, a slip, an unusual form) is left to Typer, so that
there is one place that explains and refuses.
"""

from __future__ import annotations

from .parameters import Argument, Option, spell_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from .parameters import Group


def read_plainly(
    args: Sequence[str], parameters: Sequence[Argument | Option | Group]
) -> dict[str, Any] | None:
    """Return the values of all parameters, None where Typer is to read the line."""
    spelled = list(spell_out(parameters))
    options = {flag: one for one in spelled if isinstance(one, Option) for flag in one.flags}
    values: dict[str, Any] = {
        one.name: (False if one.is_switch else one.default)
        for one in spelled
        if isinstance(one, Option)
    }
    words: list[str] = []
    given: set[str] = set()
    rest = iter(args)
    for word in rest:
        if not word.startswith("-") or word == "-":
            words.append(word)
            continue
        flag, equals, value = word.partition("=")
        option = options.get(flag)
        if option is None or (equals and (option.is_switch or not flag.startswith("--"))):
            return None
        if option.name in given and not option.is_many:
            return None
        given.add(option.name)
        if option.is_switch:
            values[option.name] = True
            continue
        taken = value if equals else next(rest, "-")
        if taken.startswith("-"):
            return None
        values[option.name] = [*(values[option.name] or []), taken] if option.is_many else taken
    return _place(words, spelled, values)


def _place(
    words: list[str], spelled: Sequence[Argument | Option], values: dict[str, Any]
) -> dict[str, Any] | None:
    """Give the words to the one argument that a command has, None where they do not fit."""
    arguments: Iterator[Argument] = (one for one in spelled if isinstance(one, Argument))
    for argument in arguments:
        if (argument.is_required and not words) or (len(words) > 1 and not argument.is_many):
            return None
        if argument.is_many:
            values[argument.name] = words or None
        else:
            values[argument.name] = words[0] if words else None
        return values
    return None if words else values
