"""The page of checks is made from the checks."""

from __future__ import annotations

from pathlib import Path

from fixtures.verdict.check import every
from reports.catalogue import page

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_what_the_checks_say() -> None:
    assert (ROOT / "docs/checks.md").read_text("utf-8") == page(every()), "python -m reports catalogue > docs/checks.md"
