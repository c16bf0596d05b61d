"""Read a store with tomli and nothing else, and print the latest level of a key if one is given.

python bench/read_toml.py FILE [KEY]
"""

import sys

import tomli

LATEST = "2025"
SOURCE = f"municipal-statistical-bulletin-{LATEST}"

with open(sys.argv[1], "rb") as stream:
    tables = tomli.load(stream)

if len(sys.argv) > 2:  # noqa: PLR2004 - the key
    topic, name = sys.argv[2].split(".")
    for fact in tables[topic][name]["facts"]:
        asked = (fact.get("measure"), fact["period"], fact["source"])
        if asked == (None, LATEST, SOURCE):
            print(fact["value"])
