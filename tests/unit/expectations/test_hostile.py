"""Every hostile file gives one clear error: hostile/CASE.toml is the lab's local file, hostile/CASE.txt the text.

`GOLDEN=write pytest tests/unit/expectations` writes the texts anew; read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.errors import ExpectationError
from tests.unit.expectations.site import HERE, LOCAL, build

CASES = sorted((HERE / "hostile").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_message_is_golden(case: Path, tmp_path: Path) -> None:
    with pytest.raises(ExpectationError) as caught:
        load("lab", root=build(tmp_path, case.read_bytes()), variables={})
    text = str(caught.value) + "\n"
    golden = case.with_suffix(".txt")
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text)
    assert text == golden.read_text()
    assert LOCAL in text
    assert "Traceback" not in text
    assert all(character.isprintable() or character == "\n" for character in text)


@pytest.mark.parametrize("case", [case for case in CASES if case.stem.startswith("secret")], ids=lambda c: c.stem)
def test_no_value_that_may_be_a_secret_is_shown(case: Path, tmp_path: Path) -> None:
    values = re.findall(r'"([^"\n]{7,})"|^([A-Za-z0-9]{8,})$', case.read_text(), re.MULTILINE)
    with pytest.raises(ExpectationError) as caught:
        load("lab", root=build(tmp_path, case.read_bytes()), variables={})
    hidden = {quoted or bare for quoted, bare in values} - {"gbo/cache", "gbo/x"}
    assert hidden
    assert not [value for value in hidden if value in str(caught.value)]


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 30
