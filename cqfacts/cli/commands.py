"""The commands: each the function of its name in the module of its name, loaded when asked for.

A name that Python keeps has an underscore behind it.
"""

from __future__ import annotations

from importlib import import_module

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from .parameters import Argument, Group, Option

GROUPS = {
    "Ask": ("show", "compare", "chart", "get", "cite"),
    "Find your way": ("list", "search", "sources"),
    "Write": ("init", "add", "import", "set", "remove", "rename", "move", "edit"),
    "Check": ("check", "audit"),
    "Share": ("export", "index", "schema"),
}
"""Their names by what a person wants, in the order they are shown."""

COMMANDS = tuple(name for names in GROUPS.values() for name in names)

OWN_OPTIONS = ("-h", "--help", "-V", "--version", "--install-completion", "--show-completion")
"""The options that need no command."""

MEANT = {
    **dict.fromkeys(("view", "cat", "print"), "show"),
    **dict.fromkeys(("plot", "graph", "draw"), "chart"),
    **dict.fromkeys(("diff", "vs"), "compare"),
    **dict.fromkeys(("value", "lookup"), "get"),
    **dict.fromkeys(("quote", "ref"), "cite"),
    **dict.fromkeys(("ls", "topics"), "list"),
    **dict.fromkeys(("find", "grep"), "search"),
    **dict.fromkeys(("lint", "validate", "verify"), "check"),
    **dict.fromkeys(("new", "create"), "init"),
    **dict.fromkeys(("rm", "delete", "del"), "remove"),
    **dict.fromkeys(("change", "update"), "set"),
    "mv": "move",
    "load": "import",
    "save": "export",
    "dump": "export",
    "help": "--help",
    "version": "--version",
}
"""What people type who know other programs, and what they want."""

# Python keeps this word for itself.
_MODULES = {"import": "import_"}


class Command(Record):
    """What a command does, and the arguments and options it has."""

    name: str
    run: Callable[..., int]
    parameters: tuple[Argument | Option | Group, ...]


def load_command(name: str) -> Command:
    """Load one of COMMANDS."""
    module = vars(import_module(f"{__package__}.{_MODULES.get(name, name)}"))
    # The command `list` is the function list_, so that it does not hide Python's.
    run = module.get(f"{name}_") or module[name]
    return Command(name=name, run=run, parameters=module["PARAMETERS"])
