"""Made-up indicators and facts, the same for the same seed, none of which contradicts another."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from words import CHINESE, ENGLISH, RARE, TOPICS

if TYPE_CHECKING:
    from collections.abc import Iterator

FACTS_AN_INDICATOR = 20
LATEST = 2025
YEARS = range(2017, LATEST + 1)
_BULLETIN = "municipal-statistical-bulletin-"
LATEST_SOURCE = f"{_BULLETIN}{LATEST}"
# The id of every source, and the day of its publication where it shows one.
SOURCES = {f"{_BULLETIN}{year}": f"{year + 1}-03-20" for year in YEARS} | {
    "municipal-work-report-2026": "2026-01-20",
    "city-daily-round-up": "",
    "review-of-industry": "",
}

_COUNTED = ("vehicles", "projects", "enterprises", "households", "devices", "trips", "beds")
_MEASURED = ("tons", "km", "hectares", "kWh", "barrels")
_PARTS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-S1", "2025-01", "2025-04", "2025-11")
_OTHERS = ("Chinese cities", "western cities", "inland ports", "towns on the river")
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_LEADS = ("a total of ", "reached ", "came to ", "stood at ", "the whole was ")
_HEDGES = {"over": "more than ", "nearly": "nearly ", "about": "about "}
_NOTE = "Printed again without a change a year later, in the next bulletin"
_SELDOM = 0.25


class Fact(NamedTuple):
    """A fact as a store writes it; `number` is its exact value, where it has one."""

    source: str
    period: str
    value: int | str = ""
    number: str = ""
    stated: str = ""
    measure: str = ""
    status: str = ""
    qualifier: str = ""
    of: str = ""
    text: str = ""
    note: str = ""


class Indicator(NamedTuple):
    """An indicator with its facts."""

    topic: str
    name: str
    label: str
    aliases: list[str]
    unit: str
    facts: list[Fact]

    @property
    def key(self) -> str:
        """The key that a command is given."""
        return f"{self.topic}.{self.name}"


def make_indicators(facts: int, seed: int = 1) -> Iterator[Indicator]:
    """Yield indicators, topic by topic, with so many facts in all."""
    count = count_indicators(facts)
    for number in range(count):
        made = make_indicator(number, count, seed)
        yield made._replace(facts=made.facts[: facts - number * FACTS_AN_INDICATOR])


def count_indicators(facts: int) -> int:
    """Return how many indicators so many facts are about; the last may have fewer than others."""
    return -(-facts // FACTS_AN_INDICATOR)


def find_middle(facts: int, seed: int = 1) -> Indicator:
    """Return the indicator that lookups ask for."""
    count = count_indicators(facts)
    return make_indicator(count // 2, count, seed)


def make_indicator(number: int, count: int, seed: int = 1) -> Indicator:
    """Return one indicator of so many, without making the others.

    The one in the middle has whole figures, and the only text with the rare word.
    """
    draw = Random(f"{seed} {number}")  # noqa: S311 - for data, not for secrets
    in_the_middle = number == count // 2
    first, second, third = draw.sample(ENGLISH, 3)
    aliases = [f"{third} {first} {number}", "".join(draw.sample(CHINESE, 2)) + str(number)]
    if draw.random() < _SELDOM:
        aliases.append(f"{first[:3].upper()}{number}")
    style = "whole" if in_the_middle else draw.choice(("whole", "scaled", "scaled", "tenths"))
    unit = draw.choice(_MEASURED if style == "tenths" else _COUNTED)
    return Indicator(
        topic=list(TOPICS)[number * len(TOPICS) // count],
        name=f"{first}-{second}-{third}-{number}",
        label=f"{first.capitalize()} {second} {third} {number}",
        aliases=aliases,
        unit=unit,
        facts=list(_make_facts(draw, style, unit, RARE if in_the_middle else third)),
    )


def _make_facts(draw: Random, style: str, unit: str, word: str) -> Iterator[Fact]:
    """Yield 20 facts: levels and growths by year, then what else is said of an indicator."""
    levels, rates = _draw_history(draw)
    for year, level in levels.items():
        bulletin = f"{_BULLETIN}{year}"
        yield _make_level(draw, style, unit, level, Fact(bulletin, str(year)))
        if year in rates:
            yield _make_growth(rates[year], Fact(bulletin, str(year), measure="growth"))
    part = draw.choice(_PARTS)
    level = levels[int(part[:4])] * draw.randrange(10, 30) // 100
    yield _make_level(
        draw, style, unit, level, Fact(f"municipal-statistical-bulletin-{part[:4]}", part)
    )
    yield _make_rival(style, unit, levels[LATEST])
    yield from _make_places(draw)
    target = draw.randrange(2, 9)
    stated = f"a target of more than {target}%"
    report = Fact("municipal-work-report-2026", "2026")
    yield report._replace(
        measure="growth", status="target", qualifier="over", value=target, stated=stated
    )._replace(number=str(target))
    text = f"Open a centre for {word} and {draw.choice(ENGLISH)} in every district"
    yield report._replace(status="plan", text=text)


def _draw_history(draw: Random) -> tuple[dict[int, int], dict[int, int]]:
    """Return levels by year, and five of the growths between them, in thousandths."""
    levels = {YEARS[0]: draw.randrange(20_000, 5_000_000)}
    rates = {}
    for year in YEARS[1:]:
        before = levels[year - 1]
        levels[year] = before * (1000 + draw.choice((-1, 1, 1)) * draw.randrange(10, 150)) // 1000
        # What is half way is rounded up, as the interval of a printed number has it.
        rates[year] = (2000 * (levels[year] - before) // before + 1) // 2
    return levels, {year: rates[year] for year in draw.sample(YEARS[1:], 5)}


def _make_level(draw: Random, style: str, unit: str, level: int, fact: Fact) -> Fact:
    """Return the fact with a level as its indicator prints them, rounded ones at times hedged."""
    qualifier = ""
    if style == "scaled" and draw.random() < _SELDOM:
        qualifier = draw.choice(tuple(_HEDGES))
    value, number, words = _print_level(level, style, qualifier)
    return fact._replace(
        value=value,
        number=number,
        qualifier=qualifier,
        stated=f"{_HEDGES.get(qualifier) or draw.choice(_LEADS)}{words} {unit}",
        note=_NOTE if draw.random() < _SELDOM else "",
    )


def _print_level(level: int, style: str, qualifier: str) -> tuple[int | str, str, str]:
    """Return a level as a value, as an exact number, and as it stands among words."""
    if style == "whole":
        return level, str(level), f"{level:,}"
    if style == "tenths":
        # A level counts tenths of the unit here.
        whole, tenth = divmod(level, 10)
        return f"{whole}.{tenth}", f"{whole}.{tenth}", f"{whole:,}.{tenth}"
    power, scale = (6, "million") if level >= 10**6 else (3, "thousand")
    step = 10 ** (power - 2)
    # More than what is below it, nearly what is above it, otherwise the nearest.
    count = (level + {"over": -1, "nearly": step}.get(qualifier, step // 2)) // step
    words = f"{count // 100}.{count % 100:02} {scale}"
    return words, str(count * step), words


def _make_growth(rate: int, fact: Fact) -> Fact:
    sign = "-" if rate < 0 else ""
    number = f"{abs(rate) // 10}.{abs(rate) % 10}"
    way = "down" if rate < 0 else "up"
    return fact._replace(
        value=sign + number, number=sign + number, stated=f"{way} {number} percent year on year"
    )


def _make_rival(style: str, unit: str, level: int) -> Fact:
    """Return what another source says of the latest level, with which it agrees."""
    if style == "tenths":
        value, number, words = _print_level(level, style, "")
        return Fact("city-daily-round-up", str(LATEST), value, number, f"{words} {unit} in all")
    value, number, words = _print_level(level, "scaled", "over")
    stated = f"exceeded {words} {unit}"
    return Fact("city-daily-round-up", str(LATEST), value, number, stated, qualifier="over")


def _make_places(draw: Random) -> Iterator[Fact]:
    """Yield a share and a rank."""
    review = Fact("review-of-industry", str(LATEST))
    share = f"{draw.randrange(2, 60)}.{draw.randrange(10)}"
    stated = f"{share} percent of western China's total"
    yield review._replace(
        measure="share", of="western China", value=share, number=share, stated=stated
    )
    place, others = draw.randrange(len(_ORDINALS)), draw.choice(_OTHERS)
    stated = f"ranked {_ORDINALS[place]} among {others}"
    yield review._replace(
        measure="rank", of=others, value=place + 1, number=str(place + 1), stated=stated
    )
