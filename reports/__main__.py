"""`python -m reports VERB`: what the suite says, without asking anything; every verb says its own with `--help`.

A RECORD is a record file, a folder of records (its newest is taken), or the name of an environment (its newest here).
"""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from fixtures.errors import UserMistake
from reports.record import NotWhole
from reports.verbs import VERBS


class _Parser(argparse.ArgumentParser):
    """Says a mistake as every other one of the suite is said."""

    def error(self, message: str) -> NoReturn:
        raise UserMistake(f"{self.format_usage()}{self.prog}: {message}")


def main(arguments: list[str]) -> int:
    """Run a verb; returns the exit code: 0, 1 where what is asked does not hold, 4 for a mistake of the caller's."""
    parser = _Parser("python -m reports", description=__doc__.partition("\n")[0] if __doc__ else "")
    verbs = parser.add_subparsers(metavar="VERB", required=True, dest="verb")
    for name, verb in VERBS.items():
        verb.arguments(verbs.add_parser(name, help=verb.says, description=verb.says))
    try:
        asked = parser.parse_args(arguments)
        text, code = VERBS[asked.verb].run(asked)
    except SystemExit as end:  # of --help
        return int(end.code or 0)
    except NotWhole as reason:
        text, code = f"{reason}\n", 1
    except UserMistake as mistake:
        print(mistake, file=sys.stderr)  # noqa: T201 - a command's output
        return 4
    sys.stdout.write(text)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
