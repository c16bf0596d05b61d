"""docs/mutation.md: enough mutants are noticed, and every survivor is of the code as it is."""

from __future__ import annotations

import re

from conftest import PROJECT
from mutants import format_reasons, read_reasons

PAGE = PROJECT / "docs" / "mutation.md"


def source_of(function: str) -> str:
    """Return the text of the module of `period.parse_period`, or of `period.Period.parts`."""
    *modules, _ = [name for name in function.split(".") if not name.lstrip("_")[:1].isupper()]
    path = PROJECT.joinpath("cqfacts", *modules).with_suffix(".py")
    return path.read_text(encoding="utf-8")


def test_nine_mutants_of_ten_are_noticed_in_every_module() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w.]+) \| \d+ \|.*\| ([\d.]+) \|$", page, re.MULTILINE)
    shares = {module: float(share) for module, share in rows}
    assert {"all", "cqfacts.amount", "cqfacts.lookup", "cqfacts.period"} <= shares.keys()
    assert [module for module, share in shares.items() if share < 90] == []


def test_the_page_has_every_survivor_with_its_reason() -> None:
    assert format_reasons(read_reasons()) in PAGE.read_text(encoding="utf-8")


def test_a_survivor_is_of_a_line_that_is_still_there() -> None:
    known = [mutant for mutants in read_reasons().values() for mutant in mutants]
    assert [one for one in known if one.before not in source_of(one.function)] == []
