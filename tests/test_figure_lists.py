"""The hand-made lists of figures in `audit/`: each entry stands in its text, and what they share.

With CQFACTS_DOCUMENTS naming the folder of the documents, their lists are held against them too.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli

if TYPE_CHECKING:
    from cqfacts import Store

FOLDER = Path(__file__).parent / "audit"
# Those in the folder `drafts` are labelled with verdicts, which is another form.
FILES = [path for path in FOLDER.rglob("*") if FOLDER / "drafts" not in path.parents]
LISTS = sorted(path for path in FILES if path.suffix == ".toml")
DOCUMENTS = os.environ.get("CQFACTS_DOCUMENTS")
SPEC = importlib.util.spec_from_file_location("validate", FOLDER / "validate.py")
assert SPEC is not None
assert SPEC.loader is not None
validate = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(validate)


def load_list(path: Path) -> dict[str, Any]:
    return tomli.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_entry_of_a_list_is_sound_and_stands_in_its_text(path: Path) -> None:
    content = load_list(path)
    text_path = validate.find_text(path, content, Path(DOCUMENTS) if DOCUMENTS else None)
    text = text_path.read_text(encoding="utf-8") if text_path else None
    assert list(validate.find_faults(content, text)) == []


def test_every_text_has_a_list() -> None:
    texts = {path.name for path in FILES if path.suffix in (".txt", ".md", ".html")}
    assert texts - {"README.md"} == {load_list(path).get("text") for path in LISTS} - {None}


def test_the_indicators_of_the_documents_are_those_of_the_store(shipped: Store) -> None:
    documents = [load_list(path) for path in LISTS if "document" in load_list(path)]
    named = [entry["key"] for content in documents for entry in content["figures"]]
    keys = {key for name in named for key in ([name] if isinstance(name, str) else name)}
    assert keys - set(shipped.keys) == set()


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        pytest.param({"words": "5 bad things"}, "is not there", id="not-on-the-line"),
        pytest.param({"words": "4 things"}, "stands there 2 times; add nth", id="twice"),
        pytest.param({"words": "4 things", "nth": 3}, "is not there", id="not-so-often"),
        pytest.param({"words": "4 things", "nth": 1, "value": "4e0"}, "value '4e0'", id="exponent"),
        pytest.param(
            {"words": "4 things", "nth": 1, "value": "5"},
            "value 5 has not the digits 4",
            id="other-digits",
        ),
        pytest.param(
            {"words": "4 things", "nth": 1, "qualifier": "above"}, "qualifier 'above'", id="hedge"
        ),
    ],
)
def test_a_wrong_entry_is_found(entry: dict[str, Any], fault: str) -> None:
    sound = {"line": 2, "value": "4", "qualifier": "", "unit": "things", "measure": "level"}
    content = {"figures": [sound | entry]}
    text = "A text\nwith 4 things and 4 things again, not 14 things.\n"
    place = f"line 2: {entry['words']!r}"
    assert f"{place}: {fault}" in list(validate.find_faults(content, text))
