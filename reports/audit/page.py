"""Puts the page together: templates that escape whatever they are given, one style and one script, both by hash.

Nothing is loaded and nothing is sent: the page's own policy allows no more than its style and its script.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Callable
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from fixtures.texts import many
from reports.audit import texts
from reports.audit.banner import banner
from reports.audit.section import Section
from reports.audit.sections import (
    causes,
    changes,
    checks,
    controls,
    drawing,
    exceptions,
    guide,
    integrity,
    not_asked,
    questions,
    repairs,
    rooms,
    run,
)
from reports.audit.view import View
from reports.conclusion import conclusion
from reports.record import Record

FOLDER = Path(__file__).parent
SECTIONS: tuple[Callable[[View], Section], ...] = (
    causes.section,
    repairs.section,
    run.section,
    exceptions.section,
    changes.section,
    rooms.section,
    drawing.section,
    checks.section,
    questions.section,
    not_asked.section,
    guide.section,
    controls.section,
    integrity.section,
)
FILTERS: tuple[Callable[..., object], ...] = (
    texts.anchor,
    texts.breaking,
    texts.clock,
    texts.day,
    texts.duration,
    many,
    texts.milliseconds,
    texts.sentence,
    texts.ticked,
    texts.tokens,
)


def page(record: Record) -> str:
    """The whole page; the same to the byte for the same record."""
    view = View(record)
    style, script = (Markup(_text(name)) for name in ("page.css", "page.js"))  # noqa: S704 - files of ours
    return (
        _templates()
        .get_template("page.html")
        .render(
            view=view,
            run=record.run,
            conclusion=conclusion(record),
            banner=banner(view),
            sections=[section(view) for section in SECTIONS],
            style=style,
            script=script,
            policy=_policy(style, script),
        )
    )


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _text(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


@functools.cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        finalize=texts.shown,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {each.__name__: each for each in FILTERS}
    return made
