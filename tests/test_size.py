"""How large the package is: printed, and kept from growing without anybody noticing."""

from __future__ import annotations

import ast
from collections import defaultdict

import pytest
from test_layering import PACKAGE


@pytest.mark.parametrize(
    ("folder", "most_lines", "most_modules"),
    [
        pytest.param(".", 44_400, 274, id="the-package"),
        pytest.param("figures", 5_110, 20, id="the-reader-of-figures"),
    ],
)
def test_the_package_is_not_larger_than_this(
    folder: str, most_lines: int, most_modules: int
) -> None:
    paths = list((PACKAGE / folder).rglob("*.py"))
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)
    print(f"{lines:,} lines of Python in {len(paths)} modules of {folder}")
    assert lines <= most_lines
    assert len(paths) <= most_modules


def test_no_function_name_of_the_reader_is_defined_in_two_places() -> None:
    homes = defaultdict(list)
    for path in (PACKAGE / "figures").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
                homes[node.name].append(path.name)
    shared = {name: places for name, places in homes.items() if len(places) > 1}
    print(f"{len(shared)} of {len(homes)} names of functions are defined in two places")
    assert shared == {}
