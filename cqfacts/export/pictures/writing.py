"""Writing a chart as a picture: as Vega-Lite, or drawn by vl-convert, offline."""

from __future__ import annotations

import json
from importlib.util import find_spec
from xml.sax.saxutils import escape

from cqfacts.errors import UsageError

from .drawing import find_version, to_altair
from .fonts import register_fonts
from .labels import clean, describe_for_ears

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cqfacts.charting import Chart

_PIXELS_A_POINT = 2
# What a page of its own has of the libraries that draw.
_LIBRARY = "window.vegaEmbed = vegaEmbed;"


def require_altair() -> None:
    """Raise UsageError where what draws pictures is not installed."""
    if not all(find_spec(name) for name in ("altair", "vl_convert")):
        raise UsageError(
            "a picture needs Altair and vl-convert",
            "install them with pip install 'cqfacts[charts]'",
        )


def write_picture(chart: Chart, format_name: str) -> str | bytes:
    """Return a chart as one of PICTURES.

    Raises UsageError where Altair is not installed, and NotFoundError where there is nothing to
    draw.
    """
    require_altair()
    spec = to_altair(chart).to_dict()
    if format_name == "json":
        return json.dumps(spec, indent=2, ensure_ascii=False) + "\n"
    import vl_convert

    register_fonts()
    version = find_version(vl_convert.get_vegalite_versions())
    told: dict[str, Any] = {"vl_version": version, "allowed_base_urls": []}
    if format_name == "png":
        from .png import compress

        return compress(vl_convert.vegalite_to_png(spec, scale=_PIXELS_A_POINT, **told))
    svg = _name_svg(vl_convert.vegalite_to_svg(spec, **told), chart)
    if format_name == "svg":
        return svg
    from .page import write_page

    return write_page(chart, svg, spec, vl_convert.javascript_bundle(_LIBRARY, version))


def _name_svg(svg: str, chart: Chart) -> str:
    """Return an SVG with a title, which programs show and read out."""
    title = f"<title>{escape(clean(chart.title))}</title>"
    text = f"<desc>{escape(describe_for_ears(chart))}</desc>"
    start, bracket, rest = svg.partition(">")
    return f'{start} role="img"{bracket}{title}{text}{rest}\n'
