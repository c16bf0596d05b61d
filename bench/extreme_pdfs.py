"""PDF files at their worst: streams that unpack to much, loops, and much of one thing."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MEGA = 1_000_000


def _stream(data: bytes, about: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), about, data)


def _file(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of these objects, from number 1 on, the first of which is its catalog."""
    out, places = BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_TEXT = b"BT /F1 12 Tf 72 720 Td (5 new homes) Tj ET\n"


def _pdf(
    *contents: bytes,
    kids: bytes = b"3 0 R",
    font: bytes = _HELVETICA,
    others: Sequence[bytes] = (),
    resources: bytes = b"",
    of: bytes = b"4 0 R",
) -> bytes:
    """Return a PDF of a page, whose content is object 4, its font 5, and others from 6 on."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %s "
        b"/Resources << /Font << /F1 5 0 R >> %s >> >>" % (of, resources)
    )
    pages = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, max(kids.count(b"R"), 1))
    content = contents[0] if contents else _stream(_TEXT)
    return _file([_CATALOG, pages, page, content, font, *others])


def _flate(data: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        data = zlib.compress(data, 9)
    return data


def _packed(data: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    return _stream(data, b"/Filter [%s]" % filters)


def _lzw(size: int) -> bytes:
    """Return LZW that unpacks to so many blanks or some more: each code is one blank longer."""
    codes = [32, *range(258, 4094)]
    widths = [9, *((258 + number).bit_length() for number in range(1, len(codes) + 1))]
    block = "".join(f"{code:0{width}b}" for code, width in zip(codes, widths, strict=False))
    block += f"{256:012b}"
    blanks = len(codes) * (len(codes) + 1) // 2
    bits = f"{256:09b}" + block * (size // blanks + 1)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _tree(depth: int, width: int) -> bytes:
    """Return pages of which each node has the next one many times: width to the depth in all."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 3 0 R >>"
    nodes = [
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"%d 0 R " % (number + 1) * width, width)
        for number in range(4, 4 + depth)
    ]
    return _file([_CATALOG, nodes[0], _stream(_TEXT), *nodes, page])


def _forms(depth: int, width: int) -> bytes:
    """Return a page that draws a form, which draws the next many times, and so on."""
    forms = [
        _stream(
            b"/X Do\n" * width,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            b"/Resources << /XObject << /X %d 0 R >> >>" % (number + 1),
        )
        for number in range(6, 6 + depth)
    ]
    last = _stream(_TEXT, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return _pdf(_stream(b"/X Do\n"), resources=b"/XObject << /X 6 0 R >>", others=[*forms, last])


def _mapped(cmap: bytes, text: bytes = b"<0001> Tj ", times: int = 1) -> bytes:
    """Return a page of text in a font whose characters a map names."""
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 6 0 R "
        b"/DescendantFonts [7 0 R] >>"
    )
    content = b"BT /F1 12 Tf 72 720 Td " + text * times + b" ET"
    inner = b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A >>"
    return _pdf(_packed(_flate(content)), font=font, others=[_packed(_flate(cmap)), inner])


def _cmap(ranges: bytes, count: int = 1) -> bytes:
    return (
        b"begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"%d beginbfrange\n%s\nendbfrange endcmap" % (count, ranges)
    )


def _object_streams(count: int, about: bytes = b"") -> bytes:
    """Return a PDF whose page is the last of so many objects of a stream of objects."""
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    numbers = [*range(10, 9 + count), 3]
    heads = b" ".join(b"%d %d" % (number, place * 5) for place, number in enumerate(numbers))
    held = _stream(
        _flate(heads + b" " + b"<<>> " * (count - 1) + page),
        b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode %s" % (count, len(heads) + 1, about),
    )
    pages = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    objects = {1: _CATALOG, 2: pages, 4: _stream(_TEXT), 5: _HELVETICA, 6: held}
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    rows = [struct.pack(">BIH", 1, places.get(number, 0), 0) for number in range(8)]
    rows[0], rows[3] = struct.pack(">BIH", 0, 0, 0), struct.pack(">BIH", 2, 6, count - 1)
    table = _stream(b"".join(rows), b"/Type /XRef /Size 8 /W [1 4 2] /Root 1 0 R")
    return bytes(out) + b"7 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)


def _loop_of_tables() -> bytes:
    """Return a PDF whose cross-reference table says that it is the one before itself."""
    content = _pdf()
    return content.replace(b"/Root", b"/Prev %d /Root" % content.rindex(b"xref\n0"))


