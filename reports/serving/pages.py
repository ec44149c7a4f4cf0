"""The pages that a person reads: HTML by Jinja2, everything escaped, no script."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.causes import causes
from reports.comparison import Comparison
from reports.conclusion import conclusion, troubles
from reports.controls.evidence import STATES, controls
from reports.differences import render as differences
from reports.formats import FORMATS
from reports.formats.terminal import render as terminal
from reports.history import History
from reports.history_words import KEY, SIGNS, not_quiet, said
from reports.record import Record
from reports.serving.answer import HTML, Answer
from reports.serving.health import opened
from reports.serving.shelf import Kept, Selection, Shelf
from reports.style import counted

RUNS = 20
"""Runs beside each other in a history."""
HERE = Path(__file__).parent / "templates"
CSS = (HERE / "page.css").read_text("utf-8")
POLICY = (
    f"default-src 'none'; style-src 'sha256-{base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()}'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""What a page of ours may do: have its one style, and send its one form to us."""
_pages = Environment(
    loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_pages.globals |= {"css": Markup(CSS), "part": lambda word: quote(word, safe=""), "counted": counted}  # noqa: S704 - ours


def _page(template: str, **given: object) -> Answer:
    body = _pages.get_template(template).render(**given)
    return Answer(HTTPStatus.OK, HTML, body.encode("utf-8", "backslashreplace"))


def overview(folder: Path, found: Shelf, chosen: Selection = ()) -> Answer:
    """Every environment with its runs, the newest first."""
    return _page("overview.html", folder=folder.name or str(folder), shelf=found, newest=found.newest(chosen))


def run(kept: Kept, record: Record) -> Answer:
    """One run: what it comes to, its causes, what it is evidence for, and the formats that it can be had in."""
    frameworks = [(each, Counter(control.state for control in controls(record, each))) for each in record.frameworks]
    return _page(
        "run.html",
        kept=kept,
        record=record,
        conclusion=conclusion(record),
        causes=list(causes(record)),
        troubles=list(troubles(record)),
        frameworks=frameworks,
        states=STATES,
        formats=FORMATS,
        text=terminal(record),
    )


def history(env: str, runs: Sequence[Kept]) -> Answer:
    """A column a run, the newest at the right; a row a check that was ever red."""
    found = History(tuple(opened(each) for each in runs), ())
    shown = [each for each in found.stories if any(not_quiet(line) for line in each.lines)]
    shown.sort(key=lambda each: (not each.flapping, not each.red, each.id))
    quiet = len(found.stories) - len(shown)
    return _page("history.html", env=env, runs=runs, stories=shown, quiet=quiet, signs=SIGNS, legend=KEY, said=said)


def compare(before: Kept, old: Record, after: Kept, new: Record) -> Answer:
    """What changed between two runs."""
    return _page("compare.html", before=before, after=after, text=differences(Comparison(old, new)))
