"""`python -m reports errata`: what the guide gets wrong, as a page."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from reports.verbs.base import Answer, Verb


def _run(_: Namespace) -> Answer:
    from fixtures.verdict.register import every
    from reports.guide.errata import page

    return page(every()), 0


def _nothing(_: ArgumentParser) -> None:
    """It is all in the checks."""


VERB = Verb("what the guide gets wrong, why, and what is asked instead, as a page", _nothing, _run)
