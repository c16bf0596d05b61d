"""Pictures: real files, written by the command and read back."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import struct
import subprocess
import sys
import zlib
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import altair as alt
import pytest

from cqfacts import NotFoundError, chart, open_store
from cqfacts.export.pictures import find_missing_characters, to_altair, write_picture
from cqfacts.export.pictures.lines import count_cells, wrap
from cqfacts.export.pictures.png import compress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conftest import MakeStore, Run

    from cqfacts import Store

ODD = Path(__file__).parent / "golden" / "chart.toml"
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = """
[town.hostile]
label = '</title><script>alert(1)</script> & "<b>" ]]>'
unit = "</script><img src=x onerror=alert(2)>"

[[town.hostile.facts]]
period = "2024"
value = 3
source = "evil"
stated = "<svg onload=alert(3)>"
note = "<!-- </style><script>alert(4)</script>"

[[town.hostile.facts]]
period = "2025"
of = "a\\u202Eb\\u0007\\uFFFE"
value = 4
source = "evil"

[sources.evil]
title = "<a href='javascript:alert(5)'>"
url = "javascript:alert(6)"
"""


@pytest.fixture(scope="module")
def odd() -> Store:
    return open_store(ODD)


def write(run: Run, path: Path, *args: str) -> bytes:
    result = run("chart", *args, "-o", str(path))
    assert (result.out, result.err, result.status) == ("", "", 0)
    assert [one.name for one in path.parent.iterdir() if one.suffix != ".toml"] == [path.name]
    return path.read_bytes()


def texts_of(svg: bytes | str) -> list[str]:
    found = ET.fromstring(svg).iter(f"{SVG}text")
    return ["".join(one.itertext()) for one in found]


def test_an_svg_holds_the_title_the_figures_and_the_sources(run: Run, tmp_path: Path) -> None:
    content = write(run, tmp_path / "gdp.svg", "gdp")
    root = ET.fromstring(content)
    assert root.tag == f"{SVG}svg"
    assert root.find(f"{SVG}title") is not None
    texts = texts_of(content)
    assert {"Gross domestic product", "Chongqing, economy.gdp", "level, CNY trillion"} <= {*texts}
    assert {"CNY 3.38 trillion [8, 9]", "> CNY 3.2 trillion [7]", "> 5 % (target) [8]"} <= {*texts}
    assert (
        "An arrow is an open end: the source gives a bound, and the figure lies beyond it." in texts
    )
    assert any(text.startswith("8 ichongqing-2026-plan: iChongqing, “Chongqing") for text in texts)


def test_a_png_has_the_pixels_that_its_header_names(run: Run, tmp_path: Path) -> None:
    content = write(run, tmp_path / "nev.png", "nev", "-m", "level")
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    width, height, depth, color = struct.unpack_from(">IIBB", content, 16)
    assert (width, depth, color) == (1720, 8, 6)
    pixels = zlib.decompress(content[content.index(b"IDAT") + 4 : content.index(b"IEND") - 8])
    assert len(pixels) == height * (1 + 4 * width)
    # What is blank has few.
    assert len(set(pixels)) > 50


def test_a_png_is_packed_anew_without_a_change() -> None:
    def make(*chunks: tuple[bytes, bytes]) -> bytes:
        parts = [b"\x89PNG\r\n\x1a\n"]
        for kind, content in chunks:
            checksum = struct.pack(">I", zlib.crc32(kind + content))
            parts += [struct.pack(">I", len(content)), kind, content, checksum]
        return b"".join(parts)

    raw = b"\x00\x01\x02\x03" * 5000
    loose = zlib.compress(raw, 0)
    head, end = (b"IHDR", b"x" * 13), (b"IEND", b"")
    packed = compress(make(head, (b"IDAT", loose[:100]), (b"IDAT", loose[100:]), end))
    assert packed == make(head, (b"IDAT", zlib.compress(raw, 6)), end)


def test_the_json_is_vega_lite_with_the_figures_as_data(run: Run, tmp_path: Path) -> None:
    content = write(run, tmp_path / "balance.json", "balance", "-s", str(ODD))
    spec = json.loads(content)
    alt.VConcatChart.from_dict(spec)
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/v")
    panel, rest = spec["vconcat"]
    rows = panel["data"]["values"]
    assert [(row["period"], row["parts"]) for row in rows] == [
        ("2020", ["bar", "range", "low end", "high end", "middle"]),
        ("2021", ["bar", "range", "low end", "high end", "middle"]),
        ("2022", ["bar", "left"]),
        ("2023", ["open range", "high end", "left"]),
        ("2024", ["dot"]),
        ("2025", ["bar", "range", "low end", "high end", "middle"]),
        ("2026", ["bar"]),
    ]
    assert [(row["from"], row["to"]) for row in rows][2] == (-2.5, 0)
    hollow = {row["period"]: row["fill"] == "#ffffff" for row in rows}
    assert [period for period, is_hollow in hollow.items() if is_hollow] == ["2026"]
    assert rest["data"]["values"][-1]["text"].startswith("2 ribao")


def layers_of(spec: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for panel in spec["vconcat"]:
        for layer in panel.get("layer", ()):
            for step in layer.get("transform", ()):
                mark = layer["mark"]
                yield step["filter"].split("'")[1], mark["type"]


@pytest.mark.parametrize(
    ("term", "layers"),
    [
        pytest.param("town.lines", {("bar", "bar")}, id="exact"),
        pytest.param(
            "town.rank",
            {
                ("bar", "bar"),
                ("dot", "point"),
                ("range", "rule"),
                ("low end", "tick"),
                ("high end", "tick"),
                ("middle", "circle"),
            },
            id="ranges-and-dots",
        ),
        pytest.param(
            "town.all-cars",
            {
                ("bar", "bar"),
                ("right", "point"),
                ("range", "rule"),
                ("low end", "tick"),
                ("high end", "tick"),
                ("middle", "circle"),
            },
            id="open",
        ),
    ],
)
def test_a_part_has_a_layer_where_a_mark_has_the_part(
    odd: Store, term: str, layers: set[tuple[str, str]]
) -> None:
    assert set(layers_of(to_altair(chart(odd, term)).to_dict())) == layers


def test_there_is_no_picture_of_nothing(shipped: Store) -> None:
    with pytest.raises(NotFoundError, match="the chart has no figure to draw"):
        write_picture(chart(shipped, "challenges"), "svg")


def test_what_is_too_narrow_to_see_is_a_dot(load: Callable[[str], Store]) -> None:
    """A share of less than a thousandth is no bar, and still something."""
    store = load(
        '[town.part]\nlabel = "Part"\n'
        '[[town.part.facts]]\nmeasure = "share"\nof = "it"\nperiod = "2024"\nvalue = 60.0\n'
        'source = "gazette"\n[[town.part.facts]]\nmeasure = "share"\nof = "it"\nperiod = "2025"\n'
        'qualifier = "under"\nvalue = 0.1\nsource = "gazette"\n'
    )
    spec = to_altair(chart(store, "town.part")).to_dict()
    rows = spec["vconcat"][0]["data"]["values"]
    assert [row["parts"] for row in rows] == [["bar"], ["dot"]]


def test_a_gap_of_periods_is_one_blank_row(load: Callable[[str], Store]) -> None:
    facts = "".join(
        f'[[town.homes.facts]]\nperiod = "{year}"\nvalue = 5\nsource = "gazette"\n'
        for year in (2001, 2018, 2020, 2021)
    )
    store = load(f'[town.homes]\nlabel = "Homes"\n{facts}')
    panel = to_altair(chart(store, "town.homes")).to_dict()["vconcat"][0]
    assert [row["row"] for row in panel["data"]["values"]] == [0, 2, 4, 5]
    assert panel["layer"][0]["encoding"]["y"]["scale"]["domain"] == [0, 1, 2, 3, 4, 5]
    assert panel["height"] == 6 * 26


def test_panels_of_several_indicators_stand_in_line(odd: Store) -> None:
    spec = to_altair(chart(odd, ["trips", "lines"])).to_dict()
    panels = [panel for panel in spec["vconcat"] if "layer" in panel]
    ranges = [panel["layer"][0]["encoding"]["x"]["scale"]["range"] for panel in panels]
    assert len(panels) == 3
    assert ranges[0] == ranges[1] == ranges[2]
    assert spec["title"]["text"] == ["Trips, Lines"]


def test_chinese_goes_with_a_font_that_has_it(odd: Store, shipped: Store) -> None:
    chinese = to_altair(chart(odd, "新能源汽车")).to_dict()["config"]["font"]
    assert chinese.startswith("Noto Sans CJK SC, ")
    assert (
        to_altair(chart(shipped, "gdp")).to_dict()["config"]["font"].startswith("Liberation Sans, ")
    )
    texts = texts_of(write_picture(chart(odd, ["新能源汽车", "汽车产量"]), "svg"))
    assert {"新能源汽车产量, 汽车产量", "新能源汽车产量", "95.3万 [1]", "† 300万 [2]"} <= {*texts}


@pytest.fixture
def hostile(make_store: MakeStore) -> Path:
    return make_store(HOSTILE)


def test_nothing_of_a_store_is_obeyed_by_an_svg(run: Run, hostile: Path, tmp_path: Path) -> None:
    content = write(run, tmp_path / "hostile.svg", "hostile", "-s", str(hostile))
    root = ET.fromstring(content)
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "rect",
        "g",
        "path",
        "text",
        "tspan",
        "line",
    }
    names = {name for one in root.iter() for name in one.attrib}
    assert not [name for name in names if name.startswith("on") or name.endswith("href")]
    texts = texts_of(content)
    assert '</title><script>alert(1)</script> & "<b>" ]]>' in texts
    assert "a<U+202E>b<U+0007><U+FFFE>" in texts


class Page(HTMLParser):
    """What a page is made of: its tags with their attributes, and the text of its scripts."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.words: list[str] = []
        self._open = ""
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._open = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - as in HTMLParser
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open == "script":
            self.scripts[-1] += data
        else:
            self.words.append(data)


def hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_a_page_asks_the_network_for_nothing(run: Run, tmp_path: Path) -> None:
    page = Page(write(run, tmp_path / "nev.html", "nev").decode())
    assert not [(tag, attrs) for tag, attrs in page.tags if "src" in attrs or tag == "link"]
    (policy,) = [attrs["content"] for _, attrs in page.tags if "http-equiv" in attrs]
    assert policy is not None
    spec, *scripts = page.scripts
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules == {
        "default-src": "'none'",
        "script-src": " ".join(map(hash_of, scripts)),
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
    }
    alt.VConcatChart.from_dict(json.loads(spec))
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert "https://www.ichongqing.info/?p=158179" in links
    assert {tag for tag, _ in page.tags} >= {"svg", "table", "title", "figure"}
    assert "soared to 1.296 million units" in " ".join(page.words)


def test_nothing_of_a_store_is_obeyed_by_a_page(run: Run, hostile: Path, tmp_path: Path) -> None:
    page = Page(write(run, tmp_path / "hostile.html", "hostile", "-s", str(hostile)).decode())
    assert [attrs.get("type") for tag, attrs in page.tags if tag == "script"] == [
        "application/json",
        None,
        None,
    ]
    assert not {"img", "a", "b", "iframe"} & {tag for tag, _ in page.tags}
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert "<svg onload=alert(3)>" in page.words
    rows = json.loads(page.scripts[0])["vconcat"][0]
    assert "</script>" in json.dumps(rows)


