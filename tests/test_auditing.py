"""Auditing: what a figure is about, by its words, its period and its place, and its verdict."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from conftest import IS_LONG
from counting import count_calls
from documents import read_audit
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cqfacts import open_store
from cqfacts.auditing import (
    DocumentError,
    audit_document,
    audit_text,
    load_document,
    parse_document,
)
from cqfacts.auditing.loading import read_document
from cqfacts.auditing.proposals import propose
from cqfacts.figures import read_figures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import MakeStore

    from cqfacts import Store
    from cqfacts.auditing import Finding
    from cqfacts.auditing.documents import Document

STORE = """\
[town.homes]
label = "New homes"
unit = "homes"

[[town.homes.facts]]
period = "2024"
value = 4_100
stated = "4,100 new homes"
source = "gazette"

[[town.homes.facts]]
period = "2025"
value = 5_200
stated = "5,200 new homes"
source = "gazette"

[[town.homes.facts]]
measure = "growth"
period = "2025"
value = 26.8
source = "gazette"

[town.buses]
label = "Buses in service"
aliases = ["bus fleet"]
unit = "buses"
kind = "stock"

[[town.buses.facts]]
period = "2024-12"
value = 310
source = "gazette"

[[town.buses.facts]]
period = "2025-12"
value = 340
source = "herald"

[town.budget]
label = "Town budget"
unit = "USD"

[[town.budget.facts]]
period = "2025"
qualifier = "over"
value = "1.2 billion"
source = "gazette"

