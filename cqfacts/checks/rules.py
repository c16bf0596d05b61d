"""The rules: the id of every check, how grave it is, and what it is about."""

from __future__ import annotations

from cqfacts.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.diagnostics import Severity


class Rule(Record):
    """A check: its id, its severity, one line about it, and an explanation of a few sentences."""

    id: str
    severity: Severity
    summary: str
    explanation: str


def _rule(id_: str, severity: Severity, summary: str, explanation: str) -> Rule:
    return Rule(id=id_, severity=severity, summary=summary, explanation=explanation)


SYNTAX = (
    _rule(
        "file-unreadable",
        "error",
        "a file of the store cannot be read",
        "It is not there, not a file, or not one that you may read. The other files are checked.",
    ),
    _rule(
        "file-limit",
        "error",
        "a file is larger or denser than is read",
        "A file has at most a gigabyte, a pipe a tenth of that, and no number has a million "
        "digits. A file names at most 100,000 tables and one more for every 20 bytes. A store "
        "that outgrows this is split into files, or is none.",
    ),
    _rule(
        "toml-encoding",
        "error",
        "the file is not UTF-8",
        "TOML is UTF-8. Save the file in that encoding; nothing of it can be read before.",
    ),
    _rule(
        "toml-mark",
        "warning",
        "the file starts with a byte order mark",
        "Some editors put an invisible mark before the first character. cqfacts passes over it; "
        "other readers of TOML do not.",
    ),
    _rule(
        "toml-nesting",
        "error",
        "arrays or tables are nested too deeply",
        "A store has topics, indicators and facts. Nothing in it is nested deeper than a list of "
        "tables.",
    ),
    _rule(
        "toml-unquoted",
        "error",
        "a value that needs quotes has none",
        "Periods, text and numbers with a scale word are text to TOML: write them in straight "
        "quotes.",
    ),
    _rule(
        "toml-number",
        "error",
        "a number is not written as TOML has it",
        "TOML groups digits by underscores, 12_866. Within quotes, commas are read.",
    ),
    _rule(
        "toml-quotes",
        "error",
        "quotes are curly, or not closed",
        "Text stands between straight quotes. Word processors make them curly.",
    ),
    _rule(
        "toml-character",
        "error",
        "an invisible character stands where a space should",
        "No-break and zero-width spaces come with text copied from pages. Type a plain space.",
    ),
    _rule(
        "toml-repeated",
        "error",
        "a key or a table is said twice in one file",
        "TOML lets a key stand once in a table, and a table once in a file.",
    ),
    _rule(
        "toml-syntax",
        "error",
        "the file is not TOML",
        "What stands there cannot be read. The rest of the file is checked all the same.",
    ),
)