def test_a_file_is_replaced_only_with_force(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nev.svg"
    path.write_text("mine", encoding="utf-8")
    result = run("chart", "nev", "-o", str(path))
    assert result.err == (f"cqfacts: {path} exists; replace it with --force or name another file\n")
    assert (result.status, path.read_text(encoding="utf-8")) == (5, "mine")
    assert run("chart", "nev", "-o", str(path), "--force").status == 0
    assert ET.parse(path).getroot().tag == f"{SVG}svg"


def test_a_picture_may_go_to_standard_output(run: Run) -> None:
    result = run("chart", "nev", "-m", "level", "-f", "svg")
    assert "1.296 million [4, 5]" in texts_of(result.out)
    assert json.loads(run("chart", "nev", "-f", "json").out)["vconcat"]


def test_a_text_file_holds_what_a_pipe_receives(run: Run, tmp_path: Path) -> None:
    content = write(run, tmp_path / "nev.txt", "nev")
    assert content.decode() == run("chart", "nev").out


@pytest.mark.parametrize(
    ("args", "message"),
    [
        pytest.param(
            ["nev", "-o", "nev.gif"],
            "'nev.gif' does not end in a format; use .svg, .png, .html, .json, .txt, or -f",
            id="ending",
        ),
        pytest.param(
            ["nev", "-f", "gif"],
            "'gif' is not a format of a chart; use one of: text, svg, png, html, json",
            id="format",
        ),
        pytest.param(
            ["nev", "--force"], "--force replaces a file; name one with -o FILE", id="force"
        ),
        pytest.param(["nev", "-f", "png"], "a png is not text; name a file with -o FILE", id="png"),
        pytest.param(
            ["nev", "--color", "often"],
            "'often' is not a time for colour; use one of: auto, always, never",
            id="color",
        ),
    ],
)
def test_a_wrong_question_is_told_in_a_line(
    run: Run, args: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("chart", *args)
    assert (result.out, result.status) == ("", 2)
    assert result.err == f"cqfacts: {message}\n"
    assert list(tmp_path.iterdir()) == []


def test_without_a_figure_no_file_is_written(run: Run, tmp_path: Path) -> None:
    result = run("chart", "challenges", "-o", str(tmp_path / "none.svg"))
    assert result.err == (
        "cqfacts: 'challenges' has no figure; 'cqfacts show challenges' shows what there is\n"
    )
    assert (result.status, list(tmp_path.iterdir())) == (3, [])


@pytest.mark.parametrize("name", ["altair", "vl_convert"])
def test_without_the_extra_a_line_says_what_to_install(name: str, tmp_path: Path) -> None:
    script = (
        f"import sys; sys.modules['{name}'] = None; from cqfacts.cli import main; sys.exit(main())"
    )

    def draw(*args: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", script, "chart", "nev", *args],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )

    refused = draw("-o", "nev.svg")
    assert (refused.returncode, refused.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert refused.stderr == (
        "cqfacts: a picture needs Altair and vl-convert; install them with "
        "pip install 'cqfacts[charts]'\n"
    )
    assert "1.296 million" in draw().stdout


def test_a_character_that_no_font_has_is_told(
    run: Run, make_store: MakeStore, tmp_path: Path
) -> None:
    store = make_store(
        '[town.odd]\nlabel = "Odd \\U000F4321"\n'
        '[[town.odd.facts]]\nperiod = "2025"\nvalue = 3\nsource = "gazette"\n'
    )
    result = run("chart", "town.odd", "-s", str(store), "-o", str(tmp_path / "odd.png"))
    assert result.err == (
        "cqfacts: no font of this system has '\U000f4321', drawn as boxes; install one, such as "
        "Noto Sans CJK, or name its folder in CQFACTS_FONTS\n"
    )
    assert result.status == 0
    assert find_missing_characters(chart(open_store(), "gdp")) == ""


def test_a_folder_of_fonts_must_be_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CQFACTS_FONTS", os.pathsep.join([str(ODD.parent), "nowhere"]))
    result = run("chart", "nev", "-f", "svg")
    assert (result.out, result.status) == ("", 2)
    assert result.err == (
        "cqfacts: CQFACTS_FONTS names 'nowhere', which is no folder; name one with fonts\n"
    )


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        pytest.param("one two three", 8, ["one two", "three"], id="words"),
        pytest.param("新能源汽车产量", 6, ["新能源", "汽车产", "量"], id="chinese-anywhere"),
        pytest.param("创历史新高，连续", 10, ["创历史新", "高，连续"], id="no-comma-first"),
        pytest.param("abcdefghij", 4, ["abcd", "efgh", "ij"], id="a-long-word"),
        pytest.param("", 4, [""], id="nothing"),
        pytest.param("  a", 4, ["a"], id="spaces-first"),
    ],
)
def test_text_is_broken_where_its_script_allows(text: str, width: int, lines: list[str]) -> None:
    assert wrap(text, width) == lines
    assert all(count_cells(line) <= width for line in lines)


def test_every_indicator_that_ships_can_be_drawn(shipped: Store) -> None:
    drawn = [chart(shipped, topic.name) for topic in shipped.topics]
    assert sum(len(one.sections) for one in drawn) > 60
    for one in drawn:
        if one.sections:
            to_altair(one).to_dict()
