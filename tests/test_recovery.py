"""Reading on after syntax errors: each slip met with its own hint, nothing lost, no noise."""

from __future__ import annotations

import os
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cqfacts.checks import check_files

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import MakeStore

TODAY = date(2026, 6, 30)
SOUND = """
[[town.homes.facts]]
period = "2020"
value = 5
stated = "6 homes"
source = "gazette"
[[town.homes.facts]]
text = "x"
source = "herald"
"""


def problems_of(make_store: MakeStore, text: str) -> list[str]:
    path = make_store(text)
    start = len(path.read_text(encoding="utf-8")[: -len(text)].split("\n")) - 1
    return [
        f"{(one.location.line or 0) - start}:{one.location.column}: {one.problem} [{one.check}]"
        for one in check_files([path], today=TODAY)
    ]


# What stands in SOUND is wrong in one place only, and found whatever happened before it.
LATER = "{}:9: value is '5' but the stated words give 6 [stated-differs]"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        pytest.param(
            "period = 2024-12", "10: period 2024-12 is not quoted [toml-unquoted]", id="p"
        ),
        pytest.param("value = 12,866", "9: 12,866 is no number of TOML [toml-number]", id="commas"),
        pytest.param("value = 38.6%", "9: 38.6% is no number of TOML [toml-number]", id="percent"),
        pytest.param(
            "value = 3.38 trillion yuan",
            "9: 3.38 trillion yuan is no number of TOML [toml-number]",
            id="scale-word",
        ),
        pytest.param(
            "value = 3.38 trillion", "9: 3.38 trillion is not quoted [toml-unquoted]", id="scale"
        ),
        pytest.param("value = .5", "9: .5 is no number of TOML [toml-number]", id="point"),
        pytest.param(
            "published = 2024-02-30",
            "13: 2024-02-30 is no date of the calendar [toml-syntax]",
            id="day",
        ),
        pytest.param("each = True", "8: True is no value of TOML [toml-syntax]", id="true"),
        pytest.param("stated = “x”", "10: “ is no quote of TOML [toml-quotes]", id="curly"),
        pytest.param('stated = x"', "10: a quote is missing [toml-quotes]", id="no-first-quote"),
        pytest.param(
            'stated = "x', "10: a quote is opened and not closed [toml-quotes]", id="no-last-quote"
        ),
        pytest.param(
            "stated = 'x", "10: a quote is opened and not closed [toml-quotes]", id="no-last-single"
        ),
        pytest.param(
            'stated = """x"',
            "10: a quote is opened and not closed [toml-quotes]",
            id="no-last-three",
        ),
        pytest.param(
            'accept = ["a", "b"',
            "10: an array is opened and not closed [toml-syntax]",
            id="no-bracket",
        ),
        pytest.param(
            'accept = ["a",',
            "10: an array is opened and not closed [toml-syntax]",
            id="no-bracket-behind-a-comma",
        ),
        pytest.param(
            "change = {a = 1,",
            "10: an inline table is opened and not closed [toml-syntax]",
            id="no-brace",
        ),
        pytest.param(
            "value\u3000= 3",
            "6: an invisible character stands here, U+3000 ideographic space [toml-character]",
            id="ideographic-space",
        ),
        pytest.param("value ＝ 3", "7: ＝ is not = [toml-character]", id="full-width"),
        pytest.param(
            "value = 12,866 # “sic”",
            "9: 12,866 is no number of TOML [toml-number]",
            id="in-comment",
        ),
        pytest.param(
            "nothing", "8: expected '=' after a key in a key/value pair [toml-syntax]", id="k"
        ),
    ],
)
def test_a_slip_is_met_with_its_own_hint(make_store: MakeStore, line: str, problem: str) -> None:
    text = f'[[town.homes.facts]]\nsource = "gazette"\n{line}\n'
    assert problems_of(make_store, text + SOUND) == [f"3:{problem}", LATER.format(7)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            '[town.homes]\nunit = "x"\n["town" . homes]\nkind = "stock"\n',
            '3:1: ["town" . homes] is said again, first in line 16 [toml-repeated]',
            id="table",
        ),
        pytest.param(
            '[town.homes]\nunit = "x"\n"unit" = "y"\n\n',
            "3:1: unit is said again, first in line 17 [toml-repeated]",
            id="key",
        ),
        pytest.param(
            '[[town.homes.facts]\nvalue = 3\nperod = "2024"\n\n',
            "1:19: expected ']]' at the end of an array declaration [toml-syntax]",
            id="header",
        ),
    ],
)
def test_a_broken_table_is_one_problem(make_store: MakeStore, text: str, found: str) -> None:
    assert problems_of(make_store, text + SOUND) == [found, LATER.format(8)]


def test_a_slip_hides_nothing_else_of_its_fact_or_of_others(make_store: MakeStore) -> None:
    text = (
        '[[town.homes.facts]]\nperiod = 2024-12\nperod = "x"\nsource = "gazette"\n'
        '[[town.homes.facts]]\nvalue = 3\nstaetd = "x"\nsource = "gazette"\n'
    )
    assert problems_of(make_store, text + SOUND) == [
        "2:10: period 2024-12 is not quoted [toml-unquoted]",
        "3:1: 'perod' is not a key of a fact [key-unknown]",
        "7:1: 'staetd' is not a key of a fact [key-unknown]",
        LATER.format(12),
    ]


