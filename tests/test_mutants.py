"""docs/mutation.md: enough mutants are noticed, and every survivor is of the code as it is."""

from __future__ import annotations

import re

from conftest import PROJECT
from mutants import format_reasons, read_reasons

PAGE = PROJECT / "docs" / "mutation.md"


def test_nine_mutants_of_ten_are_noticed_in_every_module() -> None:
    page = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([\w.]+) \| \d+ \|.*\| ([\d.]+) \|$", page, re.MULTILINE)
    shares = {module: float(share) for module, share in rows}
    assert {"all", "cqfacts.amount", "cqfacts.lookup", "cqfacts.period"} <= shares.keys()
    assert [module for module, share in shares.items() if share < 90] == []


def test_the_page_has_every_survivor_with_its_reason() -> None:
    assert format_reasons(read_reasons()) in PAGE.read_text(encoding="utf-8")


def test_a_survivor_is_of_a_line_that_is_still_there() -> None:
    gone = []
    for mutants in read_reasons().values():
        for mutant in mutants:
            # A function may be one of a class.
            names = mutant.function.split(".")
            paths = (
                PROJECT.joinpath("cqfacts", *names[:length]).with_suffix(".py")
                for length in range(len(names) - 1, 0, -1)
            )
            source = next(path for path in paths if path.exists())
            if mutant.before not in source.read_text(encoding="utf-8"):
                gone.append(mutant)
    assert gone == []
