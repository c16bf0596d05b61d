"""Command lines read plainly: those that leave no question, without Typer.

Whatever is not as simple as it can be (help, a slip, an unusual form) is left to Typer, so that
there is one place that explains and refuses.
"""

from __future__ import annotations

from .commands import COMMANDS, OWN_OPTIONS, load_command
from .parameters import Argument, Option, spell_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
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


def put_command_first(words: Sequence[str]) -> Sequence[str]:
    """Return a command line with the options that stand before the command at its end.

    Where no command has these options, the first that is named is there to refuse them; options of
    no command (`--version`) stay where they are.
    """
    places = [place for place, word in enumerate(words) if word in COMMANDS]
    if not places or words[0] in OWN_OPTIONS:
        return words
    place = next(
        (one for one in places if _are_options(words[:one], load_command(words[one]).parameters)),
        places[0],
    )
    rest, options = words[place + 1 :], words[:place]
    # Behind a `--` options would be words.
    end = rest.index("--") if "--" in rest else len(rest)
    return [words[place], *rest[:end], *options, *rest[end:]]


def _are_options(words: Sequence[str], parameters: Sequence[Argument | Option | Group]) -> bool:
    """Whether words are options of a command, each with its value."""
    options = {
        flag: one for one in spell_out(parameters) if isinstance(one, Option) for flag in one.flags
    }
    rest = iter(words)
    for word in rest:
        flag, equals, _ = word.partition("=")
        option = options.get(flag)
        if option is None:
            return False
        if not option.is_switch and not equals and next(rest, None) is None:
            return False
    return True


def _place(
    words: list[str], spelled: Sequence[Argument | Option], values: dict[str, Any]
) -> dict[str, Any] | None:
    """Give each argument its word, and the last the rest if it may be repeated.

    None where a word is missing, or left over.
    """
    rest = words
    for argument in spelled:
        if not isinstance(argument, Argument):
            continue
        if argument.is_required and not rest:
            return None
        if argument.is_many:
            values[argument.name], rest = rest or None, []
        else:
            values[argument.name], rest = (rest[0] if rest else None), rest[1:]
    return None if rest else values
