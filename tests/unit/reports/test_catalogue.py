"""The pages of checks and of the guide's errata are made from the checks."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from fixers.planned import healing
from fixtures.verdict.register import every
from reports.__main__ import main
from reports.catalogue import page
from reports.guide import errata

ROOT = Path(__file__).resolve().parents[3]


def test_the_page_is_what_the_checks_say() -> None:
    heals = {check.id: healing(check.id) for check in every()}
    made = "python -m fixers heals | python -m reports catalogue > docs/checks.md"
    assert (ROOT / "docs/checks.md").read_text("utf-8") == page(every(), heals), made


def test_without_what_heals_it_says_what_to_type(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for given in ("", "[1", "[]", "{}"):
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        assert main(["catalogue"]) == 4
        assert "type: python -m fixers heals | python -m reports catalogue" in capsys.readouterr().err


def test_the_page_of_errata_is_what_the_checks_say() -> None:
    made = "python -m reports errata > docs/guide-errata.md"
    assert (ROOT / "docs/guide-errata.md").read_text("utf-8") == errata.page(every()), made
