"""Every regular expression of cqfacts is linear: twice the text is twice the work, at the most.

They are found in the code, so that a new one is held to it as well. The work is counted in steps
(`stepping.py`) on texts that are made for each, and the worst of these is also given to Python's
own engine, so long that anything but linear work would take it minutes. No clock is looked at.
"""

from __future__ import annotations

import ast
import importlib
import json
import pickle
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from conftest import IS_LONG, PROJECT
from hypothesis import given, settings
from hypothesis import strategies as st
from stepping import Attack, Machine, Program, count_steps, find_attacks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = Path(__file__).parent.parent / "cqfacts"
METHODS = ("match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split")
IMPORTED = "imported"
OTHERS = {"escape", "Match", "Pattern", *["ASCII", "DOTALL", "IGNORECASE", "MULTILINE", "VERBOSE"]}
# Where each of them takes flags.
FLAGS = dict(zip(("compile", *METHODS), (1, 2, 2, 2, 2, 2, 4, 4, 3), strict=True))
# What stands in a pattern that is made where it is used.
GIVEN: dict[str, dict[str, Any]] = {
    "auditing/html.py:end": {"tag": "script"},
    "checks/documents.py:_holds": {"stated": "1 a 1"},
    "writing/described.py:_may_be_described": {"name": "a.a"},
    "writing/replacing.py:own": {"name": "facts.toml"},
}
# What makes patterns of the text that it is given, with these flags.
MAKERS = {"_form": re.IGNORECASE}
# So many times a part is there at least, and so many characters; then twice as many.
LEAST_TIMES, LEAST_SIZE = 8, 32
MOST_GROWTH = 2.2
MOST_STEPS = 4_000_000
LONG = 2**19
JAVASCRIPT = (
    ("ς", "g", "sub"),
    (r"[\s_-]+", "", "split"),
    (r"\s+", "", "split"),
    ("^(INPUT|TEXTAREA)$", "", "search"),
)
# What somebody thought of, beside what is made for each pattern.
OWN = {
    "auditing/html.py:_ATTRIBUTE.finditer": [Attack("", "a='b\"", ""), Attack("a=", " ", "")],
    "auditing/html.py:_MARK.search": [Attack("<", "a", ""), Attack("<a ", "\"'", "")],
    "auditing/markdown.py:_INLINE.sub": [Attack("", "](", ""), Attack("](", "a", ' "')],
    "store/recovery.py:_DEEP.finditer": [Attack("", "a", ""), Attack("", "a.", "a")],
}


class Use(NamedTuple):
    """A pattern and how it is used: `auditing/html.py:_MARK.search`."""

    place: str
    pattern: re.Pattern[Any]
    method: str

    def __str__(self) -> str:
        return f"{self.place}.{self.method}"


