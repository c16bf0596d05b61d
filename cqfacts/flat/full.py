"""The full record of a fact: the flat one, and what else a store says of it and its indicator."""

from __future__ import annotations

from .facts import FACT_FIELDS

INDICATOR_EXTRAS = ("kind", "better", "growth_basis", "aliases", "description")
"""What of an indicator the flat record leaves out."""

EXTRA_FIELDS = ("accept", *INDICATOR_EXTRAS)
"""What the flat record leaves out; `accept` and `aliases` are lists."""

FULL_FIELDS = (*FACT_FIELDS, *EXTRA_FIELDS)
