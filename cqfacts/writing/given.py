"""What is given of a fact to be added, and what is missing."""

from __future__ import annotations

from cqfacts.errors import CqfactsError
from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Part = Literal[
        "key",
        "words",
        "value",
        "measure",
        "qualifier",
        "unit",
        "of",
        "base",
        "period",
        "source",
        "label",
        "title",
    ]


class Given(Record):
    """The parts of a fact as a person gives them; what is None is read from the words, or missing.

    `key` is a term. `label` makes a new indicator and `title` a new source.
    """

    key: str | None = None
    words: str | None = None
    value: str | None = None
    text: str | None = None
    measure: str | None = None
    status: str | None = None
    qualifier: str | None = None
    unit: str | None = None
    of: str | None = None
    base: str | None = None
    period: str | None = None
    is_undated: bool = False
    is_each: bool = False
    note: str | None = None
    source: str | None = None
    label: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None


def is_text(said: str) -> bool:
    """Whether all of it can be written: what was no UTF-8 on a command line cannot."""
    try:
        said.encode()
    except UnicodeEncodeError:
        return False
    return True


class MissingError(CqfactsError):
    """A part is needed that is not given; `part` is its name in Given.

    `guess` asks whether something near was meant, and is empty where nothing is.
    """

    def __init__(
        self, part: Part, problem: str, remedy: str, exit_status: int = 2, *, guess: str = ""
    ) -> None:
        super().__init__(problem, f"{guess} {remedy}" if guess else remedy)
        self.part = part
        self.guess = guess
        self.exit_status = exit_status
