"""Hostile texts, and a store that has them in every place in which a store has text."""

from __future__ import annotations

import re
from html import escape
from io import BytesIO

from openpyxl import Workbook

ESC, CSI, OSC, DCS = "\x1b", "\x9b", "\x9d", "\x90"
BELL, ST = "\x07", "\x1b\\"

TEXTS = {
    "csi": f"{ESC}[2J{ESC}[1;1H{ESC}[31mred{ESC}[0m",
    "title": f"{ESC}]0;pwned{BELL}",
    "osc-8": f"{ESC}]8;;https://evil.example/{ST}here{ESC}]8;;{ST}",
    "osc-52": f"{ESC}]52;c;cHduZWQ={BELL}",
    "dcs": f'{ESC}P$q"p{ST}{ESC}_apc{ST}{ESC}^pm{ST}{ESC}Xsos{ST}',
    "charset": f"{ESC}(0lqk\x0e\x0f{ESC}c{ESC}#8",
    "c1": f"{CSI}31m {OSC}0;pwned{BELL} {DCS}$q{ESC}\\ \x85next \x9c",
    "c0": "c" + "".join(map(chr, range(1, 32))) + "\x7f",
    "backspace": "5.3\b\b\b9.9\r8.8",
    "bidi": "\u202e%3.5 pu\u202c \u2066a\u2067b\u2068c\u2069 \u200e\u200f\u061c",
    "invisible": "a\u200bb\u200c\u200d\u2060\u2061\ufeff\u00ad\u034f\u3164\u115f\uffa0\u2800z",
    "tags": "flag\U000e0041\U000e0042\U000e007f\ufe0f\ufe0f\U000e0101",
    "separators": "a\u2028b\u2029c\x0bd\x0ce\x1cf\x1dg\x1eh\u180ei\ufff9j\ufffbk",
    "no-characters": "a\ufffeb\uffffc\ufdd0d\U0001fffee",
    "markup": "[bold red]x[/] [link=https://evil.example]y[/link] [/nothing] [@click=f()]z[/]",
    "emoji": ":smile: :warning: [:skull:]",
    "layout": "  tab\there\nsecond line\r\nthird \\n \\t \\ end  ",
    "marks": "Z" + "\u0301\u0316\u0337" * 30 + "e 5\u0336\u0338",
    "first-mark": "\u0336\u0301struck",
    "right-to-left": "שלום 12 עולם, مرحبا 34",
    "html": "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'`><b>&lt;&amp;&#60;",
    "html-end": "--></style></title></textarea></svg>]]><!--<![CDATA[<?xml?><svg onload=alert(1)>",
    "markdown": "![i](http://evil.example/i) [l](javascript:alert(1)) |c| **b** `x` <b> # h ~~s~~",
    "markdown-lines": "x\n\n# h\n\n- list\n\n    code\n\n***\n\n| a | b |\n|---|---|\n> q\n```",
    "markdown-links": "www.evil.example <https://evil.example> [r]: /u 'x' [r] $`x`$ [^1]",
    "formula": "=cmd|'/C calc'!A1",
    "formula-plus": '+1+HYPERLINK("http://evil.example","x")',
    "formula-minus": "-2+3+cmd|' /C calc'!A0",
    "formula-at": "@SUM(1+1)*cmd|'x'!A0",
    "formula-tab": "\t=1+1",
    "formula-return": "\r=1+1;=2+2\n=3+3",
    "formula-wide": "＝1+1",
    "formula-hidden": "\u200b=1+1",
    "csv": 'a","b";c\td,\n""e""',
    "bibtex": '}}, evil = {x} @comment{ \\input{/etc/passwd} # % $ & _ ^ ~ \\write18{id} "',
    "braces": "{ one { two } three",
    "ris": "x\nER  - \nTY  - BOOK\nUR  - javascript:alert(1)",
    "tex": "\\immediate\\write18{id} $x^2$ --- ``q'' ?` !`",
    "url-script": "javascript:alert(document.domain)",
    "url-script-hidden": "java\tscript:alert(1)",
    "url-case": "JaVaScRiPt:alert(1)//https://good.example/",
    "url-data": "data:text/html,<script>alert(1)</script>",
    "url-file": "file:///etc/passwd",
    "url-newline": 'https://good.example/\n"onmouseover=alert(1) x="',
    "url-quote": 'https://good.example/"><script>alert(1)</script>?a=1&b=%22|x',
    "url-hidden": "https://good.example/\u202efdp.exe\u200b",
    "url-plain": "https://good.example/a_b?c=d&e=(f)#g",
    "option": "--help",
    "option-file": "-o/tmp/evil",
    "path": "../../../../../../etc/passwd",
    "windows-path": "C:\\Windows\\system32\\..\\con",
    "sql": "'; DROP TABLE facts; -- \" OR 1=1 %s %(x)s ? :x",
    "fts": '" OR * NEAR( NOT AND label:x ^',
    "format": "{0} {x.__class__} {{}} %s %n %d ${HOME} $(id) `id`",
    "shell": "; touch pwned & | && `touch pwned` $(touch pwned) > x < y * ? ~ ! \\$(touch pwned)",
    "template": "{{ 7*7 }} {% include '/etc/passwd' %} ${7*7} #{7*7} <%= 7*7 %>",
    "github": "::error file=x,line=1::pwned%0A::set-output name=x::y ##[add-path]/evil",
    "github-lines": "x\n::stop-commands::y\r::add-mask::z",
    "json": '", "evil": "\\u0000 \\ud800 \u2028</script>',
    "toml": '"\n[evil]\nx = 1\n\'\'\'\n""" # \\u0041',
    "yaml": "- !!python/object/apply:os.system [id]\n---\n%YAML",
    "vega": 'datum.x {"signal": "alert(1)"}',
    "surrogates": "\\ud800\\udc00 \U00010000 \U0010ffff \ud7ff\ue000",
    "wide": "Ｗｉｄｅ 全角 ﷽ 𒐫 ꧅",
    "case": "İ ı ß ŉ ǰ ﬃ Σς K Å",
}
"""What no store of good will has, by what is wrong with it."""

