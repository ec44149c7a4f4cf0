"""What is opened ahead is what will be asked, and nothing where a word of the command line may be a mistake."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fixtures.own import CHECKS_FOLDER
from fixtures.plugins.ahead import likely
from tests.unit.environments import environment

LAB = environment()
EVERY = {"host", *LAB.containers}


def asked(*, marks: str = "", words: str = "", places: tuple[str, ...] = ("tests_infra",)) -> set[str]:
    config: Any = SimpleNamespace(
        option=SimpleNamespace(markexpr=marks, keyword=words),
        args=places,
        invocation_params=SimpleNamespace(dir=Path(CHECKS_FOLDER.parent)),
    )
    return set(likely(config, LAB))


def test_without_a_selection_all_is_asked() -> None:
    assert set(LAB.containers) <= asked() <= EVERY


@pytest.mark.parametrize(
    ("selection", "containers"),
    [
        ({"words": "vault.seal.open"}, {"vault"}),
        ({"words": "vault.seal.open or meet.server.ready"}, {"vault", "meet"}),
        ({"words": "vault.seal.open", "marks": "smoke"}, {"vault"}),
        ({"words": "vault.seal.open", "marks": "not smoke"}, set()),
        ({"words": "vault.seal.open or no.such.word"}, set()),
        ({"marks": "meet"}, {"meet"}),
        ({"marks": "canary"}, set()),
        ({"places": ("tests_infra/meet",)}, {"meet"}),
        ({"places": ("tests_infra/meet", "tests_infra/vault/test_seal.py::test_seal")}, {"meet", "vault"}),
    ],
    ids=lambda each: str(each if isinstance(each, dict) else sorted(each)),  # workers write a set in different orders
)
def test_a_selection(selection: dict[str, Any], containers: set[str]) -> None:
    assert asked(**selection) == containers
