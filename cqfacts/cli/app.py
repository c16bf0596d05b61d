"""The Typer application: the commands in the order they are shown."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from cqfacts.errors import UsageError
from cqfacts.suggestion import suggest

from .streams import write_output

# In the order they are shown. Each is the function of its name in the module of its name.
_COMMANDS = ("show", "compare", "get", "list", "search", "sources", "check", "schema")

_SETTINGS = {"help_option_names": ["-h", "--help"]}

_OVERVIEW = """\
cqfacts looks up figures: what the figure is, who says so, in which words, and how it compares.

Ask:
  cqfacts show nev                     every fact about new energy vehicles
  cqfacts compare gdp                  sources, years and targets against each other
  cqfacts compare nev autos.output     one indicator as a share of another
  cqfacts get nev                      the bare number, for a script
  cqfacts search land-sea              where something is mentioned

Find your way:
  cqfacts list                         every topic and indicator
  cqfacts sources                      the documents behind the facts
  cqfacts check                        the problems of a store
  cqfacts COMMAND --help               what a command can do
  cqfacts --install-completion         let the shell complete keys, topics and fields

The store is the one that ships with cqfacts, unless --store or CQFACTS_STORE names another.
"""


class LazyGroup(TyperGroup):
    """A group that loads a command when it is asked for: most runs need one of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - as in Typer
        """Return the names of all commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - as in Typer
        """Return a command, None where there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"cqfacts.cli.{cmd_name}")
        alone = typer.Typer(rich_markup_mode=None, add_completion=False)
        # The command `list` is the function list_: Python keeps the word.
        command = vars(module).get(f"{cmd_name}_") or vars(module)[cmd_name]
        alone.command(cmd_name, context_settings=_SETTINGS)(command)
        return typer.main.get_command(alone)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as in Typer
        """Return the command that the arguments name. Raises UsageError, naming a near one."""
        if args[0] not in _COMMANDS and not ctx.resilient_parsing:
            hint = suggest(args[0], _COMMANDS)
            raise UsageError(f"no command is called '{args[0]}'; {hint}")
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="cqfacts",
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


@app.callback(invoke_without_command=True)
def show_overview(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Print the version.", is_eager=True)
    ] = False,
) -> None:
    """Look up, compare and quote figures from a plain-text store of sourced facts.

    \b
    cqfacts show nev               every fact about new energy vehicles
    cqfacts compare gdp            sources, years and targets against each other
    cqfacts get nev                the bare number, for a script
    """
    if version:
        from cqfacts import __version__

        write_output([f"cqfacts {__version__}\n"])
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        write_output([_OVERVIEW])