KEYS = [
    *("--help", "-o", "--", "-", ".", "..", "../../etc/passwd", "/etc/passwd", "a/../../b", "a"),
    *("x.y", "__proto__", "constructor", "NUL", "con", "*", "?", "~", "$(id)", "`id`", "a;b"),
    *("'; DROP TABLE facts; --", f"{ESC}[31mred", f"{CSI}31m", "\u202eabc", "a\nb", "\t", " "),
    *("::error::x", "<b>x</b>", "[bold]x", ":smile:", "=1+1", "a|b", "a,b", "a\u200bb", "%00"),
    *("\u0301", "É", "{x}", "#x", '"', "'", "\\", "@x", "@import", "a=b", "a:b"),
]
"""Names of topics, indicators and sources that TOML allows in quotes."""

NOT_ALLOWED = {
    "nul": "a\0b",
    "empty": "",
    "blank": " \t\n\u3000",
    "hidden": "\u200b\u3164\u2800",
    "wordless": "— …",
}
"""Texts that the format has no place for: what has them is left out, and said to be."""


PLACES = {
    "store": ("title", "subject"),
    "source": ("title", "publisher", "url"),
    "topic": ("label", "aliases", "description"),
    "indicator": ("label", "aliases", "description", "unit", "subject"),
    "fact": ("text", "stated", "note", "of", "unit", "accept"),
}
"""The places of a store that take any text, by the table that has them."""

ALL = " ".join(TEXTS[name] for name in ("csi", "c1", "bidi", "html", "markdown", "formula"))
"""What stands in the places of which a store has one."""


def quote(text: str) -> str:
    """Return text in double quotes of TOML, with nothing escaped that need not be."""
    return f'"{"".join(map(_escape, text))}"'


