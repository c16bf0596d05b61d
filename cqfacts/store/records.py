"""Building records: what the files say of a source, a topic or an indicator, put together.

A table with a problem gives the problem, and a record only where it can still be trusted.
"""

from __future__ import annotations

from cqfacts.diagnostics import Diagnostic, Location
from cqfacts.files import MOST_PROBLEMS, MOST_STEPS
from cqfacts.model import Indicator, KeptImport, Source, Topic
from cqfacts.record import Record, keys_of, replace

from .facts import BuiltTable, build_fact
from .fields import Fields, describe_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from typing import Any

    from cqfacts.model import Fact
    from cqfacts.record import Field

STORE_KEYS = frozenset({"title", "subject", "imports"})
KEPT_KEYS = keys_of(KeptImport)
SOURCE_KEYS = keys_of(Source)
TOPIC_KEYS = keys_of(Topic)
_OF_INDICATOR = keys_of(Indicator)
INDICATOR_KEYS = frozenset({*_OF_INDICATOR, "facts"})
# What decides what a figure means: where one of these is in doubt, so is every fact.
_DECISIVE = INDICATOR_KEYS - TOPIC_KEYS.keys() - {"facts"}
# These may be said in several files, and are read from each of them.
_GATHERED = frozenset({"aliases", "facts"})


class Piece(Record):
    """What one file says about a topic, an indicator or a source."""

    file: str
    keys: tuple[str, ...]
    table: dict[str, Any]

    @property
    def location(self) -> Location:
        """Where the piece stands."""
        return Location(file=self.file, keys=self.keys)


class IndicatorRecords(Record):
    """An indicator, those of its facts that can be trusted, and the problems of the others."""

    indicator: Indicator
    facts: tuple[Fact, ...]
    left_out: int
    diagnostics: tuple[Diagnostic, ...]
    steps: int = 0


def find_kept_problems(table: dict[str, Any], place: Location) -> list[Diagnostic]:
    """Return what is wrong with the table of a kept import."""
    fields = Fields(table, place, "a kept import")
    fields.check_keys(KEPT_KEYS)
    for one in KEPT_KEYS.values():
        fields.read(one)
    return fields.problems


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
    values = {name: fields.read(one) for name, one in SOURCE_KEYS.items()}
    values["title"] = values["title"] or first.keys[-1]
    if fields.lacks("title"):
        fields.report("key-missing", None, "the source has no title", 'add title = "…"')
    return Source(id=first.keys[-1], **values), fields.problems


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
    return Topic(name=name, **_read_header(TOPIC_KEYS, fields, headers)), fields.problems


def build_indicator(
    pieces: Sequence[Piece], *, subject: str | None, sources: Container[str]
) -> IndicatorRecords:
    """Build an indicator and its facts from what the files say of it, in file order.

    `subject` is what it is about unless it says otherwise, and `sources` the ids there are.
    """
    fields = _merge(pieces, "an indicator")
    indicator = _build_header(fields, pieces, subject)
    is_in_doubt = any(_is_decisive(problem) for problem in fields.problems) or not all(
        is_plain(name) for piece in pieces for name in piece.keys
    )
    facts: list[Fact] = []
    problems = fields.problems
    written = steps = 0
    for piece in pieces:
        tables = piece.table.get("facts", [])
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            own = Fields(piece.table, piece.location, fields.noun)
            problem = f"facts is {describe_type(tables)}, not a list of tables"
            own.report("type-wrong", "facts", problem, f"write [[{indicator.key}.facts]]")
            problems += own.problems
            written += 1
            continue
        written += len(tables)
        for number, table in enumerate(tables):
            location = Location(file=piece.file, keys=(*piece.keys, "facts", number))
            if len(problems) >= MOST_PROBLEMS:
                problems.append(_tell_rest(indicator, location))
                break
            fact: Fact | None
            if type(table) is BuiltTable:
                fact = replace(table.fact, origin=location)
            else:
                fact, found = build_fact(table, location, indicator, sources)
                problems += found
            if fact and fact.each and steps + fact.steps > MOST_STEPS:
                problems.append(_tell_steps(indicator, location))
                fact = None
            steps += fact.steps if fact and fact.each else 0
            if fact and not is_in_doubt:
                facts.append(fact)
    return IndicatorRecords(
        indicator=indicator,
        facts=tuple(facts),
        left_out=written - len(facts),
        diagnostics=tuple(problems),
        steps=steps,
    )


