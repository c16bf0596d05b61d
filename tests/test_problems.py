"""Problems are values from where they are found to where they are printed."""

from __future__ import annotations

import ast
import builtins
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cqfacts import CqfactsError, StoreError, StoreSyntaxError, UsageError, open_store, parse_amount
from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.writing import RowProblem

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "cqfacts"
# What is being written anew, and is to follow.
WRITTEN_ANEW: frozenset[str] = frozenset()
NESTED = "a = " + "[" * 2000


@pytest.mark.parametrize(
    ("error", "line"),
    [
        pytest.param(UsageError("it is so", "do this"), "it is so; do this", id="remedy"),
        pytest.param(UsageError("it is so"), "it is so", id="alone"),
        pytest.param(
            StoreError("is gone", "name it", place="x.toml"), "x.toml: is gone; name it", id="place"
        ),
        pytest.param(StoreError("is gone", "name it", place=""), ": is gone; name it", id="empty"),
    ],
)
def test_an_error_is_one_line_where_it_is_printed(error: CqfactsError, line: str) -> None:
    assert str(error) == line


@pytest.mark.parametrize(
    ("content", "line", "place", "check"),
    [
        pytest.param(
            b"a = \xff",
            "1:5: is not UTF-8; save the file as UTF-8 [toml-encoding]",
            (1, 5),
            "toml-encoding",
            id="encoding",
        ),
        pytest.param(
            b"a = 1\nb = ]",
            "2:5: invalid value; correct the TOML there [toml-syntax]",
            (2, 5),
            "toml-syntax",
            id="syntax",
        ),
        pytest.param(
            NESTED.encode(),
            " is nested too deeply; keep to topics, indicators and facts [toml-nesting]",
            (None, None),
            "toml-nesting",
            id="nesting",
        ),
    ],
)
def test_a_syntax_error_has_its_diagnostic(
    tmp_path: Path, content: bytes, line: str, place: tuple[int | None, int | None], check: str
) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(content)
    with pytest.raises(StoreSyntaxError) as caught:
        open_store(path)
    found = caught.value.diagnostic
    assert str(caught.value) == f"{path}:{line}" == str(found)
    assert (found.location.line, found.location.column, found.check) == (*place, check)


def test_a_semicolon_of_the_user_parts_nothing() -> None:
    with pytest.raises(CqfactsError) as caught:
        parse_amount("3; 4")
    assert caught.value.problem == "'3; 4' is not a number"
    assert caught.value.remedy == "write it like 3.38 trillion, 12,866 or 5.3"


def test_problems_are_parted_from_their_places() -> None:
    place = Location(file="a: b.toml", line=3, column=1)
    found = Diagnostic(check="x-y", location=place, problem="it is so", remedy="do this")
    row = RowProblem(file="a: b.csv", line=3, problem="it is so", remedy="do this")
    assert (found.place, found.message) == ("a: b.toml:3:1", "it is so; do this [x-y]")
    assert (row.place, row.message) == ("a: b.csv:3", "it is so; do this")


def find_joined(path: Path) -> Iterator[int]:
    """Yield the lines in which an error is given what is wrong and what to do as one text."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
            is_error = node.func.id.endswith("Error") and not hasattr(builtins, node.func.id)
            texts = [one.value for one in ast.walk(node) if isinstance(one, ast.Constant)]
            if is_error and any("; " in text for text in texts if isinstance(text, str)):
                yield node.lineno


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=[pytest.mark.xfail(strict=True)] if name in WRITTEN_ANEW else [])
        for name in sorted(str(path.relative_to(PACKAGE)) for path in PACKAGE.rglob("*.py"))
    ],
)
def test_an_error_is_given_its_remedy_by_itself(name: str) -> None:
    assert list(find_joined(PACKAGE / name)) == []
