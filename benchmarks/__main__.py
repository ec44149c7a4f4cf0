"""`python -m benchmarks [ROOM ...]`: one line a figure; exits 1 when one is short of its target.

Without a room those of the lab; `goss`, `containers` and `workers` make light
instances of their own and are asked for by name.
"""

from __future__ import annotations

import importlib
import signal
import sys

from lab.verbs.cli import MISTAKE

QUICK = ("smoke", "full", "daily", "channel")
BY_NAME = ("goss", "containers", "workers")


def main() -> int:
    """Measure and print; returns the exit code."""
    rooms = sys.argv[1:] or QUICK
    if unknown := sorted(set(rooms) - {*QUICK, *BY_NAME}):
        exist = ", ".join((*QUICK, *BY_NAME))
        print(f"benchmarks: there is no room {', '.join(unknown)}; there are {exist}", file=sys.stderr)
        return MISTAKE
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))  # what was made is removed
    short = False
    for name in rooms:
        for figure in importlib.import_module(f"benchmarks.{name}").figures():
            print(figure, flush=True)
            short |= not figure.met
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
