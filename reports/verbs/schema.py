"""`python -m reports schema`: the JSON Schema of a record's lines."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace

from reports.line import schema
from reports.verbs.base import Answer, Verb


def _run(_: Namespace) -> Answer:
    return json.dumps(schema(), indent=2) + "\n", 0


def _nothing(_: ArgumentParser) -> None:
    """There is one."""


VERB = Verb("the JSON Schema of a record's lines", _nothing, _run)
