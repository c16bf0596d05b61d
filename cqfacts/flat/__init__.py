"""Flat records: what every machine format carries, in stable fields and order.

A record is a dict of text, whole numbers, exact decimals, true or false, and None.
"""

from .catalogue import (
    INDICATOR_FIELDS,
    MATCH_FIELDS,
    SOURCE_FIELDS,
    TOPIC_FIELDS,
    flatten_indicator,
    flatten_match,
    flatten_source,
    flatten_topic,
)
from .comparisons import COMPARISON_FIELDS, document_comparison, flatten_comparison
from .facts import FACT_FIELDS, flatten_fact

SCHEMA_VERSION = 1
"""The version of every envelope."""

__all__ = [
    "COMPARISON_FIELDS",
    "FACT_FIELDS",
    "INDICATOR_FIELDS",
    "MATCH_FIELDS",
    "SCHEMA_VERSION",
    "SOURCE_FIELDS",
    "TOPIC_FIELDS",
    "document_comparison",
    "flatten_comparison",
    "flatten_fact",
    "flatten_indicator",
    "flatten_match",
    "flatten_source",
    "flatten_topic",
]
