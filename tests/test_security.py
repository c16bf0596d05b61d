"""What SECURITY.md says of the code, as the code shows it."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest
from conftest import PROJECT

PACKAGE = PROJECT / "cqfacts"
MODULES = [path.relative_to(PACKAGE).as_posix() for path in sorted(PACKAGE.rglob("*.py"))]
NETWORK = {"asyncio", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "ssl", "urllib"}
UNSAFE = {"ctypes", "marshal", "pickle", "shelve", "yaml"}
RUNNING = {"eval", "exec", "compile", "__import__"}
# These start what the environment names, or ourselves; compile what a class body of ours says; and
# read what the cache folder has.
STARTERS = {"auditing/office.py", "cli/editor.py", "cli/pager.py"}
COMPILERS = {"record.py"}
INDEXES = {"store/index/schema.py"}


def imported(tree: ast.AST) -> set[str]:
    """Return the first parts of the names of all modules that are imported from elsewhere."""
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [one.name for one in node.names]
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.append(node.module)
    # Cutting an address into its parts asks nobody.
    return {name.partition(".")[0] for name in names if name != "urllib.parse"}


def called(tree: ast.AST) -> set[str]:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return {function.id for function in calls if isinstance(function, ast.Name)}


@pytest.mark.parametrize("module", MODULES)
def test_nothing_speaks_to_the_network_starts_programs_or_runs_what_it_reads(module: str) -> None:
    tree = ast.parse((PACKAGE / module).read_text(encoding="utf-8"))
    assert imported(tree) & NETWORK == set()
    assert imported(tree) & UNSAFE == set() or module in INDEXES
    assert "subprocess" not in imported(tree) or module in STARTERS
    assert called(tree) & RUNNING == set() or module in COMPILERS


def test_what_the_pages_say_is_made_can_be_made() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for page in ("SECURITY.md", "CONTRIBUTING.md", "docs/mutation.md"):
        text = Path(PROJECT, page).read_text(encoding="utf-8")
        made = re.findall(
            r"(?:^|`|&& )make ([a-z A-Z=0-9-]+?)(?:`|  | #|$| &&)", text, re.MULTILINE
        )
        words = {word for one in made for word in one.split() if "=" not in word}
        assert words
        assert words - targets == set()


def test_links_of_the_pages_lead_somewhere() -> None:
    for page in ("SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"):
        links = re.findall(r"\]\(([^)#:]+)\)", (PROJECT / page).read_text(encoding="utf-8"))
        assert [link for link in links if not (PROJECT / link).exists()] == []


def test_as_many_libraries_as_are_said() -> None:
    import tomli

    project = tomli.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert len(project["dependencies"]) == 6
    assert "Six at run time" in (PROJECT / "SECURITY.md").read_text(encoding="utf-8")


def test_the_page_of_trust_names_what_there_is() -> None:
    page = (PROJECT / "docs" / "trust.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|bench|fuzz|locks)/[\w./]*)`", page)
    assert named
    assert [name for name in named if not (PROJECT / name).exists()] == []
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([\w-]+)", page):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for found in re.findall(r"\]\(((?:\.\./)?[\w./-]+)", page):
        assert found.startswith("http") or (PROJECT / "docs" / found).exists(), found


def test_the_page_of_trust_has_ten_minutes_of_every_target() -> None:
    from targets import TARGETS

    page = (PROJECT / "docs" / "trust.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \|.*\| ([\d,]+) \| ([\d,]+) s \|$", page, re.MULTILINE)
    assert {name for name, _, _ in rows} == set(TARGETS)
    for name, executions, seconds in rows:
        assert int(executions.replace(",", "")) > 1000, name
        assert int(seconds.replace(",", "")) >= 600, name


def test_the_page_of_trust_has_every_kind_of_extreme_store() -> None:
    sys.path.insert(0, str(PROJECT / "bench"))
    from extremes import BROKEN, KINDS

    page = (PROJECT / "docs" / "trust.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w-]+) \| [\d.]+ \| (.*) \| ([\d,]+) \|$", page, re.MULTILINE)
    assert [kind for kind, *_ in rows] == [*KINDS, *BROKEN]
    for kind, times, memory in rows:
        assert max(map(float, times.split(" | "))) <= 10, kind
        assert int(memory.replace(",", "")) <= 1000, kind


def test_the_page_of_trust_has_every_kind_of_extreme_document() -> None:
    sys.path.insert(0, str(PROJECT / "bench"))
    from extremes import DOCUMENTS, READ

    page = (PROJECT / "docs" / "trust.md").read_text(encoding="utf-8")
    row = r"^\| ([\w-]+) \| [\d,]+ \| ([\d.]+) \| ([\d,]+) \| (read|refused) \|$"
    rows = re.findall(row, page, re.MULTILINE)
    assert [kind for kind, *_ in rows] == list(DOCUMENTS)
    assert f"{len(DOCUMENTS)} kinds of documents" in page
    for kind, seconds, memory, said in rows:
        assert float(seconds) <= 10, kind
        assert int(memory.replace(",", "")) <= 1000, kind
        assert (said == "read") == (kind in READ), kind


def test_the_page_of_trust_counts_as_the_tests_do() -> None:
    page = (PROJECT / "docs" / "trust.md").read_text(encoding="utf-8")
    from hostile import TEXTS

    assert f"{len(TEXTS)} hostile texts" in page
