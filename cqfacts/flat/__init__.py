"""Flat records: what every machine format carries, in stable fields and order.

A record is a dict of text, whole numbers, exact decimals, true or false, and None.
"""

SCHEMA_VERSION = 2
"""The version of every envelope."""

READ_VERSIONS = (1, SCHEMA_VERSION)
"""The versions whose records can be read: those of 1 mean in 2 what they meant."""
