"""Finding and Audit: a figure of a document with its verdict, and all of them."""

from __future__ import annotations

from typing import Literal, get_args

from cqfacts.figures import normalize_unit
from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from cqfacts.figures import Figure
    from cqfacts.model import Fact, Measure, Status
    from cqfacts.period import Period

    from .documents import Document

Verdict = Literal["differs", "contradicts", "stale", "unclear", "other", "new", "matches"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


class Finding(Record):
    """A figure of a document, what it is about as far as that could be told, and its verdict.

    `sentence` is where the sentence stands, in characters of the document's text, as `start` and
    `end` of the figure are. `fact` is what the figure was held against: the fact that it matches
    or differs from, for `stale` the newer one; `older` is then the one it matches. `what` are the
    words that say what is measured where the store has no indicator for it. `near` are keys that
    it may be about where that is unclear, `doubt` why it is unclear. `key_words`, `period_words`
    and `subject_words` are where the words stand from which these were told. `rule` says by what a
    figure contradicts another passage of its own document, which stands at `other_words`.
    """

    figure: Figure
    verdict: Verdict
    sentence: tuple[int, int]
    key: str | None = None
    measure: Measure | None = None
    status: Status = "actual"
    period: Period | None = None
    of: str | None = None
    fact: Fact | None = None
    older: Fact | None = None
    what: str | None = None
    near: tuple[str, ...] = ()
    doubt: str | None = None
    key_words: tuple[tuple[int, int], ...] = ()
    period_words: tuple[int, int] | None = None
    subject_words: tuple[int, int] | None = None
    rule: str | None = None
    other_words: tuple[int, int] | None = None

    @property
    def value(self) -> Decimal:
        """The number as a store signs it, a decrease below zero; of a fraction, in percent."""
        figure = self.figure
        value = figure.value
        if figure.out_of is not None:
            return round(value / figure.out_of * 100, 1)
        is_fall = figure.direction == "down" and figure.kind != "multiple"
        return -value.copy_abs() if is_fall else value

    @property
    def unit(self) -> str | None:
        """The unit as a store spells it, None for a plain number."""
        figure = self.figure
        if figure.kind == "streak":
            return figure.unit
        if figure.out_of is not None:
            return "%"
        return normalize_unit(figure.unit) if figure.unit else None

    @property
    def start(self) -> int:
        """Where the figure starts in the text."""
        return self.figure.start

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.figure.end


class Audit(Record):
    """A document and what was found in it, in its order; `date` is its day, where it is known."""

    document: Document
    findings: tuple[Finding, ...]
    date: date | None = None

    def count(self, verdict: Verdict) -> int:
        """Return how many figures have a verdict."""
        return sum(one.verdict == verdict for one in self.findings)
