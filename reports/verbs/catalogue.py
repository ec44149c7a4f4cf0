"""`python -m reports catalogue`: every check as a page."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser, Namespace

from fixtures.errors import UserMistake
from reports.verbs.base import Answer, Verb

USED = "python -m fixers heals | python -m reports catalogue"


def _run(_: Namespace) -> Answer:
    from fixtures.verdict.register import every
    from reports.catalogue import page

    try:
        heals = {} if sys.stdin.isatty() else json.load(sys.stdin)
    except ValueError:
        heals = {}
    if not isinstance(heals, dict) or not heals:
        raise UserMistake(f"catalogue: standard input does not say what heals each check; type: {USED}")
    return page(every(), heals), 0


def _nothing(_: ArgumentParser) -> None:
    """Standard input says what heals each: `python -m fixers heals`."""


VERB = Verb(f"every check as a page: {USED}", _nothing, _run)
