"""`python -m reports VERB`: what the suite says, without asking anything.

python -m reports verify RECORD     prove that a record is whole and as it was written (exit 1 where it is not)
python -m reports json RECORD       a record as one document
python -m reports terminal RECORD   a record as its run told it
python -m reports catalogue         every check as a page; standard input says what heals it: python -m fixers heals
python -m reports schema            the JSON Schema of a record's lines
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fixtures.errors import UserMistake
from fixtures.verdict.check import every
from reports.catalogue import page
from reports.formats import FORMATS, render
from reports.line import schema
from reports.record import NotWhole, read, verify

USAGE = (
    f"usage: python -m reports catalogue | schema | verify RECORD | {' | '.join(f'{name} RECORD' for name in FORMATS)}"
)


def main(arguments: list[str]) -> int:
    """Run a verb; returns the exit code: 0, 1 where a record is not whole, 4 for a mistake of the caller's."""
    try:
        sys.stdout.write(_text(arguments))
    except NotWhole as reason:
        print(reason)  # noqa: T201 - a command's output
        return 1
    except UserMistake as mistake:
        print(mistake, file=sys.stderr)  # noqa: T201 - a command's output
        return 4
    return 0


def _text(arguments: list[str]) -> str:
    match arguments:
        case ["catalogue"]:
            return page(every(), json.load(sys.stdin))
        case ["schema"]:
            return json.dumps(schema(), indent=2) + "\n"
        case ["verify", file]:
            lines, head = verify(Path(file))
            return f"{file}: {lines} lines, whole and as written; the last one is {head}\n"
        case [name, file] if name in FORMATS:
            return render(name, read(Path(file)))
    raise UserMistake(USAGE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