def test_text_that_holds_a_header_is_no_problem_beside_a_slip(make_store: MakeStore) -> None:
    text = (
        '[[town.homes.facts]]\nperiod = 2024-12\ntext = """\n[town]\n"""\nnote = [\n["a"],\n]\n'
        'perod = "x"\nsource = "gazette"\n'
    )
    assert problems_of(make_store, text + SOUND) == [
        "2:10: period 2024-12 is not quoted [toml-unquoted]",
        "6:8: note is a list, not text [type-wrong]",
        "9:1: 'perod' is not a key of a fact [key-unknown]",
        LATER.format(14),
    ]


def test_a_table_among_the_tables_of_a_list_loses_none_of_them(make_store: MakeStore) -> None:
    one = '{}\ntext = "{}"\nsource = "gazette"\nperod = "x"\n'
    key = "town.homes.facts"
    told = f"[{key}] is one table, and others of its name are a list [toml-syntax]"
    typo = "{}:1: 'perod' is not a key of a fact [key-unknown]"
    first = one.format(f" [{key}] # a", "a") + one.format(f"[[{key}]]", "b")
    assert problems_of(make_store, first + SOUND) == [
        f"1:2: {told}",
        typo.format(4),
        typo.format(8),
        LATER.format(12),
    ]
    later = one.format(f"[[{key}]]", "a") + one.format(f"[{key}]", "b")
    assert problems_of(make_store, later + SOUND) == [
        typo.format(4),
        f"5:1: {told}",
        typo.format(8),
        LATER.format(12),
    ]


def test_a_unit_that_a_slip_hides_is_not_said_to_be_absent(make_store: MakeStore) -> None:
    fact = '[[town.homes.facts]]\nperiod = "2024"\nvalue = 3\nstated = "3 km"\nsource = "gazette"\n'
    assert problems_of(make_store, f"[town.homes]\nunit = km\n{fact}{SOUND}") == [
        "2:8: km is not quoted [toml-unquoted]",
        LATER.format(11),
    ]


def test_a_unit_that_a_file_given_up_may_have_is_not_said_to_be_absent(
    make_store: MakeStore, tmp_path: Path
) -> None:
    make_store('[town.homes]\nunit = "km"\n' + "[town.x]\nkind = a b\n" * 150, "a.toml")
    make_store(SOUND.replace("5", "6").replace("6 homes", "6 km"), "b.toml")
    found = {one.check for one in check_files([tmp_path], today=TODAY)}
    assert found == {"toml-syntax", "toml-unquoted"}


@pytest.mark.parametrize("quotes", ["'''", '"""'])
def test_a_long_text_that_is_not_closed_is_told_where_it_opens(
    make_store: MakeStore, quotes: str
) -> None:
    text = f'[[town.homes.facts]]\nstated = {quotes}a\ntext = "b"\nsource = "gazette"\n'
    assert problems_of(make_store, text + SOUND) == [
        "2:10: a quote is opened and not closed [toml-quotes]",
        LATER.format(8),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            '[source.times]\ntitle = "T"\n[[town.homes.facts]]\ntext = "x"\nsource = "times"\n',
            "1:1: 'source' is not a table of a store [key-unknown]",
            id="sources",
        ),
        pytest.param(
            '[sotre]\ntitle = "T"\n\n\n\n',
            "1:1: 'sotre' is not a table of a store [key-unknown]",
            id="store",
        ),
    ],
)
def test_a_typo_in_a_reserved_table_is_one_problem(
    make_store: MakeStore, text: str, found: str
) -> None:
    assert problems_of(make_store, text + SOUND) == [found, LATER.format(9)]


def test_a_source_that_a_slip_hides_is_not_said_to_be_missing(make_store: MakeStore) -> None:
    text = '[sources.times\ntitle = "Times"\n[[town.homes.facts]]\ntext = "x"\nsource = "times"\n'
    assert problems_of(make_store, text + SOUND) == [
        "1:15: expected ']' at the end of a table declaration [toml-syntax]",
        LATER.format(9),
    ]


def test_a_number_of_thousands_of_digits_hides_nothing_else(make_store: MakeStore) -> None:
    text = f'[[town.homes.facts]]\nvalue = {"9" * 5000}\nperod = "x"\nsource = "gazette"\n'
    assert problems_of(make_store, text + SOUND) == [
        "2:9: a number has thousands of digits [value-invalid]",
        "3:1: 'perod' is not a key of a fact [key-unknown]",
        LATER.format(8),
    ]


def test_a_file_with_too_many_slips_is_given_up_aloud(make_store: MakeStore) -> None:
    text = "".join(f"[town.x{number}]\nunit = a b\n" for number in range(150))
    found = problems_of(make_store, text)
    assert len(found) == 101
    assert "there are 100 syntax errors, and the rest is not checked [toml-syntax]" in found[0]


def test_a_file_that_cannot_be_read_leaves_the_others_checked(
    make_store: MakeStore, tmp_path: Path
) -> None:
    make_store(SOUND, "a.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff")
    (tmp_path / "c.toml").symlink_to("nowhere")
    found = [(one.location.file, one.check) for one in check_files([tmp_path], today=TODAY)]
    assert [(os.path.basename(file), check) for file, check in found] == [
        ("a.toml", "stated-differs"),
        ("b.toml", "toml-encoding"),
        ("c.toml", "file-unreadable"),
    ]
