"""The Typer application: it explains, refuses, and completes, and reads what is not plain."""

from __future__ import annotations

import inspect
from functools import wraps
from typing import Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from cqfacts.errors import UsageError
from cqfacts.suggestion import suggest

from .commands import COMMANDS, GROUPS, MEANT, load_command
from .completion import Line, find_offers
from .parameters import Argument, Group, bind, spell_out
from .streams import write_output, write_overview

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .commands import Command
    from .completion import Offer
    from .parameters import Option

# What all refusals of Typer's have in common: TyperException, which has that name since 0.28.
_REFUSAL: type[Exception] = next(
    one for one in typer.BadParameter.__mro__ if one.__base__ is Exception
)
# Its text is never markup; Typer draws its panels with it.
_MARKUP: Literal["rich"] = "rich"
_SETTINGS = {"help_option_names": ["-h", "--help"]}


def run_application(args: Sequence[str]) -> int:
    """Run the command that the arguments name. Raises UsageError and KeyboardInterrupt."""
    try:
        status = app(args=list(args), prog_name="cqfacts", standalone_mode=False)
    except typer.Abort as error:
        raise KeyboardInterrupt from error
    except _REFUSAL as error:
        raise _to_usage_error(error) from error
    except SystemExit as error:
        # Typer ends so when a closed pipe stops its own output, such as help.
        if isinstance(error.__context__, BrokenPipeError):
            raise error.__context__ from None
        raise
    return status if isinstance(status, int) else 0


class LazyGroup(TyperGroup):
    """A group that loads a command when it is asked for: most runs need one of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - as in Typer
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - as in Typer
        """Return a command, None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        alone = typer.Typer(rich_markup_mode=_MARKUP, add_completion=False)
        command = _to_typer(load_command(cmd_name))
        alone.command(
            cmd_name,
            help=_show_docstring(command),
            rich_help_panel=next(title for title, names in GROUPS.items() if cmd_name in names),
            context_settings=_SETTINGS,
        )(command)
        return typer.main.get_command(alone)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - as in Typer
        """Return the command that the arguments name. Raises UsageError, naming a near one."""
        if args[0] not in COMMANDS and not ctx.resilient_parsing:
            meant = MEANT.get(args[0].lower())
            hint = f"did you mean '{meant}'?" if meant else suggest(args[0], COMMANDS)
            raise UsageError(f"no command is called '{args[0]}'", hint)
        return super().resolve_command(ctx, args)


app = typer.Typer(
    name="cqfacts",
    cls=LazyGroup,
    rich_markup_mode=_MARKUP,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


@app.callback(
    invoke_without_command=True,
    help="""Look up, compare and quote figures from a plain-text store of sourced facts.

cqfacts show nev               every fact about new energy vehicles
cqfacts compare gdp            sources, years and targets against each other
cqfacts get nev                the bare number, for a script""",
)
def show_overview(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", "-V", help="Print the version.", is_eager=True)
    ] = False,
) -> None:
    """Print the version, or the start screen where no command is named."""
    if version:
        from cqfacts import __version__

        write_output([f"cqfacts {__version__}\n"])
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        write_overview()


def _to_typer(command: Command) -> Callable[..., int]:
    """Return a command in whose signature every argument and option is spelled out for Typer."""

    @wraps(command.run)
    def spelled(**values: Any) -> int:  # noqa: ANN401 - whatever the options hold
        return command.run(**bind(command.parameters, values))

    described = [
        _describe(one, parameter.title if isinstance(parameter, Group) else None)
        for parameter in command.parameters
        for one in spell_out([parameter])
    ]
    spelled.__signature__ = inspect.Signature(described, return_annotation=int)  # type: ignore[attr-defined]
    spelled.__annotations__ = {one.name: one.annotation for one in described}
    return spelled


def _show_docstring(command: Callable[..., int]) -> str:
    """Return what a command does as help shows it: examples as they are, and nothing as markup."""
    return _escape((inspect.getdoc(command) or "").replace("\b\n", ""))


def _describe(one: Argument | Option, panel: str | None) -> inspect.Parameter:
    complete = _complete_by(one.complete) if one.complete else None
    kind: Any
    told: Any
    if isinstance(one, Argument):
        kind = list[str] if one.is_many else str
        default: Any = inspect.Parameter.empty if one.is_required else None
        told = typer.Argument(
            metavar=one.metavar,
            help=_escape(one.help),
            autocompletion=complete,
            show_default=False,
        )
    else:
        kind = bool if one.is_switch else list[str] if one.is_many else str
        default = False if one.is_switch else one.default
        told = typer.Option(
            *one.flags,
            metavar=one.metavar,
            help=_escape(one.help),
            rich_help_panel=panel,
            autocompletion=complete,
            show_default=one.default is not None,
        )
    wanted = kind | None if default is None else kind
    return inspect.Parameter(
        one.name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[wanted, told],
    )


def _complete_by(name: str) -> Callable[..., list[Any]]:
    def complete(ctx: typer.Context, incomplete: str) -> list[Any]:
        line = Line(command=ctx.info_name or "", values=ctx.params)
        return [_spell_out(offer) for offer in find_offers(name, line, incomplete)]

    # Typer looks for the context by its type.
    complete.__annotations__["ctx"] = typer.Context
    return complete


def _spell_out(offer: Offer) -> Offer:
    """Return an offer whose meaning Typer, which reads it as markup of Rich, shows as it is."""
    if isinstance(offer, str):
        return offer
    word, meaning = offer
    # A tag without effect keeps the codes of emoji apart.
    return word, _escape(meaning).replace(":", ":[none][/none]")


def _escape(text: str) -> str:
    """Return text that Rich, which is loaded where there is a need, does not read as markup."""
    if "[" not in text:
        return text
    from rich.markup import escape

    return escape(text)


def _to_usage_error(error: Any) -> UsageError:  # noqa: ANN401 - of a class that has two names
    """Return a usage error of Typer's in the form of cqfacts' own."""
    option = getattr(error, "option_name", None) or ""
    if option[1:2].isdigit():
        # No option is a number, and words such as -3.2% may begin with one.
        problem = f"'{option}' is read as an option"
        return UsageError(problem, "put -- before words that begin with a hyphen")
    near = getattr(error, "possibilities", None)
    message = error.message if near else error.format_message()
    message = " ".join(message.split()).rstrip(".?")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "cqfacts"
    guess = f"did you mean {' or '.join(sorted(near))}? " if near else ""
    problem = message[:1].lower() + message[1:]
    return UsageError(problem, f"{guess}'{command} --help' shows what there is")
