"""The machine that a run was made on, and the versions of what ran."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path

_PACKAGES = ("cqfacts", "typer", "rich", "tomli")
_CPU_INFO = Path("/proc/cpuinfo")


def describe_machine() -> list[tuple[str, str]]:
    """Return what the machine is, line by line; no name that somebody gave it."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    kernel = platform.release().partition("-")[0]
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return [
        ("processor", f"{_find_processor()}, {os.cpu_count()} cores"),
        ("memory", f"{memory / 2**30:.0f} GiB"),
        ("system", f"{platform.system()} {kernel}"),
        ("Python", python),
        *((name, metadata.version(name)) for name in _PACKAGES),
    ]


def _find_processor() -> str:
    """Return the name of the processor, or its architecture where nothing names it."""
    if _CPU_INFO.exists():
        for line in _CPU_INFO.read_text(encoding="utf-8").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()
