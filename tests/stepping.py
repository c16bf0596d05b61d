"""Stepping: regular expressions matched step by step, so that their work can be counted.

It backtracks just as Python's own engine does, and takes the same parse tree; what that engine
skips by knowing how a match must start is counted here, so that it never does more than is told.
"""

from __future__ import annotations

import importlib
import re
import sys
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

_parser = importlib.import_module("re._parser")

_CATEGORIES = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}


_MOST_STARTS, _MOST_PARTS = 4, 48
_ENDS = ("", "\n\0")


class TooManyStepsError(Exception):
    """A match takes more steps than are allowed."""


class Match(NamedTuple):
    """Where a match is."""

    start: int
    end: int


class Program:
    """A pattern as a list of instructions, which a machine with a stack of states obeys."""

    def __init__(self, pattern: re.Pattern[Any]) -> None:
        self.is_bytes = isinstance(pattern.pattern, bytes)
        self.tree = _parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
        self.code: list[tuple[Any, ...]] = []
        self.marks = 0
        self._compile(self.tree, pattern.flags)
        self.code.append(("done",))

    def _put(self, *instruction: Any) -> int:  # noqa: ANN401 - of each its own
        self.code.append(instruction)
        return len(self.code) - 1

    def _compile(self, nodes: Iterable[Any], flags: int) -> None:
        for kind, said in nodes:
            name = str(kind)
            if name in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
                self._put("one", make_test(name, freeze(said), flags, is_bytes=self.is_bytes))
            elif name in ("MAX_REPEAT", "MIN_REPEAT"):
                self._repeat(*said, flags=flags, is_lazy=name == "MIN_REPEAT")
            elif name == "POSSESSIVE_REPEAT":
                place = self._put()
                self._repeat(*said, flags=flags, is_lazy=False)
                self._put("done")
                self.code[place] = ("once", len(self.code))
            elif name == "SUBPATTERN":
                _, added, removed, inner = said
                self._compile(inner, (flags | added) & ~removed)
            elif name == "BRANCH":
                self._branch(said[1], flags)
            elif name in ("ASSERT", "ASSERT_NOT"):
                direction, inner = said
                width = inner.getwidth()[0] if direction < 0 else 0
                place = self._put()
                self._compile(inner, flags)
                self._put("done")
                self.code[place] = ("look", name == "ASSERT", width, len(self.code))
            elif name == "AT":
                self._put("at", str(said), flags)
            else:
                raise NotImplementedError(name)

    def _repeat(self, least: int, most: Any, inner: Any, *, flags: int, is_lazy: bool) -> None:  # noqa: ANN401
        for _ in range(least):
            self._compile(inner, flags)
        is_endless = int(most) > 2**31
        ends = []
        for _ in range(1 if is_endless else int(most) - least):
            mark, self.marks = self.marks, self.marks + 1
            place = self._put()
            ends.append(place)
            self._put("mark", mark)
            self._compile(inner, flags)
            self._put("moved", mark)
            if is_endless:
                self._put("go", place)
        for place in ends:
            ways = (place + 1, len(self.code))
            self.code[place] = ("try", *(ways[::-1] if is_lazy else ways))

    def _branch(self, branches: Sequence[Any], flags: int) -> None:
        leaps = []
        for number, inner in enumerate(branches):
            place = self._put() if number < len(branches) - 1 else None
            self._compile(inner, flags)
            if place is not None:
                leaps.append(self._put())
                self.code[place] = ("try", place + 1, len(self.code))
        for place in leaps:
            self.code[place] = ("go", len(self.code))


