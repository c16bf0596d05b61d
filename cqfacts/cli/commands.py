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

OVERVIEW = """\
cqfacts looks up figures: what the figure is, who says so, in which words, and how it compares.

Ask:
  cqfacts show nev                     every fact about new energy vehicles
  cqfacts compare gdp                  sources, years and targets against each other
  cqfacts compare nev autos.output     one indicator as a share of another
  cqfacts chart gdp                    the same as bars, or -o gdp.svg
  cqfacts get nev                      the bare number, for a script
  cqfacts cite gdp                     who says so, ready to be quoted
  cqfacts search land-sea              where something is mentioned

Find your way:
  cqfacts list                         every topic and indicator
  cqfacts sources                      the documents behind the facts
  cqfacts check                        the problems of a store
  cqfacts init                         a small store of your own
  cqfacts add gdp "up 5.3%" -p 2025    one fact more in it
  cqfacts import figures.csv           many facts at once
  cqfacts export -o facts.db           facts for other tools
  cqfacts edit gdp                     its place in your editor
  cqfacts COMMAND --help               what a command can do
  cqfacts --install-completion         let the shell complete keys, topics and fields

The store is the one that ships with cqfacts, unless --store or CQFACTS_STORE names another.
"""
"""What cqfacts says when it is called with no words at all."""

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
