"""Checks: every problem of a store, at its place, with its remedy."""

from .checking import check_files, check_store
from .rules import RULES, RULES_BY_ID, Rule

__all__ = ["RULES", "RULES_BY_ID", "Rule", "check_files", "check_store"]
