"""Figures of whole documents: what a reader would count, in English news and reports.

The reader of `stated` words keeps silent where words leave a doubt, since it speaks against facts;
this one decides as a reader would.
"""

from .reader import read_prose

__all__ = ["read_prose"]
