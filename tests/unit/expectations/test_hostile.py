"""Every hostile file gives one clear error: hostile/CASE.toml is the lab's local file, hostile/CASE.txt the text.

`GOLDEN=write pytest tests/unit/expectations` writes the texts anew; read the difference before it is committed.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from fixtures.errors import ExpectationError
from fixtures.verdict.askable import load_askable
from tests.unit.expectations.site import HERE, LOCAL, build
from tests.unit.expectations.tokens import TOKENS, with_tokens

CASES = sorted((HERE / "hostile").glob("*.toml"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_message_is_golden(case: Path, tmp_path: Path) -> None:
    with pytest.raises(ExpectationError) as caught:
        load_askable("lab", root=build(tmp_path, with_tokens(case.read_text()).encode()), variables={})
    text = re.sub(r"(base|lab)\.toml:\d+", r"\1.toml:LINE", str(caught.value)) + "\n"
    golden = case.with_suffix(".txt")
    if os.environ.get("GOLDEN") == "write":
        golden.write_text(text)
    assert text == golden.read_text()
    assert LOCAL in text
    assert "Traceback" not in text
    assert all(character.isprintable() or character == "\n" for character in text)


def test_no_value_that_may_be_a_secret_is_shown() -> None:
    told = "".join(case.with_suffix(".txt").read_text() for case in CASES)
    assert [name for name, token in TOKENS.items() if token in told] == []
    assert [name for name in TOKENS if not any(name in case.read_text() for case in CASES)] == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 30