PDFS: dict[str, Callable[[], bytes]] = {
    "pdf-texts": lambda: _pdf(_packed(_flate(_TEXT * 250_000))),
    "pdf-letters": lambda: _pdf(_packed(_flate(b"BT /F1 9 Tf " + b"(x) Tj\n" * 1_700_000))),
    "pdf-arrays": lambda: _pdf(_packed(_flate(b"BT /F1 9 Tf [" + b"(x)1" * _MEGA + b"] TJ"))),
    "pdf-lines": lambda: _pdf(_packed(_flate(b"BT /F1 9 Tf " + b"(x)'\n" * 2 * _MEGA))),
    "pdf-moves": lambda: _pdf(_packed(_flate(b"BT /F1 9 Tf " + b"1 1 Td(x)Tj\n" * _MEGA))),
    "pdf-fonts": lambda: _pdf(_packed(_flate(b"BT " + b"/F1 9 Tf(x)Tj\n" * _MEGA))),
    "pdf-states": lambda: _pdf(_packed(_flate(b"q " * 5 * _MEGA + _TEXT))),
    "pdf-matrices": lambda: _pdf(_packed(_flate(b"1 0 0 1 1 1 cm " * 2 * _MEGA + _TEXT))),
    "pdf-operands": lambda: _pdf(_packed(_flate(b"1 " * 12 * _MEGA + _TEXT))),
    "pdf-names": lambda: _pdf(_packed(_flate(b"".join(b"/a%d gs " % n for n in range(_MEGA))))),
    "pdf-string": lambda: _pdf(
        _packed(_flate(b"BT /F1 9 Tf (" + b"5 homes " * 2 * _MEGA + b") Tj"))
    ),
    "pdf-open-string": lambda: _pdf(_packed(_flate(b"BT /F1 9 Tf (" + b"(" * 20 * _MEGA))),
    "pdf-open-strings": lambda: _pdf(_packed(_flate(b"BT /F1 9 Tf " + b"(x" * 5 * _MEGA))),
    "pdf-deep-arrays": lambda: _pdf(_packed(_flate(b"[" * 10 * _MEGA))),
    "pdf-deep-dictionaries": lambda: _pdf(_packed(_flate(b"<</A" * 5 * _MEGA))),
    "pdf-comments": lambda: _pdf(_packed(_flate(b"%\n" * 10 * _MEGA))),
    "pdf-inline-pictures": lambda: _pdf(_packed(_flate(b"BI /W 1 ID x " * 1_500_000))),
    "pdf-flate": lambda: _pdf(_packed(_flate(bytes(70 * _MEGA)))),
    "pdf-flate-thrice": lambda: _pdf(_packed(_flate(bytes(1_000 * _MEGA), 3), b"/FlateDecode" * 3)),
    "pdf-flate-many": lambda: _pdf(_packed(_flate(b" " * 60 * _MEGA, 15), b"/FlateDecode" * 15)),
    "pdf-ascii85": lambda: _pdf(_packed(b"z" * 20 * _MEGA + b"~>", b"/ASCII85Decode")),
    "pdf-large-ascii85": lambda: _pdf(_packed(b"z" * 90 * _MEGA + b"~>", b"/ASCII85Decode")),
    "pdf-packed-ascii85": lambda: _pdf(
        _packed(_flate(b"z" * 70 * _MEGA + b"~>"), b"/FlateDecode /ASCII85Decode")
    ),
    "pdf-ascii85-often": lambda: _pdf(_packed(b"z" * _MEGA + b"~>", b"/ASCII85Decode" * 10)),
    "pdf-hex": lambda: _pdf(_packed(_flate(b"20" * 35 * _MEGA), b"/FlateDecode /ASCIIHexDecode")),
    "pdf-run-length": lambda: _pdf(_packed(b"\x81 " * 5 * _MEGA, b"/RunLengthDecode")),
    "pdf-packed-run-length": lambda: _pdf(
        _packed(_flate(b"\x81 " * 30 * _MEGA, 2), b"/FlateDecode /FlateDecode /RunLengthDecode")
    ),
    "pdf-lzw": lambda: _pdf(_packed(_lzw(70 * _MEGA), b"/LZWDecode")),
    "pdf-packed-lzw": lambda: _pdf(
        _packed(_flate(_lzw(3_000 * _MEGA)), b"/FlateDecode /LZWDecode")
    ),
    "pdf-predictor": lambda: _pdf(
        _stream(
            _flate(b"\x02" + b" " * 40 * _MEGA),
            b"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 1 >>",
        )
    ),
    "pdf-contents": lambda: _pdf(
        _packed(_flate(_TEXT * 10_000)), of=b"[%s]" % (b"4 0 R " * 90_000)
    ),
    "pdf-pages": lambda: _pdf(kids=b"3 0 R " * _MEGA),
    "pdf-large-pages": lambda: _pdf(_packed(_flate(_TEXT * 10_000)), kids=b"3 0 R " * 50_000),
    "pdf-page-tree": lambda: _tree(10, 50),
    "pdf-page-loop": lambda: _pdf(kids=b"2 0 R 3 0 R"),
    "pdf-page-chain": lambda: _file(
        [
            _CATALOG,
            *(
                b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (number + 1)
                for number in range(2, 100_000)
            ),
            b"<< /Type /Page /MediaBox [0 0 9 9] >>",
        ]
    ),
    "pdf-parent-loop": lambda: _file(
        [
            _CATALOG,
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 2 0 R >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R >>",
            _stream(_TEXT),
        ]
    ),
    "pdf-xref-loop": _loop_of_tables,
    "pdf-reference-loop": lambda: _pdf(b"4 0 R"),
    "pdf-reference-chain": lambda: _pdf(
        others=[b"%d 0 R" % (number + 1) for number in range(6, 100_000)], of=b"6 0 R"
    ),
    "pdf-length-loop": lambda: _pdf(b"<< /Length 4 0 R >>\nstream\nx\nendstream"),
    "pdf-forms": lambda: _forms(10, 50),
    "pdf-form-loop": lambda: _pdf(
        _stream(
            b"/X Do\n" * 50,
            b"/Type /XObject /Subtype /Form /Resources << /XObject << /X 4 0 R >> >>",
        ),
        resources=b"/XObject << /X 4 0 R >>",
    ),
    "pdf-map-of-all": lambda: _mapped(_cmap(b"<00000000> <FFFFFFFF> <0041>")),
    "pdf-maps": lambda: _mapped(_cmap(b"<0000> <FFFF> <0041>\n" * 20_000, 20_000)),
    "pdf-map-lines": lambda: _mapped(
        b"begincmap %s endcmap" % (b"1 beginbfchar <0001> <0041> endbfchar\n" * 700_000)
    ),
    "pdf-long-letter": lambda: _mapped(
        _cmap(b"<0001> <0001> <%s>" % (b"0041" * 4_000)), times=100_000
    ),
    "pdf-widths": lambda: _pdf(
        font=_HELVETICA[:-3]
        + b" /FirstChar 0 /LastChar 99999999 /Widths [%s] >>" % (b"500 " * 10 * _MEGA)
    ),
    "pdf-differences": lambda: _pdf(
        font=_HELVETICA[:-3] + b" /Encoding << /Differences [%s] >> >>" % (b"1 /A " * 4 * _MEGA)
    ),
    "pdf-objects": lambda: _object_streams(60_000),
    "pdf-object-loop": lambda: _object_streams(3, b"/Extends 6 0 R"),
    "pdf-scattered": lambda: b"%PDF-1.4\n" + b"1 0 obj\n<<>>\nendobj\n" * 3 * _MEGA,
    "pdf-open-objects": lambda: b"%PDF-1.4\n" + b"1 0 obj\n<<" * 4 * _MEGA,
    "pdf-open-streams": lambda: b"%PDF-1.4\n" + b"1 0 obj\n<</Length 9>>\nstream\n" * 2 * _MEGA,
    "pdf-blanks": lambda: b"%PDF-1.4\n" + b" " * 90 * _MEGA,
    "pdf-line-ends": lambda: b"%PDF-1.4\n" + b"\n" * 90 * _MEGA,
    "pdf-starts": lambda: b"%PDF-1.4\n" + b"startxref\n9\n" * 7 * _MEGA,
    "pdf-trailers": lambda: b"%PDF-1.4\n" + b"trailer <<>>\n" * 6 * _MEGA,
    "pdf-deep-file": lambda: _pdf(others=[b"[" * 5 * _MEGA], of=b"6 0 R"),
    "pdf-digits": lambda: _pdf(_stream(b"BT /F1 %s Tf (5 homes) Tj ET" % (b"9" * 5 * _MEGA))),
}