def _tell_rest(indicator: Indicator, location: Location) -> Diagnostic:
    return Diagnostic(
        check="problems-many",
        location=location,
        problem=f"'{indicator.key}' has more than {MOST_PROBLEMS:,} problems, and the facts from "
        "here on are left out",
        remedy="correct these first",
    )


def _tell_steps(indicator: Indicator, location: Location) -> Diagnostic:
    return Diagnostic(
        check="each-many",
        location=replace(location, keys=(*location.keys, "each")),
        problem=f"with this one, facts of '{indicator.key}' speak of more than {MOST_STEPS:,} "
        "periods by each",
        remedy="state fewer, or longer ones",
    )


def _build_header(fields: Fields, pieces: Sequence[Piece], subject: str | None) -> Indicator:
    topic, name = pieces[0].keys
    fields.check_keys(INDICATOR_KEYS)
    _check_name(fields, name)
    values = _read_header(_OF_INDICATOR, fields, pieces)
    values["subject"] = values["subject"] or subject
    return Indicator(topic=topic, name=name, **values)


def _read_header(
    keys: Mapping[str, Field], fields: Fields, pieces: Sequence[Piece]
) -> dict[str, Any]:
    """Return what the fields of a topic or an indicator hold."""
    values = {name: fields.read(one) for name, one in keys.items() if name not in _GATHERED}
    values["label"] = values["label"] or label_of(pieces[0].keys[-1])
    return {**values, "aliases": _gather_aliases(fields, pieces)}


def _gather_aliases(fields: Fields, pieces: Sequence[Piece]) -> tuple[str, ...]:
    """Return the aliases that the files give one thing, and add the problems to its fields."""
    aliases: list[str] = []
    for piece in pieces:
        own = Fields(piece.table, piece.location, fields.noun)
        aliases += own.texts("aliases")
        fields.problems += own.problems
    return tuple(aliases)


def _merge(pieces: Sequence[Piece], noun: str) -> Fields:
    """Put together what several files say of one thing; what is said first stands.

    What is gathered from all files is not among it.
    """
    first = pieces[0]
    if len(pieces) == 1:
        return Fields(first.table, first.location, noun)
    merged: dict[str, Any] = {}
    homes: dict[str, Location] = {}
    problems: list[Diagnostic] = []
    for piece in pieces:
        for key, value in piece.table.items():
            if key in _GATHERED:
                continue
            if key not in merged:
                merged[key] = value
                homes[key] = piece.location
            else:
                # The same word said again is untidy; another word leaves the meaning in doubt.
                differs = key in _DECISIVE and merged[key] != value
                fields = Fields(piece.table, piece.location, noun)
                problem = (
                    f"{key} of '{'.'.join(piece.keys)}' is said twice, first in {homes[key].file}"
                )
                check = "key-contradicted" if differs else "key-repeated"
                fields.report(check, key, problem, "remove one of them", at_key=True)
                problems += fields.problems
    fields = Fields(merged, first.location, noun, homes)
    fields.problems += problems
    return fields


def _is_decisive(problem: Diagnostic) -> bool:
    """Whether a problem of an indicator's own keys puts the meaning of its facts in doubt."""
    if problem.check in {"key-unknown", "key-contradicted"}:
        return True
    return problem.check != "key-repeated" and problem.location.keys[-1] in _DECISIVE


def is_name(name: str) -> bool:
    """Whether something is the name of a topic or an indicator."""
    return all(word.isalnum() for word in name.split("-")) and name == name.lower()


def is_plain(name: str) -> bool:
    """Whether a key that has this name in it can be told from others, by people and by commands."""
    return "." not in name and name.isprintable() and name == name.strip() != ""


def _check_name(fields: Fields, name: str) -> None:
    if not is_name(name):
        problem = f"'{name}' is not a name"
        fields.report(
            "name-invalid",
            None,
            problem,
            "write lower-case words joined by hyphens, like new-homes",
        )


def label_of(name: str) -> str:
    """Return a label for what has none: `retail-sales` is called `Retail sales`."""
    return name.replace("-", " ").capitalize()
