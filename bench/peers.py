"""Other programs that can look a figure up: what each reads, and how it is asked."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from formats import write_csv, write_journal, write_json, write_rec, write_sqlite
from made_up import LATEST, LATEST_SOURCE
from stores import write_store

from cqfacts import AmountError, parse_amount

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

_READER = str(Path(__file__).with_name("read_toml.py"))
# What is asked of a fact besides its key, in the order of the names of an account.
_TESTS = {
    "measure": "level",
    "status": "actual",
    "source": LATEST_SOURCE,
    "period": str(LATEST),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A program, how it is installed, and how it is asked for the latest level of a key.

    `ask` gives its arguments from a key and a file; `reads` names that file.
    """

    name: str
    install: str
    reads: str
    write: Callable[[Path, int], None]
    ask: Callable[[str, str], list[str]]

    def find(self) -> str | None:
        """Return where the program is, or None."""
        return sys.executable if self.name == "tomli" else shutil.which(self.name)

    def show(self) -> str:
        """Return how the program is asked, as one would type it."""
        program = "python" if self.name == "tomli" else self.name
        words = [program, *self.ask("KEY", f"facts.{self.reads}")]
        return " ".join(map(_quote, words)).replace(_READER, f"bench/{Path(_READER).name}")

    def find_version(self) -> str:
        """Return what the program says its version is."""
        told = subprocess.run(  # noqa: S603 - a program of this list
            [self.name, "--version"], capture_output=True, text=True, check=False
        )
        found = re.search(r"\d+(\.\d+)+|(?<=jq-)\d\S*", told.stdout)
        return found[0] if found else "?"


def _quote(word: str) -> str:
    """Return a word as a shell reads it, in the quotes that it does not hold itself."""
    return f'"{word}"' if "'" in word and not set('"$\\`!') & set(word) else shlex.quote(word)


def give_same_number(one: str, other: str) -> bool:
    """Whether two programs printed the same number, in quotes or not, in digits or in words."""
    try:
        return _read_number(one) == _read_number(other)
    except AmountError:
        return False


def _read_number(printed: str) -> Decimal:
    return parse_amount(printed.strip().strip('"')).value


def _join_tests(key: str, form: str, conjunction: str) -> str:
    """Return what is asked of the fields of a fact: each its name and its text in the form."""
    return conjunction.join(form.format(*test) for test in [("key", key), *_TESTS.items()])


def _ask_jq(key: str, path: str) -> list[str]:
    tests = _join_tests(key, '.{} == "{}"', " and ")
    return [f".facts[] | select({tests}) | .value", path]


def _ask_rg(key: str, path: str) -> list[str]:
    # The keys of a fact always stand in this order.
    pattern = (
        rf"^\[\[{re.escape(key)}\.facts\]\]\nperiod += "
        rf'"{LATEST}"\n(?:qualifier.*\n)?value += (.*)\nstated.*\nsource += "{LATEST_SOURCE}"$'
    )
    return ["--no-line-number", "--multiline", "--only-matching", "--replace", "$1", pattern, path]


def _ask_recsel(key: str, path: str) -> list[str]:
    tests = _join_tests(key, "{} = '{}'", " && ")
    return ["--expression", tests, "--print-values", "value", path]


def _ask_mlr(key: str, path: str) -> list[str]:
    tests = _join_tests(key, '${} == "{}"', " && ")
    return ["--icsv", "--onidx", "filter", tests, "then", "cut", "-f", "value", path]


def _ask_sqlite(key: str, path: str) -> list[str]:
    tests = _join_tests(key, "{} = '{}'", " AND ")
    return ["-readonly", path, f"SELECT value FROM facts WHERE {tests}"]  # noqa: S608 - our words


def _ask_sqlite_utils(key: str, path: str) -> list[str]:
    *_, query = _ask_sqlite(key, path)
    return ["query", path, query, "--raw"]


def _ask_hledger(key: str, path: str) -> list[str]:
    account = ":".join([re.escape(key), *_TESTS.values()])
    options = ["--flat", "--no-total", "--format", "%(total)"]
    return ["--file", path, "balance", *options, f"^{account}$"]


def _ask_tomli(key: str, path: str) -> list[str]:
    return [_READER, path, key]


PEERS = (
    Peer(name="rg", install="apt install ripgrep", reads="toml", write=write_store, ask=_ask_rg),
    Peer(
        name="tomli",
        install="pip install tomli",
        reads="toml",
        write=write_store,
        ask=_ask_tomli,
    ),
    Peer(
        name="sqlite3",
        install="apt install sqlite3",
        reads="db",
        write=write_sqlite,
        ask=_ask_sqlite,
    ),
    Peer(
        name="sqlite-utils",
        install="pip install sqlite-utils",
        reads="db",
        write=write_sqlite,
        ask=_ask_sqlite_utils,
    ),
    Peer(name="mlr", install="apt install miller", reads="csv", write=write_csv, ask=_ask_mlr),
    Peer(name="jq", install="apt install jq", reads="json", write=write_json, ask=_ask_jq),
    Peer(
        name="recsel", install="apt install recutils", reads="rec", write=write_rec, ask=_ask_recsel
    ),
    Peer(
        name="hledger",
        install="apt install hledger",
        reads="journal",
        write=write_journal,
        ask=_ask_hledger,
    ),
)
