#!/usr/bin/env python3
"""Derives every table of the scenario world_2024 from the researched tables in sources/.

    python3 derive_tables.py            writes the tables beside this file
    python3 derive_tables.py --check    writes nothing; exit 1 when a table on disk differs
    python3 derive_tables.py --audit    reads the tables on disk, follows every element through them
                                        and prints the year; exit 1 when something does not close

Standard library only, no randomness: the same sources give the same bytes. README.md beside this
file says what is modelled and why; sources/README.md says where the figures come from.

How it works: the reported flows of 2024 (tonnes a year from plant to plant) become lanes. A process
gets the shares that turn what flows into its plant into what flows out. As scrap returns to the
separators, the compositions are found by repeated sweeps through the whole network (`settle`), in
which every share is set again until nothing changes. The audit repeats the sweeps with the rounded
figures of the tables alone.
"""

import os
import sys

# No cache beside the data.
sys.dont_write_bytecode = True

from derive.audit import Audit
from derive.builder import build
from derive.tables import HERE
from derive.writer import Writer


def main(arguments):
    if arguments == ["--audit"]:
        return Audit().run()
    if arguments not in ([], ["--check"]):
        print(__doc__)
        return 64
    tables = Writer(build()).all()
    differs = []
    for name, text in sorted(tables.items()):
        path = os.path.join(HERE, name)
        if arguments:
            with open(path, newline="", encoding="utf-8") as handle:
                if handle.read() != text:
                    differs.append(name)
        else:
            with open(path, "w", newline="", encoding="utf-8") as handle:
                handle.write(text)
    for name in differs:
        print(name + " differs from what the sources give")
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
