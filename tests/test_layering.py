"""Data flows one way: a module imports only from those above it, and no files import each other."""

from __future__ import annotations

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "cqfacts"

# From the bottom of docs/architecture.md's list to its top: each may import those before it.
LAYERS = [
    "record",
    "shipped",
    "files",
    "saving",
    "visible",
    "diagnostics",
    "errors",
    "suggestion",
    "naming",
    "period",
    "period_words",
    "interval",
    "amount",
    "model",
    "toml",
    "store",
    "lookup",
    "question",
    "searching",
    "rivals",
    "selection",
    "asked",
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
    "tomli": {
        "auditing/words.py",
        "period_words.py",
        "writing/columns.py",
        "figures/vocabulary.py",
        "question.py",
        "store/tables.py",
        "toml/scanning.py",
        "store/recovery.py",
        "store/slips.py",
    },
    "sqlite3": {"store/index", "export/sqlite.py", "writing/sqlite_rows.py"},
    "altair": {"export/pictures"},
    "vl_convert": {"export/pictures"},
    "jinja2": {"export/book"},
    "markupsafe": {"export/book"},
    "filelock": {"saving.py"},
    "pyarrow": {"export/parquet.py", "writing/parquet_rows.py"},
    "openpyxl": {"writing/workbooks.py"},
    "docx": {"auditing/extracting.py"},
    "pypdf": {"auditing/extracting.py"},
}


def imports_of(path: Path, package: Path = PACKAGE) -> set[str]:
    """Return the absolute names of what a file imports, inside functions and for types too."""
    found: set[str] = set()
    home = [package.name, *path.relative_to(package).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = home[: len(home) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    return found


def find_circle(package: Path) -> list[str]:
    """Return modules of a package of which each imports the next, and the last is the first.

    The list is empty where there is no circle. An import inside a function counts, as does one for
    types: both only hide that two files cannot be read one after the other.
    """
    modules = {}
    for path in package.rglob("*.py"):
        parts = [package.name, *path.relative_to(package).with_suffix("").parts]
        modules[".".join(parts).removesuffix(".__init__")] = path
    imports = {}
    for module, path in modules.items():
        # `from .a import b` is of the module b of the package a, or else of a name of a.
        names = imports_of(path, package)
        found = {name if name in modules else name.rpartition(".")[0] for name in names}
        imports[module] = sorted(found & modules.keys())
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        circle: list[str] = error.args[1]
        # Where graphlib starts a circle depends on the order of files on the disk.
        first = circle.index(min(circle))
        return [*circle[first:-1], *circle[: first + 1]][::-1]
    return []


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


def test_no_files_import_each_other() -> None:
    assert find_circle(PACKAGE) == []


@pytest.mark.parametrize(
    ("files", "circle"),
    [
        pytest.param({"a": "from .b import c", "b": "from house.a import d"}, "a b a", id="top"),
        pytest.param(
            {"a": "from . import b", "b": "def f():\n    import house.a"}, "a b a", id="function"
        ),
        pytest.param(
            {"a": "from .b import c", "b": "if TYPE_CHECKING:\n    from .a import d"},
            "a b a",
            id="types",
        ),
        pytest.param(
            {"a": "from .b import x", "b": "from .c import x", "c": "from .a import x"},
            "a b c a",
            id="three",
        ),
        pytest.param(
            {"p/__init__": "from .a import x", "p/a": "from house.p import y"},
            "p p.a p",
            id="package",
        ),
        pytest.param({"p/__init__": "from .a import x", "p/a": "from . import b"}, "", id="none"),
    ],
)
def test_a_circle_is_found(tmp_path: Path, files: dict[str, str], circle: str) -> None:
    house = tmp_path / "house"
    (house / "p").mkdir(parents=True)
    for name in ("__init__", "p/__init__", "p/a", "p/b"):
        (house / f"{name}.py").touch()
    for name, text in files.items():
        (house / f"{name}.py").write_text(text, encoding="utf-8")
    assert find_circle(house) == [f"house.{name}" for name in circle.split()]


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
