"""Help says all that there is to say, whatever Typer it is that lays it out."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

import pytest

from cqfacts.cli.commands import COMMANDS, GROUPS, MEANT, OWN_OPTIONS, load_command
from cqfacts.cli.parameters import Argument, spell_out

if TYPE_CHECKING:
    from conftest import Run

    from cqfacts.cli.parameters import Option


def squeeze(text: str) -> str:
    """Return text without what depends on where its lines end."""
    return re.sub(r"[\s│]+", "", text)


def list_words(parameter: Argument | Option) -> list[str]:
    """Return what help has to say of an argument or option."""
    words = [parameter.metavar or "", parameter.help]
    if isinstance(parameter, Argument):
        return [*words, "[required]"] if parameter.is_required else words
    default = [f"[default: {parameter.default}]"] if parameter.default else []
    return [*words, *parameter.flags, *default]


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
        if not re.search(rf"^[│ ]*{name} +{re.escape(begins)}", result.out, re.MULTILINE)
    ]
    assert missing == []
    assert (result.err, result.status) == ("", 0)


def test_help_is_in_groups_and_none_is_cut_off(run: Run) -> None:
    out = run("--help").out
    titles = re.findall("─ ([A-Z][a-z ]+) ─", out)
    assert titles == ["Options", *GROUPS]
    assert "…" not in out
    assert "..." not in out.replace("[ARGS]...", "")
    titles = re.findall("─ ([A-Z][a-z ]+) ─", run("compare", "--help").out)
    assert titles == ["Arguments", "Options", "Which facts", "How they are written"]


def test_what_other_programs_call_it_leads_to_the_command(run: Run) -> None:
    assert set(MEANT.values()) <= {*COMMANDS, *OWN_OPTIONS}
    assert not set(MEANT) & set(COMMANDS)
    for word, meant in MEANT.items():
        said = f"cqfacts: no command is called '{word}'; did you mean '{meant}'?\n"
        assert (run(word, "gdp").err, run(word).status) == (said, 2)


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("-p 2025 get nev", "get nev -p 2025"),
        ("--period=2025 -m level get nev", "get nev -p 2025 -m level"),
        ("-f json --no-header show nev", "show nev -f json --no-header"),
        ("-p 2025 get -- nev", "get -p 2025 -- nev"),
        ("--of get show nev", "show nev --of get"),
        ("--version show", "--version"),
        ("-h", "--help"),
    ],
)
def test_an_option_before_the_command_is_understood(run: Run, line: str, same: str) -> None:
    assert run(*line.split()) == run(*same.split())


def test_an_option_before_a_command_that_has_none_such_is_explained(run: Run) -> None:
    result = run("--json", "get", "nev")
    assert result.err.startswith("cqfacts: no such option: --json;")
    assert result.err.endswith("'cqfacts get --help' shows what there is\n")
    assert result.status == 2
