"""Word files at their worst: packages that unpack to much, and XML that is much or in circles."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_MEGA = 1_000_000

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def _word(
    body: str, *, head: str = "", parts: Mapping[str, bytes] | None = None, links: str = ""
) -> bytes:
    """Return a Word file of a body, with what stands before its XML, and other parts."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in _frame(links).items():
            packed.writestr(name, content)
        packed.writestr("word/document.xml", f"{_XML}{head}{_document(body)}")
        for name, part in (parts or {}).items():
            packed.writestr(name, part)
    return out.getvalue()


def _document(body: str) -> str:
    return f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'


def _frame(links: str = "") -> dict[str, str]:
    """Return the parts that make a package a Word file."""
    return {
        "[Content_Types].xml": (
            f'{_XML}<Types xmlns="{_R}/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}"/></Types>'
        ),
        "_rels/.rels": (
            f'{_XML}<Relationships xmlns="{_R}/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE}" Target="word/document.xml"/>'
            f"{links}</Relationships>"
        ),
    }


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def _laughs(depth: int) -> str:
    """Return a document type with entities of which each is ten of the one before."""
    more = (f'<!ENTITY a{number + 1} "{f"&a{number};" * 10}">' for number in range(depth))
    return f'<!DOCTYPE w:document [<!ENTITY a0 "5 homes ">{"".join(more)}]>'


def _external(address: str) -> str:
    return f'<!DOCTYPE w:document [<!ENTITY a SYSTEM "{address}">]>'


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)


def _flooded(size: int, declared: int) -> bytes:
    """Return a Word file whose document unpacks to so many bytes, and declares so many others."""
    document = (_XML + _document(_paragraph("5 homes"))).encode()
    blanks = _deflate(b" " * _MEGA) * (size // _MEGA)
    parts = {
        name: (_deflate(text.encode()), len(text), zlib.crc32(text.encode()))
        for name, text in _frame().items()
    }
    parts["word/document.xml"] = (_deflate(document) + blanks, declared, 0)
    out, table = bytearray(), bytearray()
    for name, (packed, length, checksum) in parts.items():
        sizes = struct.pack("<IIIHH", checksum, len(packed) + 2, length, len(name), 0)
        head = struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes
        table += b"PK\x01\x02\x14\0" + head + struct.pack("<HHHII", 0, 0, 0, 0, len(out))
        table += name.encode()
        out += b"PK\x03\x04" + head + name.encode() + packed + b"\x03\0"
    counts = struct.pack("<HHHHIIH", 0, 0, len(parts), len(parts), len(table), len(out), 0)
    return bytes(out + table + b"PK\x05\x06" + counts)


def _many_parts(count: int) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        for name, content in _frame().items():
            packed.writestr(name, content)
        packed.writestr("word/document.xml", _XML + _document(_paragraph("5 homes")))
        for number in range(count):
            packed.writestr(f"word/{number}.xml", b"<a/>")
    return out.getvalue()


def _nested(depth: int) -> bytes:
    content = _word(_paragraph("5 homes"))
    for _ in range(depth):
        content = _word(_paragraph("5 homes"), parts={"word/embeddings/a.docx": content})
    return content


def _relate(count: int) -> str:
    return "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}x" Target="word/document.xml"/>'
        for number in range(count)
    )


WORDS: dict[str, Callable[[], bytes]] = {
    "docx-unpacked": lambda: _word(" " * 60 * _MEGA),
    "docx-flood": lambda: _flooded(4_000 * _MEGA, 4_000 * _MEGA),
    "docx-hidden-flood": lambda: _flooded(4_000 * _MEGA, 5_000),
    "docx-media": lambda: _word(
        _paragraph("5 homes"), parts={f"word/media/{n}.png": bytes(40 * _MEGA) for n in range(9)}
    ),
    "docx-many-parts": lambda: _many_parts(200_000),
    "docx-nested": lambda: _nested(20),
    "docx-paragraphs": lambda: _word("<w:p/>" * 8 * _MEGA),
    "docx-texts": lambda: _word(_paragraph("5 homes") * 800_000),
    "docx-runs": lambda: _word(f"<w:p>{'<w:r><w:t>5</w:t></w:r>' * 2 * _MEGA}</w:p>"),
    "docx-breaks": lambda: _word(f"<w:p><w:r>{'<w:br/>' * 6 * _MEGA}</w:r></w:p>"),
    "docx-elements": lambda: _word("<a/>" * 12 * _MEGA),
    "docx-attributes": lambda: _word("<w:p " + " ".join(f"a{n}='1'" for n in range(_MEGA)) + "/>"),
    "docx-names": lambda: _word("".join(f"<a{n}/>" for n in range(3 * _MEGA))),
    "docx-namespaces": lambda: _word("".join(f'<w:p xmlns:a="u{n}"/>' for n in range(_MEGA))),
    "docx-cells": lambda: _word(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 2 * _MEGA}</w:tr></w:tbl>"),
    "docx-rows": lambda: _word(f"<w:tbl>{'<w:tr/>' * 6 * _MEGA}</w:tbl>"),
    "docx-wide-cells": lambda: _word(
        "<w:tbl>"
        + '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="65000"/></w:tcPr><w:p/></w:tc></w:tr>' * 100_000
        + "</w:tbl>"
    ),
    "docx-deep": lambda: _word("<w:sdt>" * 100_000 + "</w:sdt>" * 100_000),
    "docx-deep-tables": lambda: _word(
        "<w:tbl><w:tr><w:tc>" * 60 + _paragraph("5 homes") + "</w:tc></w:tr></w:tbl>" * 60
    ),
    "docx-entities": lambda: _word(_paragraph("&a9;"), head=_laughs(9)),
    "docx-file": lambda: _word(_paragraph("&a;"), head=_external("file:///etc/passwd")),
    "docx-device": lambda: _word(_paragraph("&a;"), head=_external("file:///dev/zero")),
    "docx-relations": lambda: _word(_paragraph("5 homes"), links=_relate(400_000)),
}
