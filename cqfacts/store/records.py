"""Building records: tables of TOML into sources, topics, indicators and facts.

A table with a problem gives the problem, and a record only where it can still be trusted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from cqfacts.amount import QUALIFIERS, Amount, AmountError, parse_amount
from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.model import (
    EXACT_MEASURES,
    MEASURE_UNITS,
    MEASURES,
    STATUSES,
    Better,
    Fact,
    GrowthBasis,
    Indicator,
    IndicatorKind,
    Measure,
    Source,
    Topic,
)

from .fields import Fields, describe_type

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

RESERVED = frozenset({"schema", "store", "sources"})
"""The tables at the top of a file that are no topics."""

STORE_KEYS = frozenset({"title", "subject"})
SOURCE_KEYS = frozenset({"title", "publisher", "published", "url"})
TOPIC_KEYS = frozenset({"label", "aliases", "description"})
INDICATOR_KEYS = TOPIC_KEYS | {"unit", "subject", "kind", "better", "growth_basis", "facts"}
FACT_KEYS = frozenset(
    [
        "value",
        "text",
        "source",
        "period",
        "measure",
        "status",
        "qualifier",
        "of",
        "base",
        "unit",
        "each",
        "stated",
        "note",
        "accept",
    ]
)

# What these keys say decides what a figure means: where one is in doubt, so is every fact.
_DECISIVE = frozenset({"unit", "subject", "kind", "better", "growth_basis"})
# These may be said in several files; their lists are put together.
_GATHERED = frozenset({"aliases", "facts"})
_MEASURES_WITH_OF: frozenset[Measure] = frozenset({"share", "rank", "streak"})
_MEASURES_WITH_BASE: frozenset[Measure] = frozenset({"change", "growth", "multiple"})
_COUNTING_MEASURES: frozenset[Measure] = frozenset({"rank", "streak"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What one file says about a topic, an indicator or a source."""

    file: str
    keys: tuple[str, ...]
    table: dict[str, Any]

    @property
    def location(self) -> Location:
        """Where the piece stands."""
        return Location(file=self.file, keys=self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRecords:
    """An indicator, those of its facts that can be trusted, and the problems of the others."""

    indicator: Indicator
    facts: tuple[Fact, ...]
    left_out: int
    diagnostics: tuple[Diagnostic, ...]


def build_source(pieces: Sequence[Piece]) -> tuple[Source, list[Diagnostic]]:
    """Build a source from what the files say of it, normally one."""
    first, *others = pieces
    fields = Fields(first.table, first.location, "a source")
    fields.check_keys(SOURCE_KEYS)
    for other in others:
        repeated = Fields(other.table, other.location, "a source")
        problem = f"source '{first.keys[-1]}' is said twice, first in {first.file}"
        repeated.report("source-repeated", None, problem, "remove one or rename one")
        fields.problems += repeated.problems
    title = fields.text("title")
    if "title" not in first.table:
        fields.report("key-missing", None, "the source has no title", 'add title = "…"')
    source = Source(
        id=first.keys[-1],
        title=title or first.keys[-1],
        publisher=fields.text("publisher"),
        published=fields.day("published"),
        url=fields.text("url"),
    )
    return source, fields.problems


def build_topic(name: str, pieces: Sequence[Piece]) -> tuple[Topic, list[Diagnostic]]:
    """Build a topic from what the files say of it. Its indicators are read elsewhere."""
    headers = [
        Piece(
            file=piece.file,
            keys=piece.keys,
            table={
                key: value
                for key, value in piece.table.items()
                if key in TOPIC_KEYS or not isinstance(value, dict)
            },
        )
        for piece in pieces
    ]
    fields = _merge(headers, "a topic")
    fields.check_keys(TOPIC_KEYS)
    _check_name(fields, name)
    topic = Topic(
        name=name,
        label=fields.text("label") or _label_of(name),
        aliases=fields.texts("aliases"),
        description=fields.text("description"),
    )
    return topic, fields.problems


def build_indicator(
    pieces: Sequence[Piece], *, subject: str | None, sources: Container[str]
) -> IndicatorRecords:
    """Build an indicator and its facts from what the files say of it, in file order.

    `subject` is what it is about unless it says otherwise, and `sources` the ids there are.
    """
    fields = _merge(pieces, "an indicator")
    indicator = _build_header(fields, pieces[0].keys, subject)
    is_in_doubt = any(_is_decisive(problem) for problem in fields.problems)
    facts: list[Fact] = []
    problems = fields.problems
    written = 0
    for piece in pieces:
        tables = piece.table.get("facts", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            problem = f"facts is {describe_type(tables)}, not a list of tables"
            fields.report("type-wrong", "facts", problem, f"write [[{indicator.key}.facts]]")
            continue
        written += len(tables)
        for number, table in enumerate(tables):
            location = Location(file=piece.file, keys=(*piece.keys, "facts", number))
            fact, found = _build_fact(table, location, indicator, sources)
            problems += found
            if fact and not is_in_doubt:
                facts.append(fact)
    return IndicatorRecords(
        indicator=indicator,
        facts=tuple(facts),
        left_out=written - len(facts),
        diagnostics=tuple(problems),
    )


def _build_header(fields: Fields, keys: tuple[str, ...], subject: str | None) -> Indicator:
    topic, name = keys
    fields.check_keys(INDICATOR_KEYS)
    _check_name(fields, name)
    return Indicator(
        topic=topic,
        name=name,
        label=fields.text("label") or _label_of(name),
        aliases=fields.texts("aliases"),
        description=fields.text("description"),
        unit=fields.text("unit"),
        subject=fields.text("subject") or subject,
        kind=fields.choice("kind", get_args(IndicatorKind), "flow"),
        better=fields.choice("better", get_args(Better), "higher"),
        growth_basis=fields.choice("growth_basis", get_args(GrowthBasis), "nominal"),
    )


def _build_fact(
    table: dict[str, Any], location: Location, indicator: Indicator, sources: Container[str]
) -> tuple[Fact | None, list[Diagnostic]]:
    fields = Fields(table, location, "a fact")
    fields.check_keys(FACT_KEYS)
    measure = fields.choice("measure", MEASURES, "level")
    fact = Fact(
        key=indicator.key,
        source=_read_source(fields, sources),
        measure=measure,
        status=fields.choice("status", STATUSES, "actual"),
        period=fields.period("period"),
        amount=_read_amount(fields, measure),
        text=fields.text("text"),
        unit=_read_unit(fields, measure, indicator) if "value" in table else None,
        of=fields.text("of"),
        base=fields.period("base"),
        each=fields.flag("each"),
        stated=fields.text("stated"),
        note=fields.text("note"),
        accept=fields.texts("accept"),
        origin=location,
    )
    _check_fact(fields)
    if fact.amount:
        _check_measure(fields, fact)
    return (None if fields.problems else fact), fields.problems


def _read_source(fields: Fields, sources: Container[str]) -> str:
    if "source" not in fields.table:
        fields.report("key-missing", None, "the fact has no source", 'add source = "…"')
    source = fields.text("source") or ""
    if source and source not in sources:
        problem = f"source '{source}' is not declared"
        fields.report("source-unknown", "source", problem, f"add [sources.{source}] or correct it")
    return source


def _read_amount(fields: Fields, measure: Measure) -> Amount | None:
    qualifier = fields.optional_choice("qualifier", QUALIFIERS)
    written = fields.table.get("value")
    if written is None:
        return None
    if isinstance(written, bool) or not isinstance(written, (int, str)):
        problem = f"value is {describe_type(written)}, not a number"
        fields.report(
            "type-wrong", "value", problem, 'write value = 5.3 or value = "3.38 trillion"'
        )
        return None
    try:
        return parse_amount(written, qualifier, exact_integers=measure in EXACT_MEASURES)
    except AmountError as error:
        problem, _, remedy = str(error).partition("; ")
        fields.report("value-invalid", "value", problem, remedy)
        return None


def _read_unit(fields: Fields, measure: Measure, indicator: Indicator) -> str | None:
    own = fields.text("unit")
    if measure not in MEASURE_UNITS:
        return own or indicator.unit
    fixed = MEASURE_UNITS[measure]
    if own and own != fixed:
        problem = (
            f"a {measure} is in '{fixed}', not in '{own}'" if fixed else f"a {measure} has no unit"
        )
        fields.report("unit-wrong", "unit", problem, "remove unit")
    return fixed or None


def _check_fact(fields: Fields) -> None:
    """Report keys that do not go together, or without each other."""
    table = fields.table
    if "value" in table and "text" in table:
        fields.report("fact-twofold", "text", "the fact has a value and a text", "write two facts")
    if "value" not in table and "text" not in table:
        problem = "the fact has neither a value nor a text"
        fields.report("fact-empty", None, problem, "add value = … or text = …")
    if "text" in table and "qualifier" in table:
        problem = "a text has no qualifier"
        fields.report("qualifier-misplaced", "qualifier", problem, "remove qualifier")
    if table.get("each") is True and "period" not in table:
        problem = "each says that the value holds for every step of a period, and there is none"
        fields.report("period-missing", "each", problem, 'add period = "…" or remove each')
    if "value" in table and table.get("status") == "plan":
        problem = "a figure about the future is a target, not a plan"
        fields.report("status-misplaced", "status", problem, 'write status = "target"')


def _check_measure(fields: Fields, fact: Fact) -> None:
    """Report what a measure lacks, or what its value cannot be."""
    measure, table = fact.measure, fields.table
    if measure in _MEASURES_WITH_OF and "of" not in table:
        problem = f"a {measure} needs what it is a {measure} of"
        fields.report("of-missing", None, problem, 'add of = "…"')
    if measure == "change" and "of" not in table and "base" not in table:
        problem = "a change needs what it is a change from"
        fields.report("of-missing", None, problem, 'add of = "…" or base = "…"')
    if measure == "multiple" and "base" not in table:
        problem = "a multiple needs the period it is a multiple of"
        fields.report("base-missing", None, problem, 'add base = "…"')
    if measure not in _MEASURES_WITH_BASE and "base" in table:
        problem = f"a {measure} has no base"
        fields.report("base-misplaced", "base", problem, "remove base or correct measure")
    value = fact.amount.value if fact.amount else None
    if measure in _COUNTING_MEASURES and value is not None and (value < 1 or value % 1):
        problem = f"a {measure} is a whole number from 1"
        fields.report("value-invalid", "value", problem, "correct value or measure")
    if measure == "multiple" and value is not None and value <= 0:
        fields.report("value-invalid", "value", "a multiple is above 0", "correct value or measure")


def _merge(pieces: Sequence[Piece], noun: str) -> Fields:
    """Put together what several files say of one thing; what is said first stands."""
    first = pieces[0]
    if len(pieces) == 1:
        return Fields(first.table, first.location, noun)
    merged: dict[str, Any] = {}
    said_in: dict[str, str] = {}
    problems: list[Diagnostic] = []
    for piece in pieces:
        for key, value in piece.table.items():
            if key in _GATHERED and isinstance(value, list):
                merged[key] = [*merged.get(key, []), *value]
            elif key not in merged:
                merged[key] = value
                said_in[key] = piece.file
            else:
                # The same word said again is untidy; another word leaves the meaning in doubt.
                differs = key in _DECISIVE and merged[key] != value
                fields = Fields(piece.table, piece.location, noun)
                problem = (
                    f"{key} of '{'.'.join(piece.keys)}' is said twice, first in {said_in[key]}"
                )
                check = "key-contradicted" if differs else "key-repeated"
                fields.report(check, key, problem, "remove one of them")
                problems += fields.problems
    fields = Fields(merged, first.location, noun)
    fields.problems += problems
    return fields


def _is_decisive(problem: Diagnostic) -> bool:
    """Whether a problem of an indicator's own keys puts the meaning of its facts in doubt."""
    if problem.check in {"key-unknown", "key-contradicted"}:
        return True
    return problem.check != "key-repeated" and problem.location.keys[-1] in _DECISIVE


def _check_name(fields: Fields, name: str) -> None:
    words = name.split("-")
    if not all(word.isalnum() for word in words) or name != name.lower():
        problem = f"'{name}' is not a name"
        fields.report(
            "name-invalid",
            None,
            problem,
            "write lower-case words joined by hyphens, like new-homes",
        )


def _label_of(name: str) -> str:
    """Return a label for what has none: `retail-sales` is called `Retail sales`."""
    return name.replace("-", " ").capitalize()