def _escape(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    is_plain = " " <= character != "\x7f"
    return character if is_plain else f"\\u{ord(character):04X}"


def write_store(texts: dict[str, str], whole: str = ALL) -> str:
    """Return a store in which each text stands in every place, under a topic of its own name."""
    head = f"schema = 1\n[store]\ntitle = {quote(whole)}\nsubject = {quote(whole)}\n\n"
    return head + "\n".join(write_topic(name, quote(text)) for name, text in texts.items())


def write_topic(name: str, text: str) -> str:
    """Return a topic, its indicators, facts and source with a text, which is in quotes already."""
    source = f'source = "of-{name}"'
    return f"""\
[sources.of-{name}]
title = {text}
publisher = {text}
published = 2026-01-02
url = {text}

[{name}]
label = {text}
aliases = [{text}]
description = {text}

[{name}.homes]
label = {text}
aliases = [{text}, "homes of {name}"]
description = {text}
unit = {text}
subject = {text}
facts = [
  {{ period = "2024", value = 3, of = {text}, stated = {text}, note = {text}, {source} }},
  {{ period = "2025", value = 5, of = {text}, stated = {text}, unit = {text}, {source} }},
  {{ period = "2026", status = "target", value = 7, of = {text}, stated = {text}, {source} }},
  {{ period = "2026", status = "plan", text = {text}, note = {text}, {source} }},
  {{ period = "2023", value = 2, accept = [{text}], {source} }},
]

[{name}.places]
label = {text}
facts = [
  {{ measure = "rank", period = "2025", value = 1, of = {text}, stated = {text}, {source} }},
  {{ measure = "growth", period = "2025", base = "2024", value = 5, stated = {text}, {source} }},
]
"""


CHARTED = ("bidi", "html", "marks")
"""Texts that stand in what a chart says beside its bars; the others stand below it."""


def write_charted(texts: dict[str, str], whole: str = ALL) -> str:
    """Return a store of which a chart has each text in words and notes, and in its sources."""
    facts = "".join(
        f'  {{ period = "{1900 + number}", value = {number + 1}, stated = {quote(text)}, '
        f'note = {quote(text)}, source = "of-{name}" }},\n'
        for number, (name, text) in enumerate(texts.items())
    )
    sources = "".join(
        f"[sources.of-{name}]\ntitle = {quote(text)}\npublisher = {quote(text)}\n"
        f"url = {quote(text)}\n"
        for name, text in texts.items()
        if name not in CHARTED
    )
    own = f"[town.homes]\nlabel = {quote(whole)}\nsubject = {quote(whole)}\nfacts = [\n{facts}]\n"
    charted = write_store({name: texts[name] for name in CHARTED}, whole)
    return f"{charted}\n{sources}\n{own}"


def write_table(texts: dict[str, str], form: str) -> bytes:
    """Return a table as people make it, with a year, a number and a text in each row."""
    rows = [
        ("Year", "Value", "Note"),
        *((1900 + n, n, one) for n, one in enumerate(texts.values())),
    ]
    if form == "xlsx":
        book = Workbook()
        for row in rows:
            # A workbook holds no control characters.
            book.active.append([_CONTROLS.sub("", one) if type(one) is str else one for one in row])
        for (cell,) in book.active.iter_rows(min_col=3, max_col=3):
            cell.data_type = "s"
        book.save(stream := BytesIO())
        return stream.getvalue()
    if form == "html":
        lines = ["".join(f"<td>{escape(str(cell))}</td>" for cell in row) for row in rows]
        return "".join(f"<tr>{line}</tr>\n" for line in ["<table>", *lines]).encode()
    cells = [[" ".join(str(one).split()).replace("|", "\\|") for one in row] for row in rows]
    cells.insert(1, ["---"] * 3)
    return "".join(f"| {' | '.join(row)} |\n" for row in cells).encode()


_CONTROLS = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]")


def write_keys(keys: list[str]) -> str:
    """Return a store whose topics, indicators and sources are called so."""
    return "schema = 1\n" + "\n".join(
        f"""\
[sources.{quote(key)}]
title = "Source {number}"
[{quote(key)}]
label = "Topic {number}"
[{quote(key)}.{quote(key)}]
label = "Indicator {number}"
facts = [{{ period = "2025", value = {number}, stated = "{number}", source = {quote(key)} }}]
"""
        for number, key in enumerate(keys)
    )
