"""List every number, number word and ordinal of a document, in order.

    python tests/accounts/tokens.py DOCUMENT.txt

What it lists is what an account beside it has to account for.
"""

from __future__ import annotations

import re

_NUMBER_WORDS = """
zero one ones two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety tens
hundred hundreds thousand thousands million millions billion billions trillion trillions
half halves double doubled dual both pair triple tripled quadruple once twice thrice single
dozen dozens quarter decade decades century centuries
first firstly second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth thirtieth
fortieth fiftieth hundredth thousandth
"""
_TOKEN = re.compile(
    rf"""
      \b[A-Za-z]*\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th)?%?   # 3.38, 10,663, 58.8%, 11th, M9
    | \bNo\.(?=\s*\d)
    | (?<=Phase\s)[IVX]+\b
    | \b(?:{"|".join(_NUMBER_WORDS.split())})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)


def list_tokens(text: str) -> list[str]:
    """Return the tokens of a text, as they are written."""
    return [match.group().rstrip(",") for match in _TOKEN.finditer(text)]


if __name__ == "__main__":
    pass
