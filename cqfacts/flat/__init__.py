"""Flat records: what every machine format carries, in stable fields and order.

A record is a dict of text, whole numbers, exact decimals, true or false, and None.
"""

SCHEMA_VERSION = 1
"""The version of every envelope."""