class Machine:
    """What runs a program on a text, and counts the steps."""

    def __init__(self, program: Program, text: str | bytes, most: int = sys.maxsize) -> None:
        self.program = program
        self.text = text.decode("latin-1") if isinstance(text, bytes) else text
        self.most = most
        self.steps = 0

    def match(self, start: int = 0, *, is_full: bool = False) -> Match | None:
        """Return the match at a place."""
        end = self._run(0, start, is_full=is_full)
        return None if end is None else Match(start, end)

    def search(self, start: int = 0, *, must_move: bool = False) -> Match | None:
        """Return the first match from a place on; one right there may have to hold something."""
        for place in range(start, len(self.text) + 1):
            end = self._run(0, place, must_move=must_move and place == start)
            if end is not None:
                return Match(place, end)
        return None

    def find_all(self) -> Iterator[Match]:
        """Yield all matches, as `finditer`, `sub` and `split` have them."""
        found = self.search()
        while found:
            yield found
            found = self.search(found.end, must_move=found.start == found.end)

    def _run(  # noqa: C901, PLR0912 - an instruction each
        self, first: int, start: int, *, is_full: bool = False, must_move: bool = False
    ) -> int | None:
        code, text = self.program.code, self.text
        stack: list[tuple[int, int, tuple[tuple[int, int], ...]]] = [(first, start, ())]
        while stack:
            place, at, marks = stack.pop()
            while True:
                self.steps += 1
                if self.steps > self.most:
                    raise TooManyStepsError
                kind, *said = code[place]
                place += 1
                if kind == "one":
                    if at >= len(text) or not said[0](text[at]):
                        break
                    at += 1
                elif kind == "try":
                    stack.append((said[1], at, marks))
                    place = said[0]
                elif kind == "go":
                    place = said[0]
                elif kind == "mark":
                    marks = (*(one for one in marks if one[0] != said[0]), (said[0], at))
                elif kind == "moved":
                    if (said[0], at) in marks:
                        break
                elif kind == "look":
                    wanted, width, after = said
                    found = at >= width and self._run(place, at - width) is not None
                    if found != wanted:
                        break
                    place = after
                elif kind == "once":
                    end = self._run(place, at)
                    if end is None:
                        break
                    at, place = end, said[0]
                elif kind == "at":
                    if not self._is_at(at, *said):
                        break
                elif (not is_full or at == len(text)) and not (must_move and at == start):
                    return at
                else:
                    break
        return None

    def _is_at(self, at: int, where: str, flags: int) -> bool:
        text = self.text
        if where.endswith("BOUNDARY"):
            is_word = make_test(
                "IN", (("CATEGORY", "CATEGORY_WORD"),), flags, is_bytes=self.program.is_bytes
            )
            sides = [0 <= one < len(text) and is_word(text[one]) for one in (at - 1, at)]
            return (sides[0] != sides[1]) == (where == "AT_BOUNDARY")
        if where.startswith("AT_BEGINNING"):
            is_line = bool(flags & re.MULTILINE) and where == "AT_BEGINNING"
            return at == 0 or (is_line and text[at - 1] == "\n")
        if where == "AT_END_STRING":
            return at == len(text)
        is_line = bool(flags & re.MULTILINE)
        return text[at:] in ("", "\n") or (is_line and text[at : at + 1] == "\n")


def freeze(said: Any) -> Any:  # noqa: ANN401 - what the parser has
    """Return what is said of one character as tuples of plain values."""
    if isinstance(said, list):
        return tuple(
            (str(kind), str(one) if str(kind) == "CATEGORY" else one) for kind, one in said
        )
    return said


@cache
def make_test(name: str, said: Any, flags: int, *, is_bytes: bool) -> Callable[[str], bool]:  # noqa: ANN401
    """Return whether one character is what a pattern has in a place."""
    if name == "ANY":
        return lambda one: bool(flags & re.DOTALL) or one != "\n"
    items = said if name == "IN" else (("LITERAL", said),)
    is_not = name == "NOT_LITERAL" or bool(items and items[0][0] == "NEGATE")
    pieces = "".join(_write_item(kind, one) for kind, one in items if kind != "NEGATE")
    kept = flags & (re.IGNORECASE | re.ASCII) | (re.ASCII if is_bytes else 0)
    pattern = re.compile(f"[{'^' if is_not else ''}{pieces}]", kept)
    return cache(lambda one: pattern.match(one) is not None)


def _write_item(kind: str, said: Any) -> str:  # noqa: ANN401
    if kind == "LITERAL":
        return f"\\U{said:08x}"
    if kind == "RANGE":
        return f"\\U{said[0]:08x}-\\U{said[1]:08x}"
    name = said.removeprefix("CATEGORY_")
    written = _CATEGORIES[name.removeprefix("NOT_")]
    return written.upper() if name.startswith("NOT_") else written


