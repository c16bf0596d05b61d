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

COMMANDS = (
    "show",
    "compare",
    "chart",
    "get",
    "cite",
    "list",
    "search",
    "sources",
    "export",
    "check",
    "audit",
    "init",
    "add",
    "edit",
    "import",
    "index",
    "schema",
)
"""Their names, in the order they are shown."""

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