def name_module(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def find_uses() -> Iterator[Use]:
    """Yield every use of every pattern, in the order of the files."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    called = {path: find_methods(tree) for path, tree in trees.items()}
    named: Counter[str] = Counter()
    for path, tree in trees.items():
        known: dict[str, Any] = {}
        for name, home, call, after in find_calls(tree):
            known = known or vars(importlib.import_module(name_module(path)))
            place = f"{path.relative_to(PACKAGE).as_posix()}:{name}"
            pattern = make_pattern(call, home, known, GIVEN.get(place, {}))
            method = get_name(call.func)
            # A function may have several that have no name of their own.
            named[place] += 1
            place += f"#{named[place]}" if named[place] > 1 else ""
            if method in MAKERS:
                # It is handed on, as what `find_methods` takes for anything.
                yield from (Use(place, pattern, one) for one in ("finditer", "match"))
                continue
            if method != "compile":
                yield Use(place, pattern, method)
                continue
            methods = {after} & {*METHODS} | called[path].get(name, set())
            for other in called.values():
                methods |= other[name] if IMPORTED in other.get(name, ()) else set()
            methods.discard(IMPORTED)
            assert methods, f"{place} is used in a way that is not known here"
            yield from (Use(place, pattern, one) for one in sorted(methods))


def find_calls(tree: ast.Module) -> Iterator[tuple[str, ast.AST, ast.Call, str]]:
    """Yield the calls of `re` that take a pattern: name, home, and what is called of the pattern.

    Each has the name that it is given, or else that of the function that it stands in.
    """
    above = {inner: node for node in ast.walk(tree) for inner in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.ImportFrom) and node.module == "re")
        said = get_name(node)
        is_of_re = isinstance(node, ast.Attribute) and get_name(node.value) == "re"
        is_made = isinstance(node, ast.Name) and said in MAKERS
        if not (is_made or is_of_re) or said in OTHERS:
            continue
        assert is_made or said in ("compile", *METHODS), f"re.{said} is not known here"
        call = above[node]
        assert isinstance(call, ast.Call), ast.unparse(call)
        home: ast.AST = call
        name = ""
        while not isinstance(home, (ast.FunctionDef, ast.Module)):
            if isinstance(home, (ast.Assign, ast.AnnAssign)):
                name = ast.unparse(home.targets[0] if isinstance(home, ast.Assign) else home.target)
            home = above[home]
        if isinstance(home, ast.FunctionDef):
            name = name or home.name
        if name not in MAKERS:
            yield name, home, call, get_name(above[call])


def get_name(node: ast.AST) -> str:
    """Return the name or the attribute that a node is, empty where it is neither."""
    return str(getattr(node, "id", None) or getattr(node, "attr", None) or "")


def find_methods(tree: ast.Module) -> dict[str, set[str]]:
    """Return what is called of each name; where it is handed on, that may be anything."""
    above = {inner: node for node in ast.walk(tree) for inner in ast.iter_child_nodes(node)}
    found: dict[str, set[str]] = {}
    for node, outer in above.items():
        if isinstance(getattr(node, "ctx", None), ast.Load) and (name := get_name(node)):
            is_asked = isinstance(outer, ast.Attribute)
            said = {get_name(outer)} & {*METHODS} if is_asked else {"match", "finditer"}
            found.setdefault(name, set()).update(said)
        if isinstance(node, ast.ImportFrom):
            for one in node.names:
                found.setdefault(one.name, set()).add(IMPORTED)
    return found


def make_pattern(
    call: ast.Call, home: ast.AST, known: Mapping[str, Any], given: Mapping[str, Any]
) -> re.Pattern[Any]:
    """Return the pattern that a call takes; `given` has names of the function that it stands in."""
    assigned = {
        ast.unparse(node.targets[0]): node.value
        for node in ast.walk(home)
        if isinstance(home, ast.FunctionDef) and isinstance(node, ast.Assign)
    }

    def evaluate(said: ast.expr) -> Any:  # noqa: ANN401 - text, bytes or flags
        names = {get_name(one) for one in ast.walk(said)} & assigned.keys()
        own = {name: evaluate(assigned[name]) for name in names - given.keys()}
        return eval(ast.unparse(said), {"re": re, **known, **own, **given})  # noqa: S307 - our own code

    if get_name(call.func) in MAKERS:
        return re.compile(evaluate(call.args[0]), MAKERS[get_name(call.func)])
    flags = [one.value for one in call.keywords if one.arg == "flags"]
    if (place := FLAGS[get_name(call.func)]) < len(call.args):
        flags.append(call.args[place])
    return re.compile(*map(evaluate, (call.args[0], *flags)))


def find_others() -> Iterator[Use]:
    """Yield the patterns of the script of the fact book, and of the schema that editors read."""
    script = (PACKAGE / "export/book/book.js").read_text("utf-8")
    assert "RegExp" not in script
    for said, flags, method in JAVASCRIPT:
        assert f"/{said}/{flags}" in script
        yield Use(f"book.js:/{said}/", re.compile(said), method)
    assert len(re.findall(r"[(=,:?&|!]\s*/[^/*\s]", script)) == len(JAVASCRIPT)
    schema = json.loads((PROJECT / "store.schema.json").read_text("utf-8"))
    for number, said in enumerate(sorted({*find_schema_patterns(schema)})):
        yield Use(f"store.schema.json:{number}", re.compile(said), "search")


def find_schema_patterns(schema: object) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(pattern := schema.get("pattern"), str):
            yield pattern
        yield from schema.get("patternProperties", {})
    for inner in schema.values() if isinstance(schema, dict) else ():
        yield from find_schema_patterns(inner)
    for inner in schema if isinstance(schema, list) else ():
        yield from find_schema_patterns(inner)


USES = {str(use): use for use in (*find_uses(), *find_others())}


def count(use: Use, attack: Attack, times: int) -> int:
    text = attack.write(times, is_bytes=isinstance(use.pattern.pattern, bytes))
    return count_steps(use.pattern, use.method, text, MOST_STEPS)


def find_growth(use: Use, attack: Attack) -> float:
    """Return what the work grows by where the text is twice as long, for one of some length.

    What has an end of its own grows faster at first: only what goes on doing so is not linear.
    """
    times = max(LEAST_TIMES, LEAST_SIZE // len(attack.part))
    work, growth = count(use, attack, times), float("inf")
    while growth > MOST_GROWTH:
        times *= 2
        more = count(use, attack, times)
        if more > MOST_STEPS:
            break
        work, growth = more, more / work
    return growth


def find_worst(use: Use) -> tuple[float, Attack, Attack]:
    """Return the most that the work grows by, with what makes it, and what takes most steps."""
    attacks = [*find_attacks(use.pattern), *OWN.get(str(use), [])]
    growths = [find_growth(use, one) for one in attacks]
    growth = max(growths)
    longest = max(attacks, key=lambda one: count(use, one, 16) / len(one.part))
    return growth, attacks[growths.index(growth)], longest


RUN = """
import pickle, resource, sys
pattern, method, texts, seconds = pickle.load(sys.stdin.buffer)
resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
for text in texts:
    if method in ("sub", "subn"):
        pattern.sub(text[:0], text)
    elif method == "finditer":
        sum(1 for _ in pattern.finditer(text))
    else:
        getattr(pattern, method)(text)
"""


def run(use: Use, texts: list[str | bytes], seconds: int = 60) -> int:
    """Give texts to Python's own engine. Return the exit status, below 0 after so much work."""
    given = pickle.dumps((use.pattern, use.method, texts, seconds))
    return subprocess.run([sys.executable, "-c", RUN], input=given, check=False).returncode


@pytest.mark.parametrize("name", USES)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    use = USES[name]
    growth, worst, longest = find_worst(use)
    assert (growth <= MOST_GROWTH, worst) == (True, worst)
    if sys.platform != "win32":
        is_bytes = isinstance(use.pattern.pattern, bytes)
        texts = [one.write(LONG // len(one.part), is_bytes=is_bytes) for one in {worst, longest}]
        assert run(use, texts) == 0


def test_there_is_an_own_case_only_for_what_there_is() -> None:
    assert not OWN.keys() - USES.keys()
    assert len(USES) > 90


@pytest.mark.parametrize(
    ("pattern", "method"),
    [
        (r"a*b", "search"),
        (r"\s+$", "search"),
        (r"[a-z]+\s*=", "finditer"),
        (r"(a+)+$", "match"),
        (r"(?:a|a)*b", "match"),
        (r"[ \t]*\|?[ \t]*x", "match"),
        (r"<[a-z]*[^<>]*>", "match"),
        (r"(?:\w+\.){100}", "search"),
        (r"^\w*\d\w*$", "fullmatch"),
    ],
)
def test_what_is_not_linear_is_found(
    pattern: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "MOST_STEPS", 100_000)
    use = Use("a.py:a", re.compile(pattern), method)
    assert any(find_growth(use, one) > MOST_GROWTH for one in find_attacks(use.pattern))


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit of processor time")
def test_work_that_is_not_linear_is_stopped() -> None:
    text = "a" * LONG
    assert run(Use("a.py:a", re.compile("a*b"), "search"), [text], seconds=1) < 0


ODD: dict[str, re.Pattern[Any]] = {
    one: re.compile(one) for one in (r"a*?", r"|a", r"(?:a|ab)*", r"a{0,2}?b", r"(?<=a)b|\Z")
}


@pytest.mark.parametrize("name", [*USES, *ODD])
def test_matches_are_those_of_python(name: str) -> None:
    pattern: re.Pattern[Any] = ODD[name] if name in ODD else USES[name].pattern
    is_bytes = isinstance(pattern.pattern, bytes)
    program, attacks = Program(pattern), find_attacks(pattern)

    @settings(max_examples=2000 if IS_LONG else 25)
    @given(st.lists(st.sampled_from(attacks), max_size=4), st.integers(1, 3))
    def hold(some: list[Attack], times: int) -> None:
        pieces = [one.write(times, is_bytes=is_bytes) for one in some]
        text: Any = (b"" if is_bytes else "").join(pieces)  # type: ignore[arg-type]  # all are
        found = [match.span() for match in pattern.finditer(text)]
        assert [tuple(one) for one in Machine(program, text).find_all()] == found
        for is_full in (False, True):
            match = (pattern.fullmatch if is_full else pattern.match)(text)
            own = Machine(program, text).match(is_full=is_full)
            assert (own and tuple(own)) == (match and match.span())

    hold()


def test_the_page_of_trust_counts_them() -> None:
    page = (PROJECT / "docs" / "trust.md").read_text(encoding="utf-8")
    others = [name for name in USES if name.startswith(("book.js", "store.schema.json"))]
    assert f"{len(USES) - len(others)} of them, and {len(others)} of" in page
