"""Completion asked for by a shell: the word it asks about, and the form it wants the offers in.

bash, zsh and fish are answered here, without Typer, whose scripts they run; what is unusual, and
every other shell, is left to Typer.
"""

from __future__ import annotations

import os

from .commands import COMMANDS, load_command
from .completion import Line, find_offers
from .parameters import Argument, Option, spell_out
from .streams import write_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .commands import Command
    from .completion import Offer

_VARIABLE = "_CQFACTS_COMPLETE"

_HELP = ("Show this message and exit.", ("-h", "--help"))
_QUOTES = frozenset("'\"\\")


def answer_shell() -> int | None:
    """Write what a shell is offered and return the exit status, None where Typer is to answer."""
    shell = os.environ[_VARIABLE].removeprefix("complete_")
    if shell not in _FORMS or (words := _split_line(shell)) is None:
        return None
    *args, incomplete = words
    if (offers := _find_offers(args, incomplete)) is None:
        return None
    pairs = [(one, "") if isinstance(one, str) else one for one in offers]
    if os.environ.get("_TYPER_COMPLETE_FISH_ACTION") == "is-args" and shell == "fish":
        return 0 if pairs else 1
    write_output([_FORMS[shell](pairs) + "\n"])
    return 0


def _split_line(shell: str) -> list[str] | None:
    """Return the words after the program's name, the last being the one that is asked about."""
    line = os.environ.get("COMP_WORDS" if shell == "bash" else "_TYPER_COMPLETE_ARGS", "")
    words = line.split()
    if _QUOTES & set(line) or not words:
        return None
    if shell == "bash":
        asked = os.environ.get("COMP_CWORD", "")
        if not asked.isdecimal() or not 0 < int(asked) <= len(words):
            return None
        return [*words, ""][1 : int(asked) + 1]
    return words[1:] if len(words) > 1 and not line.endswith(" ") else [*words[1:], ""]


def _find_offers(args: Sequence[str], incomplete: str) -> list[Offer] | None:
    is_flag = incomplete.startswith("-")
    if "=" in incomplete or "--" in args or (is_flag and not args):
        return None
    if not args:
        return list(_offer_commands(incomplete))
    return _find_offers_of(args[0], args[1:], incomplete) if args[0] in COMMANDS else None


def _find_offers_of(name: str, args: Sequence[str], incomplete: str) -> list[Offer] | None:
    """Return what is offered after a command and these words."""
    command = load_command(name)
    spelled = list(spell_out(command.parameters))
    options = {flag: one for one in spelled if isinstance(one, Option) for flag in one.flags}
    values: dict[str, list[str]] = {}
    asked: Argument | Option | None = next((p for p in spelled if isinstance(p, Argument)), None)
    rest = iter(args)
    for word in rest:
        if not word.startswith("-") or word == "-":
            asked = asked if isinstance(asked, Argument) and asked.is_many else None
        elif (option := options.get(word)) is None:
            return None
        elif option.is_switch:
            values[option.name] = []
        elif (value := next(rest, None)) is not None:
            if value.startswith("-"):
                return None
            values.setdefault(option.name, []).append(value)
        else:
            # The option's own value is what is being typed.
            return _offer_values(option, command, values, incomplete)
    if incomplete.startswith("-"):
        return list(_offer_flags(options, values, incomplete))
    return _offer_values(asked, command, values, incomplete)


def _offer_commands(incomplete: str) -> Iterator[Offer]:
    for name in COMMANDS:
        if name.startswith(incomplete):
            summary = (load_command(name).run.__doc__ or "").partition("\n")[0]
            yield name, summary


def _offer_flags(
    options: dict[str, Option], values: dict[str, list[str]], incomplete: str
) -> Iterator[Offer]:
    for flag, option in options.items():
        if flag.startswith(incomplete) and (option.is_many or option.name not in values):
            yield flag, option.help
    meaning, flags = _HELP
    yield from ((flag, meaning) for flag in flags if flag.startswith(incomplete))


def _offer_values(
    asked: Argument | Option | None,
    command: Command,
    values: dict[str, list[str]],
    incomplete: str,
) -> list[Offer]:
    if asked is None or asked.complete is None:
        return []
    return list(find_offers(asked.complete, Line(command=command.name, values=values), incomplete))


def _write_for_bash(pairs: list[tuple[str, str]]) -> str:
    return "\n".join(word for word, _ in pairs)


def _write_for_fish(pairs: list[tuple[str, str]]) -> str:
    return "\n".join(f"{word}\t{meaning}" if meaning else word for word, meaning in pairs)


def _write_for_zsh(pairs: list[tuple[str, str]]) -> str:
    if not pairs:
        return "_files"
    quoted = [
        f'"{_escape(word)}":"{_escape(meaning)}"' if meaning else f'"{_escape(word)}"'
        for word, meaning in pairs
    ]
    return "_arguments '*: :((" + "\n".join(quoted) + "))'"


def _escape(text: str) -> str:
    """Escape what zsh would take for its own within the specification it evaluates."""
    for character, written in (
        ('"', '""'),
        ("'", "''"),
        ("$", "\\$"),
        ("`", "\\`"),
        (":", "\\\\:"),
    ):
        text = text.replace(character, written)
    return text


_FORMS = {"bash": _write_for_bash, "zsh": _write_for_zsh, "fish": _write_for_fish}
