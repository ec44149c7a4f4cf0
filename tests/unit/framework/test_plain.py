"""A site's plain tests are known by name before pytest collects them: an exemption names one, or is a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures import own
from fixtures.expectations import Exemption
from fixtures.verdict.askable import unaskable
from tests.unit.environments import environment

LAB = environment()
CLASS = """
class TestTime:
    def test_zone(self, host): ...
    def helper(self): ...
async def test_no(): ...
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    example = Path(own.CHECKS_FOLDER.parent) / "docs/site-example"
    for name in ("test_plain.py", "backup/test_copies.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((example / name).read_bytes())
    monkeypatch.setattr(own, "FOLDER", tmp_path)
    monkeypatch.setenv("GBO_SITE", "on")
    return tmp_path


def told(check: str) -> list[str]:
    said = {"check": check, "subject": "system", "why": "the agent writes there", "owner": "ops", "until": "2030-01-31"}
    return [each.wrong for each in unaskable(LAB.model_copy(update={"exemptions": (Exemption.model_validate(said),)}))]


def test_they_are_read_and_not_run(site: Path) -> None:
    (site / "test_time.py").write_text(CLASS)
    (site / "test_broken.py").write_text("def test_it(host:\n")
    assert own.plain_tests() == {"site.plain.accounts", "site.plain.sshd_is_absent", "site.time.time_zone"}


def test_one_may_be_exempted_and_none_else(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert told("site.plain.accounts") == []
    assert told("site.plain.acounts") == ["names no check: there is no site.plain.acounts"]
    assert told("site.copies.recent") == ["names no check: there is no site.copies.recent"]
    monkeypatch.setenv("GBO_SITE", "off")
    assert told("site.plain.accounts") == ["names no check: there is no site.plain.accounts"]
