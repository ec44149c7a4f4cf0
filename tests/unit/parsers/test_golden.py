"""Every parser on answers captured from real systems: folder = program, file = case, `.json` = what it means."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from fixtures.parsers import iptables, sockets, units

GOLDEN = Path(__file__).parent / "golden"

PARSERS: dict[str, Callable[[str], Any]] = {
    "ss": lambda text: [{**asdict(each), "scope": each.scope} for each in sockets.parse_ss(text)],
    "show": lambda text: [asdict(each) for each in units.parse_show(text)],
    "failed": lambda text: sorted(units.parse_failed(text)),
    "save": lambda text: [asdict(each) for each in iptables.parse_save(text)],
}

CASES = [pytest.param(path, id=f"{path.parent.name}-{path.stem}") for path in sorted(GOLDEN.glob("*/*.txt"))]


@pytest.mark.parametrize("path", CASES)
def test_means_what_it_should(path: Path) -> None:
    found = json.loads(json.dumps(PARSERS[path.parent.name](path.read_text())))
    assert found == json.loads(path.with_suffix(".json").read_text())


def test_every_parser_has_cases() -> None:
    assert {path.parent.name for path in GOLDEN.glob("*/*.txt")} == set(PARSERS)