[[town.budget.facts]]
measure = "rank"
of = "China"
period = "2025"
value = 7
source = "gazette"
"""
DAY = date(2026, 2, 10)


@pytest.fixture
def store(make_store: MakeStore) -> Store:
    return open_store(make_store(STORE))


def judge(store: Store, text: str, day: date | None = DAY) -> list[tuple[str, str | None]]:
    findings = audit_text(store, text, date=day).findings
    return [(one.verdict, one.key) for one in findings]


def one_of(store: Store, text: str) -> Finding:
    (finding,) = audit_text(store, text, date=DAY).findings
    return finding


HOMES, BUSES, BUDGET = "town.homes", "town.buses", "town.budget"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("In 2025, Testville built 5,200 new homes.", ("matches", HOMES), id="same"),
        pytest.param("Testville built 5,300 new homes in 2025.", ("differs", HOMES), id="other"),
        pytest.param("Testville built 5.2 thousand homes in 2025.", ("matches", HOMES), id="5.2k"),
        pytest.param("In 2025, Testville built about 5,000 homes.", ("matches", HOMES), id="about"),
        pytest.param("In 2025, Testville built over 5,000 homes.", ("matches", HOMES), id="over"),
        pytest.param(
            "Last year Testville built 5,200 new homes.", ("matches", HOMES), id="last-year"
        ),
        pytest.param("Testville built 4,100 new homes in 2025.", ("differs", HOMES), id="year"),
        pytest.param("Testville built 3,300 new homes in 2019.", ("other", HOMES), id="other-year"),
        pytest.param(
            "New homes in Testville rose 26.8 percent in 2025.", ("matches", HOMES), id="growth"
        ),
        pytest.param(
            "New homes in Testville fell 26.8 percent in 2025.", ("differs", HOMES), id="fell"
        ),
        pytest.param("Testville now has a bus fleet of 340.", ("matches", BUSES), id="stock"),
        pytest.param("Testville now has a bus fleet of 310 buses.", ("stale", BUSES), id="stale"),
        pytest.param(
            "In December 2024 Testville had a bus fleet of 310.", ("matches", BUSES), id="then"
        ),
        pytest.param(
            "Testville's town budget topped $1.2 billion in 2025.", ("matches", BUDGET), id="money"
        ),
        pytest.param(
            "Testville's town budget reached $1.9 billion in 2025.", ("differs", BUDGET), id="far"
        ),
        pytest.param(
            "Testville's town budget ranked seventh nationwide in 2025.",
            ("matches", BUDGET),
            id="rank",
        ),
        pytest.param(
            "Testville's town budget ranked ninth nationwide in 2025.",
            ("differs", BUDGET),
            id="other-rank",
        ),
        pytest.param("In 2025, Nairobi built 5,300 new homes.", ("unclear", None), id="elsewhere"),
        pytest.param(
            "Testville demolished 5,300 homes in 2025.", ("unclear", None), id="other-thing"
        ),
        pytest.param(
            "Testville's town budget for parks was $30 million in 2025.",
            ("unclear", None),
            id="a-part-of-it",
        ),
        pytest.param("Testville planted 5,200 trees in 2025.", ("new", None), id="unknown"),
    ],
)  # fmt: skip
def test_a_figure_gets_its_verdict(
    store: Store, text: str, expected: tuple[str, str | None]
) -> None:
    assert judge(store, text) == [expected]


def test_a_target_is_not_held_against_an_actual(store: Store) -> None:
    assert judge(store, "Testville plans 5,300 new homes in 2025.")[0][0] != "differs"


@pytest.mark.parametrize(
    "digits", ["1" * 35, "1" * 40, "1" * 27 + "000", "9" * 29 + ".5", "1" * 50]
)
@pytest.mark.parametrize(
    "text",
    [
        "{} consecutive years",
        "{} times",
        "ranked {}",
        "one in {}",
        "£{} and 50p",
        "In 2025, Testville built {} new homes.",
    ],
)
def test_a_number_of_any_length_is_read(store: Store, text: str, digits: str) -> None:
    audit = audit_text(store, text.format(digits))
    for finding in audit.findings:
        propose(audit, finding, {"source": None})


def test_a_figure_never_leaves_its_sentence(store: Store) -> None:
    finding = one_of(store, "Testville had c. 683 new homes.")
    assert finding.sentence == (0, 31)


def test_each_of_two_periods_has_its_figure(store: Store) -> None:
    text = "Testville built 5,200 new homes in 2025 and 4,100 in 2024."
    assert judge(store, text) == [("matches", HOMES), ("matches", HOMES)]


def test_a_period_goes_on_to_the_next_sentence(store: Store) -> None:
    text = "Testville grew in 2025. The town saw 5,300 new homes."
    finding = audit_text(store, text, date=DAY).findings[0]
    assert (finding.verdict, str(finding.period)) == ("differs", "2025")


def test_a_period_that_goes_on_excludes_facts_of_others(store: Store) -> None:
    text = "Testville grew in 2019. The town saw 5,200 new homes."
    finding = audit_text(store, text, date=DAY).findings[0]
    assert (finding.verdict, str(finding.period)) == ("other", "2019")


def test_without_a_date_last_year_is_no_period(store: Store) -> None:
    (finding,) = audit_text(store, "Last year Testville built 5,200 new homes.").findings
    assert finding.period is None


def test_what_is_measured_is_told_of_a_figure_that_is_not_in_the_store(store: Store) -> None:
    finding = one_of(store, "Testville counted 12 million library visits in 2025.")
    assert (finding.verdict, finding.what, finding.unit) == ("new", "library visits", "visits")


def test_chinese_passages_are_read_as_well(shipped: Store) -> None:
    findings = audit_text(shipped, "2025年重庆地区生产总值3.38万亿元。").findings
    assert [(one.verdict, one.key, str(one.period)) for one in findings] == [
        ("matches", "economy.gdp", "2025")
    ]


def test_a_text_without_figures_has_none(store: Store) -> None:
    assert judge(store, "") == judge(store, "Nothing of note happened.") == []


@pytest.mark.parametrize(
    ("name", "content", "line", "shown"),
    [
        pytest.param("a.txt", "\n\nTestville: 5,200 homes in 2025.", 3, "5,200 homes", id="text"),
        pytest.param(
            "a.md", "# Homes\n\nTestville: **5,200** homes in 2025.", 3, "5,200** homes", id="md"
        ),
        pytest.param(
            "a.html",
            "<html><head><style>p { width: 9% }</style></head>\n<body><p>Testville:\n"
            "<b>5,200</b>&nbsp;new homes in 2025.</p><script>var x = 17 + 4</script></body></html>",
            3,
            "5,200</b>&nbsp;new homes",
            id="html",
        ),
        pytest.param("a.txt", "\r\nTestville: 5,200 homes in 2025.", 2, "5,200 homes", id="crlf"),
    ],
)  # fmt: skip
def test_places_are_those_of_the_file(
    store: Store, name: str, content: str, line: int, shown: str
) -> None:
    document = read_document(content.encode(), name)
    (finding,) = audit_document(store, document, date=DAY).findings
    start = document.find_offset(finding.start)
    end = document.find_offset(finding.end, is_end=True)
    assert document.source[start:end] == shown
    assert document.locate(finding.start)[0] == line
    assert (finding.verdict, finding.key) == ("matches", HOMES)


@pytest.mark.parametrize(
    ("markdown", "html", "figures"),
    [
        pytest.param("1**500** homes", "1<b>500</b> homes", ["1500 homes"], id="bold-within"),
        pytest.param("**1**,500 homes", "<b>1</b>,500 homes", ["1500 homes"], id="bold-first"),
        pytest.param("1*500* homes", "1<i>500</i> homes", ["1500 homes"], id="italic-within"),
        pytest.param("1&nbsp;500 homes", "1&nbsp;500 homes", ["1500 homes"], id="name"),
        pytest.param("1&#8239;500 homes", "1&#x202f;500 homes", ["1500 homes"], id="number"),
        pytest.param("&minus;5 m", "&minus;5 m", ["-5 m"], id="minus"),
        pytest.param("~~400~~ 600 homes", "<s>400</s> 600 homes", ["600 homes"], id="deleted"),
        pytest.param("<del>4</del> 6 homes", "<del>4</del> 6 homes", ["6 homes"], id="del"),
        pytest.param("500<sup>a</sup> homes", "500<sup>a</sup> homes", ["500 homes"], id="letter"),
        pytest.param("500<sup>[1]</sup> m", "500<sup>[1]</sup> m", ["500 m"], id="note"),
        pytest.param("the 1<sup>st</sup> home", "the 1<sup>st</sup> home", [], id="ordinal"),
        pytest.param("<s>5 homes", "<s>5 homes", ["5 homes"], id="deleted-without-end"),
    ],
)
def test_marks_are_read_as_they_are_shown(markdown: str, html: str, figures: list[str]) -> None:
    for text, kind in ((markdown, "markdown"), (html, "html")):
        document = parse_document(text, "text", kind)
        found = read_figures(document.text)
        assert [f"{one.value} {one.unit}" for one in found] == figures
        assert not any(one.doubts for one in found)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", "---\ntitle: x\ndate: 2026-02-10\n---\nLast year."),
        ("a.html", '<meta property="article:published_time" content="2026-02-10T08:00">Last year.'),
        ("a.html", '<head><meta name="date" content="2026-02-10"></head>Last year.'),
        ("a.html", '<p><time datetime="2026-02-10">10 February</time> Last year.'),
    ],
)
def test_a_document_shows_its_date(name: str, content: str) -> None:
    assert read_document(content.encode(), name).date == DAY


def test_a_date_line_dates_a_text(store: Store) -> None:
    assert audit_text(store, "TESTVILLE, Feb. 10, 2026 -- Homes.").date == DAY
    assert audit_text(store, "Feb. 10, 2026, or February 12, 2026.").date is None


def test_code_comments_and_addresses_of_markdown_are_left_out(store: Store) -> None:
    text = "```\n12 homes\n```\n<!-- 13 homes -->\n[15 homes](http://example.org/16/homes)\n"
    document = read_document(text.encode(), "a.md")
    findings = audit_document(store, document).findings
    assert [document.text[one.start : one.end] for one in findings] == ["15 homes"]
    assert len(document.text) == len(text)


def write_docx(path: Path) -> None:
    import docx

    word = docx.Document()
    word.add_paragraph("Testville at a glance")
    word.add_paragraph("In 2025, Testville built 5,200 new homes.")
    table = word.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Bus fleet of Testville in December 2025"
    table.rows[0].cells[1].text = "340 buses"
    word.save(str(path))


def test_a_word_file_is_read(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_docx(path)
    findings = audit_document(store, load_document(str(path)), date=DAY).findings
    assert [(one.verdict, one.key) for one in findings] == [("matches", HOMES), ("matches", BUSES)]


def make_pdf(text: str) -> bytes:
    """Return a PDF of one page with one line of text."""
    stream = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def test_a_pdf_is_read(store: Store) -> None:
    document = read_document(make_pdf("In 2025, Testville built 5,200 new homes."), "a.pdf")
    assert [one.verdict for one in audit_document(store, document).findings] == ["matches"]


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"\xff\xf0 12 homes", "a.txt", "a.txt is not UTF-8 text (byte 0); save it as UTF-8"),
        (b"PK\x03\x04", "a.docx", "a.docx is not a Word file that can be read; save it anew"),
        (b"12 homes", "a.docx", "a.docx is not a Word file that can be read; save it anew"),
        (b"12 homes", "a.pdf", "a.pdf is not a PDF that can be read; save it anew"),
        (b"%PDF-1.4 none", "a.pdf", "a.pdf is not a PDF that can be read; save it anew"),
        (make_pdf(""), "a.pdf", "a.pdf has no text, only pictures; recognize its text first"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(
    content: bytes, name: str, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(content, name)
    assert str(caught.value) == message
    assert capfd.readouterr().err == ""


def change_docx(path: Path, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a Word file with one of its parts changed."""
    out = BytesIO()
    with ZipFile(path) as packed, ZipFile(out, "w", ZIP_DEFLATED) as made:
        for part in packed.infolist():
            content = packed.read(part)
            made.writestr(part, change(content) if part.filename == name else content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"</w:tcPr>", b'<w:gridSpan w:val="300000000"/></w:tcPr>', id="wide-cell"),
        pytest.param(b"</w:tcPr>", b'<w:gridSpan w:val="x"/></w:tcPr>', id="no-width"),
        pytest.param(b"</w:tcPr>", b"<w:vMerge/></w:tcPr>", id="merged-with-nothing"),
        pytest.param(b"<w:tblGrid>", b"<w:tblGrid><w:gridCol/>", id="more-columns"),
    ],
)
def test_a_table_of_a_stranger_has_its_cells(
    store: Store, tmp_path: Path, old: bytes, new: bytes
) -> None:
    path = tmp_path / "a.docx"
    write_docx(path)
    content = change_docx(path, "word/document.xml", lambda text: text.replace(old, new, 1))
    findings = audit_document(store, read_document(content, "a.docx"), date=DAY).findings
    assert [one.key for one in findings] == [HOMES, BUSES]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"w:body", b"w:soul", id="no-body"),
        pytest.param(b"<w:p>", b"<w:p", id="no-xml"),
    ],
)
def test_a_word_file_without_its_parts_is_told(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = tmp_path / "a.docx"
    write_docx(path)
    content = change_docx(path, "word/document.xml", lambda text: text.replace(old, new))
    with pytest.raises(DocumentError, match="not a Word file that can be read"):
        read_document(content, "a.docx")


def test_a_word_file_that_grows_when_unpacked_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_docx(path)
    content = change_docx(path, "word/document.xml", lambda text: text + b" " * 60_000_000)
    assert len(content) < 200_000
    with pytest.raises(DocumentError, match="has more than 50,000,000 bytes of text"):
        read_document(content, "a.docx")


@pytest.mark.parametrize(
    "stream",
    [
        pytest.param(b"/Filter /JBIG2Decode", id="picture"),
        pytest.param(b"/Filter /NoSuchDecode", id="unknown"),
        pytest.param(b"/Filter [" + b"[" * 5000, id="deep"),
        pytest.param(b"/Filter /FlateDecode /DecodeParms 7", id="wrong-type"),
    ],
)
def test_a_pdf_of_a_stranger_starts_nothing_and_is_told(
    stream: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "jbig2dec"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\necho 0.21\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    content = make_pdf("5,200 new homes").replace(b"<< /Length", b"<< " + stream + b" /Length", 1)
    with pytest.raises(DocumentError):
        read_document(content, "a.pdf")
    assert not (tmp_path / "ran").exists()


PARTS = [
    "In 2025, Testville built 5,300 new homes. ",
    "Testville 1% ",
    "new homes; ",
    "it, ",
    "from January to ",
    "2025-",
    "Nairobi ",
    "x.\n",
    "5 percent to ",
    "3 trillion (",
    "one hundred and ",
    "1 ",
    "a1,",
    "December in 2025 ",
    "country ",
]


@pytest.mark.parametrize("part", PARTS)
def test_twice_the_text_is_twice_the_work(store: Store, part: str) -> None:
    short, long = part * 200, part * 400
    audit_text(store, short)  # what the store says is read only once
    assert count_calls(lambda: audit_text(store, long)) < 2.3 * count_calls(
        lambda: audit_text(store, short)
    )


@pytest.mark.parametrize(
    "part", ["<", "<a ", "<!--", '<a href="', "&", "<script>", "</", "[", "]("]
)
def test_twice_the_marks_are_twice_the_work(part: str) -> None:
    def parse(count: int) -> Document:
        return read_document(f"<html>{part * count}".encode(), "a.html" if "<" in part else "a.md")

    parse(10)  # what it needs is loaded only once
    assert count_calls(lambda: parse(2000)) < 2.2 * count_calls(lambda: parse(1000)) + 50


ODD = ["", " ", "—", "%", "\u200b", "\u3164", "\u0301", "ʰ", "\U0001f3e0", "₂", "\ufdfa", "'s", "ß"]
words = st.sampled_from([*ODD, "Testville", "New homes", "homes", "China", "in", "2025"]) | st.text(
    st.characters(codec="utf-8", exclude_characters="\0"), max_size=4
)


@given(
    st.lists(words, min_size=1, max_size=16),
    st.lists(words, max_size=4).map(" ".join),
)
@example([" "], "")
@example(["x", "ʰ"], "")
@example(["A\n"], "")
@settings(max_examples=2000 if IS_LONG else 100)
def test_a_store_of_any_words_may_be_held_against(drawn: list[str], around: str) -> None:
    text = f"In 2025, {around} homes in {drawn[0]} were 5 million, up 5% ({drawn[-1]})."
    read_audit(b"\0" + "\1".join(drawn).encode() + b"\0" + text.encode())
