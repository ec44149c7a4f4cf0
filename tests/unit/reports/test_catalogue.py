"""The page of checks is made from the checks."""

from __future__ import annotations

from pathlib import Path

from fixers.planned import healing
from fixtures.verdict.check import every
from reports.catalogue import page

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_what_the_checks_say() -> None:
    heals = {check.id: healing(check.id) for check in every()}
    made = "python -m fixers heals | python -m reports catalogue > docs/checks.md"
    assert (ROOT / "docs/checks.md").read_text("utf-8") == page(every(), heals), made
