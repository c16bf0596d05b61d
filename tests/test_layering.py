"""Data flows one way: a module imports only from those above it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cqfacts"

# From the bottom of docs/architecture.md's list to its top: each may import those before it.
LAYERS = [
    "record",
    "shipped",
    "limits",
    "content",
    "disk",
    "ending",
    "errors",
    "visible",
    "diagnostics",
    "suggestion",
    "naming",
    "period",
    "interval",
    "amount",
    "model",
    "store",
    "lookup",
    "rivals",
    "selection",
    "rounding",
    "wording",
    "comparison",
    "charting",
    "figures",
    "checks",
    "flat",
    "citing",
    "writing",
    "auditing",
    "export",
    "cli",
]

# Who may import what from outside.
OUTSIDE = {
    "typer": {"cli/application.py", "cli/completion.py"},
    "rich": {"cli"},
    "tomli": {"store/tables.py", "store/scanning.py", "store/recovery.py", "store/slips.py"},
    "sqlite3": {"store/index", "export/sqlite.py", "writing/sqlite_rows.py"},
    "altair": {"export/pictures"},
    "vl_convert": {"export/pictures"},
    "jinja2": {"export/book"},
    "markupsafe": {"export/book"},
    "filelock": {"writing/replacing.py"},
    "pyarrow": {"export/parquet.py", "writing/parquet_rows.py"},
    "docx": {"auditing/office.py"},
    "pypdf": {"auditing/office.py"},
}


def imports_of(path: Path) -> set[str]:
    """Return the absolute names of the modules that a file imports, those for types included."""
    found: set[str] = set()
    home = ["cqfacts", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = home[: len(home) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return found


def layer_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if layer_of(path) not in ("__init__", "__main__")
)


def test_every_module_has_its_layer() -> None:
    assert {layer_of(path) for path in MODULES} == set(LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_imports_only_from_above(path: Path) -> None:
    own = layer_of(path)
    allowed = set(LAYERS[: LAYERS.index(own) + 1])
    used = {
        name.split(".")[1]
        for name in imports_of(path)
        if name.startswith("cqfacts.") and name.split(".")[1] in LAYERS
    }
    assert used <= allowed


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_libraries_stay_where_they_belong(path: Path) -> None:
    place = path.relative_to(PACKAGE)
    homes = {str(place), *map(str, place.parents)}
    strangers = [
        library
        for library, allowed in OUTSIDE.items()
        if library in {name.split(".")[0] for name in imports_of(path)} and not homes & allowed
    ]
    assert strangers == []


def test_the_architecture_page_names_every_layer() -> None:
    page = (PACKAGE.parent / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = page.split("```")[1]
    named = re.findall(r"^  (\w+)(?:\.py|/)", tree, re.MULTILINE)
    assert [name for name in named if not name.startswith("_")] == LAYERS
