"""The lab's command line. Exit codes: 0 done, 1 something in the lab failed, 4 a mistake of the user's."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from fixtures.errors import UserMistake
from lab.errors import LabError
from lab.verbs import requirements

MISTAKE = 4


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(MISTAKE, f"{self.format_usage()}{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = _Parser(prog="python -m lab", description="A real Incus lab with the platform's containers.")
    verbs = top.add_subparsers(dest="verb", required=True, parser_class=_Parser, metavar="VERB")
    up = verbs.add_parser("up", help="build the lab, or bring it back; does only what is not done")
    up.add_argument("instances", nargs="*", metavar="INSTANCE", help="only these, and those they need")
    down = verbs.add_parser("down", help="remove the lab; the cache of builds and downloads stays")
    down.add_argument("--purge", action="store_true", help="remove the cache as well")
    status = verbs.add_parser("status", help="what runs, what stands in for what, what is broken")
    status.add_argument("--json", action="store_true", help="as JSON")
    status.add_argument(
        "--missing", action="store_true", help="only the components that are not ready, with the reason"
    )
    fault = verbs.add_parser("break", help="inject a fault; without one, list them")
    fault.add_argument("fault", nargs="?", metavar="ID", help="for example vault.sealed")
    heal = verbs.add_parser("heal", help="take a fault back")
    heal.add_argument("fault", nargs="?", metavar="ID", help="for example vault.sealed")
    heal.add_argument("--all", action="store_true", help="every fault that was injected")
    shell = verbs.add_parser("shell", help="a shell in a container, or `outside`")
    shell.add_argument("instance", metavar="INSTANCE")
    shell.add_argument("command", nargs=argparse.REMAINDER, metavar="COMMAND")
    verbs.add_parser("footprint", help="what the lab has on this machine, as JSON, to compare before and after")
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; give the exit code."""
    options = parser().parse_args(argv)
    try:
        return _run(options)
    except LabError as error:
        print(f"lab {options.verb}: {error}", file=sys.stderr)
        return 1
    except UserMistake as error:
        print(f"lab {options.verb}: {error}", file=sys.stderr)
        return MISTAKE
    except KeyboardInterrupt:
        print(f"lab {options.verb}: interrupted; the next `lab up` goes on from here", file=sys.stderr)
        sys.stderr.flush()
        os._exit(130)  # threads of an interrupted build would keep the program waiting


def _run(options: argparse.Namespace) -> int:
    # Each verb imports what it needs: a refusal must not cost the start-up of everything.
    if options.verb == "footprint":
        from lab.machine.footprint import footprint

        print(json.dumps(footprint(), indent=1))
        return 0
    requirements.root()
    from lab.machine.lock import changing
    from lab.site import Lab

    if options.verb == "up":
        from lab import expected

        expected.demand()
    lab = Lab.open()
    if options.verb == "status":
        from lab.verbs.status import report

        return report(lab, as_json=options.json, only_missing=options.missing)
    if options.verb == "shell":
        from lab.verbs.shell import enter

        return enter(lab, options.instance, options.command)
    with changing(lab.cache):
        if options.verb == "up":
            from lab.verbs.up import up

            up(lab, options.instances)
        elif options.verb == "down":
            from lab.verbs.down import down

            down(lab, purge=options.purge)
        else:
            from lab.faults import command

            command(lab, options.verb, options.fault, every=getattr(options, "all", False))
    return 0
