"""The start screen: what cqfacts prints when it is called with no words at all."""

from __future__ import annotations

from cqfacts.visible import wrap

_OVERVIEW = """\
cqfacts looks up figures: what the figure is, who says so, in which words, and how it compares.

Ask:
  cqfacts show nev                     every fact about new energy vehicles
  cqfacts show gdp growth 2025         some of them, in words
  cqfacts compare gdp                  sources, years and targets against each other
  cqfacts compare nev autos.output     one indicator as a share of another
  cqfacts chart gdp                    the same as bars, or -o gdp.svg
  cqfacts get nev                      the bare number, for a script
  cqfacts cite gdp                     who says so, ready to be quoted
  cqfacts search land-sea              where something is mentioned

Find your way:
  cqfacts list                         the topics, and what each has
  cqfacts sources                      the documents behind the facts
  cqfacts check                        the problems of a store
  cqfacts init                         a small store of your own
  cqfacts add gdp "up 5.3%" -p 2025    one fact more in it
  cqfacts import figures.csv           many facts at once
  cqfacts export -o facts.db           facts for other tools
  cqfacts edit gdp                     its place in your editor
  cqfacts COMMAND --help               what a command can do
  cqfacts --install-completion         let the shell complete keys, topics and fields

The store is --store, else CQFACTS_STORE, else facts.toml of this folder or one above, else
the one that ships with cqfacts.
"""
_INDENT = "  "
_BELOW = "      "


def describe_overview(width: int | None) -> str:
    """Return the start screen in lines of so many columns, broken at words; None for no limit."""
    if width is None:
        return _OVERVIEW
    lines = _OVERVIEW.splitlines()
    is_narrow = any(len(line) > width for line in lines if line.startswith(_INDENT))
    return "".join(f"{_wrap(line, width) if is_narrow else wrap(line, width)}\n" for line in lines)


def _wrap(line: str, width: int) -> str:
    """Return a line that fits; what is said of a command goes below it."""
    command, _, meaning = line.removeprefix(_INDENT).partition("  ")
    if not line.startswith(_INDENT) or not meaning:
        return wrap(line, width, _INDENT if line.startswith(_INDENT) else "")
    described = wrap(f"{_BELOW}{meaning.strip()}", width, _BELOW)
    return f"{wrap(f'{_INDENT}{command}', width, _BELOW)}\n{described}"