STRUCTURE = (
    _rule(
        "schema-unknown",
        "error",
        "the schema is not 1",
        "A file says which version of the format it is written in; there is one so far.",
    ),
    _rule(
        "schema-missing",
        "warning",
        "no file says its schema",
        "With schema = 1 at its top, a store can still be read when the format has changed.",
    ),
    _rule(
        "key-unknown",
        "error",
        "a key that the format does not have",
        "Most often a typing error. A fact with one is left out: a mistyped qualifier would turn "
        "'over 5' into 5.",
    ),
    _rule(
        "key-missing",
        "error",
        "a key that is needed is not there",
        "A fact names its source, a source its title.",
    ),
    _rule(
        "key-repeated",
        "error",
        "two files say the same key of one thing",
        "A label or description is said once in a store; what was said first stands.",
    ),
    _rule(
        "key-contradicted",
        "error",
        "two files say different things that decide what figures mean",
        "A unit, subject, kind, better or growth_basis said twice and differently leaves the "
        "meaning of every figure in doubt.",
    ),
    _rule(
        "type-wrong",
        "error",
        "a value of another type than the format wants",
        "Text is in quotes; numbers, dates, true and false are not.",
    ),
    _rule("text-empty", "error", "text without a word", "Fill it in or remove the key."),
    _rule(
        "text-nul",
        "error",
        "text with the character U+0000",
        "CSV and the arguments of commands cannot carry it. Whatever else is in a text is kept.",
    ),
    _rule(
        "each-many",
        "error",
        "facts with each speak of too many steps",
        "The facts of one indicator speak of at most 10,000 periods by each. The fact with which "
        "there are more is left out.",
    ),
    _rule(
        "problems-many",
        "error",
        "there are more problems than are shown",
        "At most 10,000 are shown of a store, and as many of one indicator, whose other facts are "
        "left out. Correct these first, or name checks with --only.",
    ),
    _rule(
        "name-invalid",
        "error",
        "a topic or indicator is not named by words and hyphens",
        "Names are typed at a terminal: lower-case words, in any script, joined by single hyphens.",
    ),
    _rule(
        "kind-unknown",
        "error",
        "the kind of an indicator is neither flow nor stock",
        "A flow is something per period, a stock a state at a moment.",
    ),
    _rule(
        "better-unknown",
        "error",
        "better is neither higher nor lower",
        "It decides whether a target is a floor or a ceiling.",
    ),
    _rule(
        "growth-basis-unknown",
        "error",
        "growth_basis is neither nominal nor real",
        "Growth in real terms is never compared with nominal levels.",
    ),
    _rule(
        "source-repeated",
        "error",
        "a source id is said twice",
        "An id means one document; the first stands.",
    ),
    _rule(
        "source-unknown",
        "error",
        "a fact names a source that is not declared",
        "Declare it as [sources.ID] with a title, or correct the id.",
    ),
    _rule(
        "source-unused",
        "warning",
        "no fact names a source",
        "Remove it, or add the facts it was meant for.",
    ),
    _rule(
        "fact-empty",
        "error",
        "a fact has neither a value nor a text",
        "A fact says something: a figure as value, anything else as text.",
    ),
    _rule(
        "fact-twofold",
        "error",
        "a fact has a value and a text",
        "A figure and a statement in words are two facts.",
    ),
    _rule(
        "fact-repeated",
        "error",
        "a source states the same fact twice",
        "Two facts agree in everything that they say.",
    ),
    _rule(
        "measure-unknown", "error", "a measure that does not exist", "See the table of measures."
    ),
    _rule("status-unknown", "error", "a status that does not exist", "See the table of words."),
    _rule(
        "qualifier-unknown", "error", "a qualifier that does not exist", "See the table of words."
    ),
    _rule(
        "qualifier-misplaced",
        "error",
        "a text has a qualifier",
        "Only a figure is hedged by one.",
    ),
    _rule(
        "status-misplaced",
        "error",
        "a figure has the status plan",
        "A figure about the future is a target, a text about it a plan.",
    ),
    _rule(
        "value-invalid",
        "error",
        "a value cannot be read, or cannot be",
        "Values are digits with a point and perhaps a scale word, at most 40 digits. Ranks and "
        "streaks are whole numbers from 1, multiples above 0.",
    ),
    _rule(
        "unit-wrong",
        "error",
        "a fact says a unit that its measure cannot have",
        "Growth and shares are in percent, streaks in years; ranks have none.",
    ),
    _rule(
        "unit-spelled",
        "warning",
        "a unit is spelled two ways",
        "Figures compare only where their units are the same to the letter.",
    ),
    _rule(
        "period-invalid",
        "error",
        "a period cannot be read",
        "Periods are written as SDMX and ISO 8601 do: 2025, 2025-S1, 2025-Q3, 2026-01, 2026-01-27, "
        "or a range of two alike.",
    ),
    _rule(
        "period-unquoted",
        "error",
        "a period is not in quotes",
        "2025 without quotes is a number to TOML, and 2026-01-27 a date.",
    ),
    _rule(
        "period-missing",
        "error",
        "each stands without a period",
        "It says that the value holds for every step of the period.",
    ),
    _rule(
        "period-future",
        "error",
        "an actual figure is of a time to come",
        "What is still to come is a target or an estimate.",
    ),
    _rule(
        "period-impossible",
        "error",
        "an actual figure is of a time after its source was published",
        "A document cannot know what came after it. Check the period, the status and the date.",
    ),
    _rule(
        "of-missing",
        "error",
        "a share, rank, streak or change lacks what it is of",
        "38.6 % says nothing without 'of western China'.",
    ),
    _rule(
        "of-unknown",
        "warning",
        "what a fact is of looks like a key and is none",
        "Where of is topic.name, it should be an indicator of the store.",
    ),
    _rule(
        "base-missing",
        "error",
        "a multiple lacks the period it is a multiple of",
        "'Tripled' says nothing without the year it started from.",
    ),
    _rule(
        "claim-misplaced",
        "error",
        "first or record where there is no level",
        "A level that was reached may be the first of its kind or a record. A first place is a "
        "rank, and a target has not been reached.",
    ),
    _rule(
        "implied-unknown",
        "error",
        "implied names a key that no document implies",
        "A document may imply the period of a figure without printing it, and nothing else.",
    ),
    _rule(
        "base-misplaced",
        "error",
        "a measure that has no base is given one",
        "A change, a growth and a multiple start from a period; the other measures do not.",
    ),
    _rule(
        "stated-missing",
        "warning",
        "a figure lacks the words that state it",
        "Without them nobody can check that it was read rightly.",
    ),
    _rule(
        "stated-long",
        "warning",
        "the words that state a figure are more than eight",
        "Quote the shortest fragment that states it, never a sentence.",
    ),
    _rule(
        "alias-ambiguous",
        "warning",
        "an alias means two things",
        "Who types it gets both; get refuses to choose.",
    ),
    _rule(
        "alias-hidden",
        "warning",
        "a topic's name hides an alias",
        "Topics come first when a term is resolved, so the alias is never found.",
    ),
    _rule(
        "indicator-undeclared",
        "warning",
        "facts of an indicator that nothing else is said of, much like another's key",
        "A slip in the header of a fact makes an indicator of its own.",
    ),
    _rule(
        "indicator-empty",
        "warning",
        "an indicator has no facts",
        "Its name is found, and there is nothing to show.",
    ),
    _rule(
        "accept-unknown",
        "error",
        "accept names a check that does not exist",
        "It holds the ids of checks, as --list shows them.",
    ),
    _rule(
        "accept-unexplained",
        "error",
        "a fact accepts a discrepancy without a note",
        "The note says why it is accepted.",
    ),
)

