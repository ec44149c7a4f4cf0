"""`python -m reports VERB`: `catalogue` prints every check as a page, `json RECORD` a record as one document.

What heals a check is known below fixers/, and comes by standard input: `python -m fixers heals`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fixtures.errors import UserMistake
from fixtures.verdict.check import every
from reports.catalogue import page
from reports.formats import FORMATS, render
from reports.record import read

USAGE = f"usage: python -m reports catalogue | {'|'.join(FORMATS)} RECORD"


def main(arguments: list[str]) -> int:
    """Run a verb; returns the exit code."""
    try:
        match arguments:
            case ["catalogue"]:
                text = page(every(), json.load(sys.stdin))
            case [name, file] if name in FORMATS:
                text = render(name, read(Path(file)))
            case _:
                raise UserMistake(USAGE)  # noqa: TRY301 - one way out for every mistake
    except UserMistake as mistake:
        print(mistake, file=sys.stderr)  # noqa: T201 - a command's output
        return 4
    sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
