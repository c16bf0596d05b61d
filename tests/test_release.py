"""What a release is made with: locks, workflows, the same bytes twice, and what it is made of."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tarfile
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
import tomli
from conftest import PROJECT
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCKS = {"test": ["test"], "release": ["test", "release"]}
LOCKED = re.compile(
    r"^([\w.-]+)==([^ ;\\]+)(?: ; ([^\\]+?))? \\\n((?:    --hash=.*\n)+)", re.MULTILINE
)
PINNED = re.compile(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
EPOCH = "1700000000"


def read_project() -> dict[str, Any]:
    return tomli.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


def list_asked(groups: list[str]) -> Iterator[Requirement]:
    """Yield what pyproject.toml asks for: to run, with every extra, and in these groups."""
    project = read_project()
    wanted = [*project["project"]["dependencies"]]
    for extra in project["project"].get("optional-dependencies", {}).values():
        wanted += extra
    for group in groups:
        wanted += project["dependency-groups"][group]
    yield from (Requirement(text) for text in wanted if isinstance(text, str))


def read_lock(name: str) -> dict[str, list[tuple[str, str]]]:
    """Return the versions of a lock by name, each with its marker."""
    locked: dict[str, list[tuple[str, str]]] = {}
    text = (PROJECT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    for found in LOCKED.finditer(text):
        locked.setdefault(found[1], []).append((found[2], found[3] or ""))
    return locked


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_what_is_asked_for(name: str) -> None:
    locked = read_lock(name)
    missing = [
        f"{asked}; 'make lock' writes the locks"
        for asked in list_asked(LOCKS[name])
        if asked.name != "cqfacts"
        and not (
            (versions := locked.get(canonicalize_name(asked.name)))
            and all(version in asked.specifier for version, _ in versions)
        )
    ]
    assert missing == []


@pytest.mark.parametrize("python", ["3.11", "3.12", "3.13", "3.14", "3.15"])
@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_one_version_of_everything_for_each_python(name: str, python: str) -> None:
    environment = {
        "python_version": python,
        "python_full_version": f"{python}.0",
        "sys_platform": "linux",
        "platform_python_implementation": "CPython",
    }
    several = [
        package
        for package, versions in read_lock(name).items()
        if sum(not marker or Marker(marker).evaluate(environment) for _, marker in versions) > 1
    ]
    assert several == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_versions_and_hashes_and_no_place_to_fetch_them_from(name: str) -> None:
    text = (PROJECT / "locks" / f"{name}.txt").read_text(encoding="utf-8")
    rest = re.sub(r"^#.*\n", "", LOCKED.sub("", text), flags=re.MULTILINE)
    assert rest == ""
    assert "://" not in text
    assert re.findall(r"--hash=(?!sha256:[0-9a-f]{64}\b)", text) == []


WORKFLOWS = sorted((PROJECT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_pins_what_it_uses_and_asks_for_no_rights_by_default(workflow: Path) -> None:
    text = workflow.read_text(encoding="utf-8")
    used = re.findall(r"uses: (.*)", text)
    assert [one for one in used if not PINNED.fullmatch(one)] == []
    assert "\npermissions: {}\n" in text


def test_an_action_has_one_version_in_all_workflows() -> None:
    texts = [workflow.read_text(encoding="utf-8") for workflow in WORKFLOWS]
    pins = {pin for text in texts for pin in re.findall(r"uses: (\S+@.*)", text)}
    assert len({pin.partition("@")[0] for pin in pins}) == len(pins)


def test_a_workflow_makes_what_the_makefile_has() -> None:
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    made = {
        target
        for workflow in WORKFLOWS
        for line in re.findall(r"run: make (.*)", workflow.read_text(encoding="utf-8"))
        for target in line.split()
        if "=" not in target
    }
    assert made - targets == set()
    assert {"test", "test-lowest", "sbom", "lint-workflows", "vulnerabilities"} <= made


# What is made in a checkout, and no part of it.
MADE = (
    ".git",
    ".venv*",
    ".*_cache",
    ".hypothesis",
    "__pycache__",
    "build",
    "dist",
    "mutants",
    "corpus",
)


def copy_project(folder: Path) -> Path:
    return shutil.copytree(PROJECT, folder, ignore=shutil.ignore_patterns(*MADE))


def disguise(folder: Path) -> None:
    """Give every file another time and other rights, as another person's checkout has them."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
            os.utime(path, (1_000_000_000, 1_000_000_000))


def build(folder: Path) -> dict[str, bytes]:
    """Build the sdist and from it the wheel; return their bytes by name."""
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist", "."],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        check=True,
    )
    return {path.name: path.read_bytes() for path in (folder / "dist").iterdir()}


def test_two_builds_in_two_folders_are_the_same_bytes(tmp_path: Path) -> None:
    one = copy_project(tmp_path / "one")
    other = copy_project(tmp_path / "elsewhere" / "another name")
    disguise(other)
    built = build(one)
    assert len(built) == 2
    assert build(other) == built
    # And they are dated by the source, not by the clock.
    (sdist,) = (one / "dist").glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        assert {member.mtime for member in archive} == {int(EPOCH)}


needs_tools = pytest.mark.skipif(
    not all(find_spec(tool) for tool in ("cyclonedx", "uv")),
    reason="needs the tools of a release: make test-release",
)


@pytest.fixture(scope="module")
def sbom(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Make the SBOM as a release does, in a copy of the project, with the tools of this process."""
    project = copy_project(tmp_path_factory.mktemp("sbom") / "project")
    stamp = f"{sys.prefix}/installed"
    subprocess.run(
        [
            "make",
            f"--assume-old={stamp}",
            "sbom",
            f"TOOLS={sys.prefix}",
            f"PYTHON={sys.executable}",
        ],
        cwd=project,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        check=True,
    )
    return (project / "build" / "cqfacts.cdx.json").read_text(encoding="utf-8")


@needs_tools
def test_the_sbom_follows_its_schema(sbom: str) -> None:
    version = pytest.importorskip("cyclonedx.schema").SchemaVersion.V1_6
    validator = pytest.importorskip("cyclonedx.validation.json").JsonStrictValidator(version)
    assert validator.validate_str(sbom) is None
    # A validator that lets everything pass would prove nothing.
    assert validator.validate_str(sbom.replace('"version":', '"edition":', 1)) is not None


@needs_tools
def test_the_sbom_names_all_that_is_installed_in_the_versions_of_the_lock(sbom: str) -> None:
    found = json.loads(sbom)
    main = found["metadata"]["component"]
    assert (main["name"], main["version"]) == ("cqfacts", read_project()["project"]["version"])
    locked = read_lock("test")
    parts = {canonicalize_name(part["name"]): part["version"] for part in found["components"]}
    assert [name for name in parts if parts[name] not in dict(locked[name])] == []
    needed = {
        canonicalize_name(Requirement(text).name)
        for text in read_project()["project"]["dependencies"]
    }
    assert needed - parts.keys() == set()
    assert "pip" not in parts


@needs_tools
def test_the_sbom_says_nothing_of_the_machine(sbom: str) -> None:
    assert "file:" not in sbom
    assert sys.prefix not in sbom
    assert json.loads(sbom)["metadata"]["timestamp"].startswith("2023-11-14T22:13:20")
