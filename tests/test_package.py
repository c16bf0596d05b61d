"""The wheel, installed where nothing else is, run from somewhere else."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT, SHIPPED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def run(args: Sequence[str | Path], cwd: Path) -> str:
    # Nothing of this environment may help.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    result = subprocess.run(args, cwd=cwd, env=kept, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and from it the wheel; return their folder."""
    folder = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, PROJECT], folder)
    return folder


def test_the_wheel_holds_the_store_and_the_mark_of_types(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        assert archive.read("cqfacts/facts.toml") == SHIPPED.read_bytes()
        assert "cqfacts/store.schema.json" in archive.namelist()
    assert "cqfacts/py.typed" in names
    assert {name.split("/")[0] for name in names if not name.startswith("cqfacts-")} == {"cqfacts"}


def test_the_sdist_holds_what_the_tests_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}
    assert {"facts.toml", "pyproject.toml", "README.md", "tests/conftest.py"} <= names


def test_the_wheel_answers_in_an_empty_environment(built: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home, with_pip=True)
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    (wheel,) = built.glob("*.whl")
    run([scripts / "python", "-m", "pip", "install", "--quiet", wheel], tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    assert run([scripts / "cqfacts", "get", "nev", "gdp"], elsewhere) == "1296000\n3380000000000\n"
    assert "autos.nev" in run([scripts / "cqfacts", "show", "nev"], elsewhere)
    assert "1.296 million" in run([scripts / "cqfacts", "chart", "nev"], elsewhere)
    picture = subprocess.run(
        [scripts / "cqfacts", "chart", "nev", "-o", "nev.svg"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (picture.returncode, list(elsewhere.iterdir())) == (2, [])
    assert "pip install 'cqfacts[charts]'" in picture.stderr
    run([scripts / "cqfacts", "export", "nev", "-o", "nev.html"], elsewhere)
    assert "<article" in (elsewhere / "nev.html").read_text(encoding="utf-8")
    probe = "import cqfacts; print(cqfacts.__file__)"
    assert str(home) in run([scripts / "python", "-c", probe], elsewhere)
