"""The tables of words that the reader of figures goes by: each row of them is needed by a case."""

from __future__ import annotations

from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import tomli

from cqfacts.figures import read_figures
from cqfacts.figures.vocabulary import load, read_tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cqfacts.amount import Amount
    from cqfacts.figures import Figure

    Tables = dict[str, dict[str, Any]]
    Take = Callable[[], object]

CASES: dict[str, dict[str, str]] = tomli.loads(
    (Path(__file__).parent / "figure_words.toml").read_text(encoding="utf-8")
)
QUALIFIERS = {
    None: "",
    "over": ">",
    "at least": ">=",
    "under": "<",
    "at most": "<=",
    "about": "~",
    "nearly": "<~",
}
# Tables of words with what each of them means; a text elsewhere is a list of words.
MEANINGS = ("parts", "vulgar")


def write_amount(amount: Amount) -> str:
    return f"{QUALIFIERS[amount.qualifier]}{amount.value:f}"


def write(figure: Figure) -> str:
    """Return a figure as the cases have it.

    `<5 %` is under five percent, `down 5..6 t` a fall by a range, `1/3` a fraction, `#2` a place
    among others, `3 year in a row` a run; `100 km = 62 miles` is said in two units, and kinds of
    doubts stand behind a `?`.
    """
    value = write_amount(figure.amount)
    if figure.kind == "rank":
        value = f"#{value}"
    if figure.out_of is not None:
        value = f"{value}/{figure.out_of:f}"
    if figure.high is not None:
        value = f"{value}..{write_amount(figure.high)}"
    said = [figure.direction, value, figure.unit]
    said += ["in a row"] if figure.kind == "streak" else []
    said += [f"= {write(figure.also)}"] if figure.also else []
    said += ["?", *sorted({doubt.kind for doubt in figure.doubts})] if figure.doubts else []
    return " ".join(word for word in said if word)


def read(text: str) -> str:
    """Return all figures of a text, as the cases have them."""
    return "; ".join(write(figure) for figure in read_figures(text))


def list_rows(tables: Tables) -> Iterator[tuple[str, str, Take]]:
    """Yield each row: its table, its name there, and what takes it out.

    A list of words is emptied, any other row is taken away.
    """
    for table, rows in tables.items():
        for key, value in rows.items():
            if isinstance(value, str):
                yield table, key, partial(rows.update, {key: ""})
            elif isinstance(value, list):
                for row in value:
                    name = row.get("name") or row["code"]
                    yield table, f"{key} {name}", partial(value.remove, row)
            else:
                for word, said in value.items():
                    is_list = isinstance(said, str) and key not in MEANINGS
                    take = (
                        partial(value.update, {word: ""}) if is_list else partial(value.pop, word)
                    )
                    yield table, f"{key} {word}", take


def is_noticed(table: str) -> bool:
    """Whether a case of a table fails, or the reader with it."""
    try:
        return any(read(text) != figures for text, figures in CASES[table].items())
    except LookupError:
        return True


def find_unnoticed() -> Iterator[str]:
    """Yield the rows without which every case of their table goes on as before."""
    for number, (table, name, _) in enumerate(list_rows(read_tables())):
        without = read_tables()
        _, _, take = next(islice(list_rows(without), number, None))
        take()
        load(without)
        if not is_noticed(table):
            yield f"{table}: {name}"


@pytest.fixture
def restored() -> Iterator[None]:
    """Bring the words back that a test takes away."""
    yield
    load(read_tables())


@pytest.mark.parametrize(
    ("text", "figures"),
    [pytest.param(*case, id=case[0]) for cases in CASES.values() for case in cases.items()],
)
def test_phrases_are_read(text: str, figures: str) -> None:
    assert read(text) == figures


@pytest.mark.usefixtures("restored")
def test_each_row_of_the_tables_is_needed_by_a_case() -> None:
    assert list(find_unnoticed()) == []
