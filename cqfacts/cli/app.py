"""The Typer application: the commands in the order they are shown."""

from __future__ import annotations

from typing import Annotated

import typer

from .check import check
from .compare import compare
from .get import get
from .list import list_
from .search import search
from .show import show
from .sources import sources
from .streams import write_output

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

app = typer.Typer(
    name="cqfacts",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
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


app.command("show")(show)
app.command("compare")(compare)
app.command("get")(get)
app.command("list")(list_)
app.command("search")(search)
app.command("sources")(sources)
app.command("check")(check)
