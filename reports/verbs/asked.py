"""`python -m reports asked RECORD`: what each check asked, of one thing; `docs/asked.json` is made of the lab's."""

from __future__ import annotations

import json
import re
from argparse import Namespace
from typing import Any

from reports.line import CheckLine
from reports.record import read
from reports.verbs.base import Answer, Verb, found, takes_record


def _run(asked: Namespace) -> Answer:
    told: dict[str, dict[str, Any]] = {}
    for line in read(found(asked.record)).checks:
        if isinstance(line, CheckLine) and line.verdict == "passed" and line.asked:
            questions = [{"what": _everywhere(each.what), "where": each.where} for each in line.asked]
            told.setdefault(line.check, {"id": line.id, "asked": questions})
    return json.dumps(dict(sorted(told.items())), indent=1, ensure_ascii=False) + "\n", 0


def _everywhere(what: str) -> str:
    """A question without what is this machine's and this run's alone: where the suite lies, and a random word."""
    return re.sub(r"\b[0-9a-f]{16}\b", "MARK", re.sub(r"\S+/(?=\.venv/)", "", what))


VERB = Verb(
    "what each check asked, of the first thing: --explain shows it where nothing was asked yet", takes_record, _run
)
