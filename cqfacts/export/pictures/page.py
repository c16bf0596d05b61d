"""A chart as one web page that asks the network for nothing: the picture, and its figures."""

from __future__ import annotations

import base64
import hashlib
import json
from html import escape

from cqfacts.charting.captions import describe_period, letter_note, list_notes
from cqfacts.export.links import find_link
from cqfacts.visible import make_visible
from cqfacts.wording import describe_source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from cqfacts.charting import Chart, Mark
    from cqfacts.model import Source

# The picture is there without any script; with one, each mark tells its words and sources.
_SCRIPT = """
const spec = JSON.parse(document.getElementById("spec").textContent);
const quiet = { ast: true, actions: false, renderer: "svg" };
vegaEmbed("#live", spec, quiet).then(() => document.getElementById("still").remove());
"""
_STYLE = """
:root { color-scheme: light; }
body { margin: 0 auto; max-width: 60rem; padding: 1rem; background: #fff; color: #1f1f1f;
  font: 1rem/1.45 system-ui, sans-serif; }
figure { margin: 0; overflow-x: auto; }
figure svg { max-width: 100%; height: auto; }
table { border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0;
  border-bottom: 1px solid #d8d8d8; }
.wide { overflow-x: auto; }
@media print { details:not([open]) > * { display: revert; } }
"""
_HEADERS = ("Period", "What", "Figure", "In its words", "Sources")


def write_page(chart: Chart, svg: str, spec: Mapping[str, Any], library: str) -> str:
    """Return a page with the picture, which comes alive by the `library` that knows its `spec`."""
    # Whatever the text of a script holds, it does not end it.
    library = library.replace("</script", "<\\/script").replace("<!--", "<\\!--")
    scripts = " ".join(f"'{_hash(script)}'" for script in (library, _SCRIPT))
    policy = f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:"
    plain = json.dumps(spec, ensure_ascii=False).replace("<", "\\u003c")
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_show(chart.title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<figure>\n<div id="live"></div>\n<div id="still">\n{svg}</div>\n</figure>\n'
        "<details>\n<summary>The same in words</summary>\n"
        f'<div class="wide" tabindex="0" role="region" aria-label="Figures">\n'
        f"{''.join(_list_figures(chart))}</div>\n</details>\n</main>\n"
        f'<script type="application/json" id="spec">{plain}</script>\n'
        f"<script>{library}</script>\n<script>{_SCRIPT}</script>\n</body>\n</html>\n"
    )


def _list_figures(chart: Chart) -> Iterator[str]:
    """Yield a table of every mark, then the notes."""
    yield f"<table>\n<caption>{_show(chart.title)}</caption>\n<thead><tr>"
    yield from (f'<th scope="col">{header}</th>' for header in _HEADERS)
    yield "</tr></thead>\n<tbody>\n"
    for section in chart.sections:
        for panel in section.panels:
            for mark in panel.marks:
                label = section.indicators[mark.indicator].label
                of = f" ({mark.name})" if mark.name not in (None, label) else ""
                yield from _list_mark(chart, mark, f"{label}: {panel.title}{of}")
    yield "</tbody>\n</table>\n"
    yield from (f"<p>{_show(note)}</p>\n" for note in list_notes(chart, letter_note))


def _list_mark(chart: Chart, mark: Mark, what: str) -> Iterator[str]:
    said = dict.fromkeys(fact.stated for fact in mark.facts if fact.stated)
    named = "; ".join(_link(chart.sources[place]) for place in sorted(mark.sources))
    cells = [describe_period(mark), what, mark.text, "; ".join(said)]
    yield "<tr>" + "".join(f"<td>{_show(cell)}</td>" for cell in cells) + f"<td>{named}</td></tr>\n"


def _link(source: Source) -> str:
    """Return a document, as a link where its address is one of the web."""
    described = _show(describe_source(source))
    url = find_link(source.url)
    if url is None:
        return described
    return f'<a href="{escape(url)}" rel="noreferrer">{described}</a>'


def _show(text: str) -> str:
    """Return stored text as a page may hold it."""
    return escape(make_visible(text))


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
