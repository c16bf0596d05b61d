"""Help says all that there is to say, whatever Typer it is that lays it out."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import pytest

from cqfacts.cli.commands import COMMANDS, load_command
from cqfacts.cli.parameters import Argument, spell_out

if TYPE_CHECKING:
    from conftest import Run

    from cqfacts.cli.parameters import Option


def squeeze(text: str) -> str:
    """Return text without what depends on where its lines end."""
    return re.sub(r"\s+", "", text)


def list_words(parameter: Argument | Option) -> list[str]:
    """Return what help has to say of an argument or option."""
    words = [parameter.metavar or "", parameter.help]
    if isinstance(parameter, Argument):
        return [*words, "[required]"] if parameter.is_required else words
    default = [f"[default: {parameter.default}]"] if parameter.default else []
    return [*words, ", ".join(sorted(parameter.flags, key=len)), *default]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_every_example_argument_option_and_default(run: Run, name: str) -> None:
    result = run(name, "--help")
    command = load_command(name)
    described = (inspect.getdoc(command.run) or "").replace("\b\n", "").splitlines()
    wanted = [
        *described,
        *(word for one in spell_out(command.parameters) for word in list_words(one)),
    ]
    shown = squeeze(result.out)
    assert [word for word in wanted if squeeze(word) not in shown] == []
    assert len(described) > 3
    assert (result.err, result.status) == ("", 0)


def test_help_has_every_command_with_what_it_does(run: Run) -> None:
    result = run("--help")
    beginnings = [(name, (inspect.getdoc(load_command(name).run) or "")[:30]) for name in COMMANDS]
    missing = [
        name
        for name, begins in beginnings
        if not re.search(rf"^ *{name} +{re.escape(begins)}", result.out, re.MULTILINE)
    ]
    assert missing == []
    assert (result.err, result.status) == ("", 0)
