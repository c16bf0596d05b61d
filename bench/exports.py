"""What an export of facts in memory costs, against what it writes with: ratios of one run.

python bench/exports.py [--json]

The facts are read before, so that only the export is timed; `csv` and pyarrow are given rows and
columns that are ready to be written.
"""

from __future__ import annotations

import csv
import gc
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from check import measure
from measure import estimate
from pyarrow import Table, parquet
from stores import write_store

from cqfacts import open_store
from cqfacts.export.excerpt import Excerpt
from cqfacts.export.exporting import ExportOptions, export
from cqfacts.export.parquet import COMPRESSION, MOST_IN_GROUP, SCHEMA, find_words
from cqfacts.flat.facts import FACT_FIELDS, FULL_FIELDS

if TYPE_CHECKING:
    from cqfacts import Store

_FACTS = 100_000
_AGAIN = ExportOptions(force=True)


def measure_exports() -> list[tuple[str, str, float, list[float]]]:
    """Return for each figure what it is of, against what, what it is to be, and the ratios."""
    # The command does without it, too.
    gc.disable()
    # An index would hold a few indicators at a time; without one a store keeps what it has read.
    os.environ["CQFACTS_INDEX"] = "off"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_store(folder / "facts.toml", _FACTS)
        store = open_store(folder / "facts.toml")
        rows = [tuple(one[field] for field in FACT_FIELDS) for one in Excerpt(store).records()]
        return [
            (
                f"`export` of {_FACTS:,} facts to CSV",
                "`csv` writing the same rows",
                3,
                measure(
                    lambda: _export(store, folder, "csv"),
                    lambda: _write_csv(folder / "plain.csv", rows),
                ),
            ),
            (
                f"`export` of {_FACTS:,} facts to Parquet",
                "pyarrow writing the same columns",
                2,
                measure_parquet(store, folder),
            ),
        ]


def measure_parquet(store: Store, folder: Path) -> list[float]:
    """Return the ratios to pyarrow, which is given the columns as lists."""
    columns = list_columns(store)
    return measure(
        lambda: _export(store, folder, "parquet"),
        lambda: _write_parquet(folder / "plain.parquet", columns),
    )


def list_columns(store: Store) -> dict[str, list[object]]:
    """Return the columns as lists of what the facts hold, so that both write the same values."""
    facts = [fact for _, group in Excerpt(store) for fact in group]
    records = list(Excerpt(store).records(full=True))
    columns: dict[str, list[object]] = {name: [None] * len(facts) for name in SCHEMA.names}
    columns |= {name: [one[name] for one in records] for name in FULL_FIELDS}
    columns["accept"] = [fact.accept for fact in facts]
    columns["published"] = [store.source(fact.source).published for fact in facts]
    columns["topic"] = [store.indicator(fact.key).topic for fact in facts]
    columns["period_start"] = [fact.period and fact.period.start for fact in facts]
    columns["period_end"] = [fact.period and fact.period.end for fact in facts]
    return columns


def _export(store: Store, folder: Path, format_name: str) -> None:
    export(Excerpt(store), str(folder / f"facts.{format_name}"), format_name, _AGAIN)


def _write_csv(path: Path, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(FACT_FIELDS)
        writer.writerows(rows)


def _write_parquet(path: Path, columns: dict[str, list[object]]) -> None:
    table = Table.from_pydict(columns, SCHEMA)
    parquet.write_table(
        table,
        path,
        MOST_IN_GROUP,
        compression=COMPRESSION,
        use_dictionary=find_words(SCHEMA),
    )


def main() -> None:
    """Print the ratios, and what they are to be."""
    measured = measure_exports()
    if "--json" in sys.argv:
        print(json.dumps(measured))
        return
    for what, against, limit, ratios in measured:
        median, low, high = estimate(ratios)
        print(f"{what}: {median:.2f} [{low:.2f}, {high:.2f}] x {against} (at most {limit:g})")


if __name__ == "__main__":
    main()