TRUTH = (
    _rule(
        "stated-differs",
        "error",
        "the words of the source state another figure",
        "The number, its sign, the hedge, the unit or the rank read from stated is not that of the "
        "fact. A hedge that is only implied is explained by a note.",
    ),
    _rule(
        "stated-unclear",
        "warning",
        "something beside the figure in stated is not understood",
        "A word for a scale, a currency, a sign, a denial or a range may make the figure another "
        "than it looks, or no figure is read in the words at all. Shorten them to what states the "
        "figure, or say in a note what they mean.",
    ),
    _rule(
        "source-words",
        "error",
        "the words are not in the document",
        "With --documents, each stated must stand in its source, line breaks and the style of "
        "quotes aside.",
    ),
    _rule(
        "source-contradiction",
        "error",
        "one source states what cannot be true together",
        "The intervals of its own facts have nothing in common.",
    ),
    _rule(
        "rival-conflict",
        "warning",
        "sources state figures that cannot both be true",
        "The intervals do not overlap.",
    ),
    _rule(
        "rank-conflict",
        "warning",
        "sources state ranks that cannot both be true",
        "A place among the same others in the same period.",
    ),
    _rule(
        "growth-differs",
        "warning",
        "a stated growth or multiple is not that of the levels",
        "Both are intervals, and they have nothing in common. Growth in real terms is never held "
        "against nominal levels.",
    ),
    _rule(
        "share-differs",
        "warning",
        "a stated share is not that of the levels",
        "Where a share is of an indicator with a level of the same unit and period.",
    ),
    _rule(
        "streak-differs",
        "warning",
        "two streaks do not start in the same year",
        "Nine years to 2025 needs seven to 2023.",
    ),
    _rule(
        "claim-differs",
        "warning",
        "a first or a record that an earlier figure belies",
        "A level with first = true is the first that reaches its value, one with record = true "
        "has none beyond it: no earlier period as long, or earlier state of a stock, may.",
    ),
    _rule(
        "target-missed",
        "info",
        "a target was missed",
        "No fault of the store: a fact about the world that a reader may want to know.",
    ),
)

RULES: tuple[Rule, ...] = (*SYNTAX, *STRUCTURE, *TRUTH)

RULES_BY_ID: dict[str, Rule] = {rule.id: rule for rule in RULES}