def count_steps(pattern: re.Pattern[Any], method: str, text: str | bytes, most: int) -> int:
    """Return how many steps a use of a pattern takes, at most so many and one."""
    machine = Machine(_compile(pattern), text, most)
    try:
        if method in ("match", "fullmatch"):
            machine.match(is_full=method == "fullmatch")
        elif method == "search":
            machine.search()
        else:
            for _ in machine.find_all():
                pass
    except TooManyStepsError:
        return most + 1
    return machine.steps


_compile = cache(Program)


class Attack(NamedTuple):
    """A text that may be long work: something, a part that is repeated, and how it ends."""

    start: str
    part: str
    end: str

    def write(self, times: int, *, is_bytes: bool) -> str | bytes:
        """Return the text, with its part so many times."""
        text = self.start + self.part * times + self.end
        return text.encode("latin-1", "replace") if is_bytes else text


def find_attacks(pattern: re.Pattern[Any]) -> list[Attack]:
    """Return texts that are made for a pattern, by its repeats and what stands before them."""
    program = _compile(pattern)
    flags, is_bytes = pattern.flags, program.is_bytes
    parts: dict[str, None] = {}
    starts: dict[str, None] = {"": None}
    for before, inner in _find_repeats(program.tree, flags, is_bytes, [""]):
        parts.update(dict.fromkeys(inner))
        starts.update(dict.fromkeys(before))
    wholes = _sample(program.tree, flags, is_bytes)
    # What stands for many characters comes first.
    tests = sorted(_find_tests(program.code), key=lambda test: -len(_pick(test)))
    characters = dict.fromkeys(one for test in tests for one in _pick(test))
    parts.update(dict.fromkeys([*wholes, *(one[:-1] for one in wholes), *characters]))
    chosen = [*starts][:_MOST_STARTS], [one for one in parts if one][:_MOST_PARTS], _ENDS
    return [Attack(*one) for one in product(*chosen)]


def _find_tests(code: Sequence[tuple[Any, ...]]) -> Iterator[Callable[[str], bool]]:
    yield from dict.fromkeys(one[1] for one in code if one[0] == "one")


@cache
def _pick(test: Callable[[str], bool]) -> tuple[str, ...]:
    """Return a few characters that pass a test, of several sorts."""
    sorts = ("a", "A", "0", "1", " ", "\n", "_", "-", ".", ",", '"', "'", "[", "#", "\t", "\xa0")
    found = [one for one in sorts if test(one)][:3]
    return tuple(found) or (next(filter(test, map(chr, range(sys.maxunicode)))),)


def _sample(nodes: Iterable[Any], flags: int, is_bytes: bool) -> list[str]:
    """Return a few texts that nodes match, as far as no assertion is against it."""
    found = [""]
    for kind, said in nodes:
        name = str(kind)
        if name in ("LITERAL", "NOT_LITERAL", "IN", "ANY"):
            some = list(_pick(make_test(name, freeze(said), flags, is_bytes=is_bytes)))
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            least, most, inner = said
            own = _sample(inner, flags, is_bytes)
            some = [one * min(max(least, 1), int(most)) for one in own]
            some += [""] * (least == 0)
        elif name == "SUBPATTERN":
            some = _sample(said[3], (flags | said[1]) & ~said[2], is_bytes)
        elif name == "BRANCH":
            some = [one for inner in said[1] for one in _sample(inner, flags, is_bytes)[:1]]
        else:
            continue
        found = [one + more for one, more in product(found[:2], some[:3])][:6]
    return found


def _find_repeats(
    nodes: Iterable[Any], flags: int, is_bytes: bool, before: list[str]
) -> Iterator[tuple[list[str], list[str]]]:
    """Yield what may stand before each repeat, and what is repeated."""
    nodes = list(nodes)
    for number, (kind, said) in enumerate(nodes):
        name = str(kind)
        lead = [
            one + more for one, more in product(before, _sample(nodes[:number], flags, is_bytes))
        ][:2]
        if name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            if int(said[1]) > 1:
                yield lead, _sample(said[2], flags, is_bytes)
            yield from _find_repeats(said[2], flags, is_bytes, lead)
        elif name == "SUBPATTERN":
            yield from _find_repeats(said[3], (flags | said[1]) & ~said[2], is_bytes, lead)
        elif name == "BRANCH":
            for inner in said[1]:
                yield from _find_repeats(inner, flags, is_bytes, lead)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from _find_repeats(said[1], flags, is_bytes, lead)
