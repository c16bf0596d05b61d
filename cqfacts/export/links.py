"""Links: which address of a source a page may lead to."""

from __future__ import annotations

from urllib.parse import urlsplit

from cqfacts.visible import make_visible


def find_link(url: str | None) -> str | None:
    """Return the address that a source may be linked to: one of the web, with nothing hidden."""
    if not url or make_visible(url) != url or any(character.isspace() for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None
