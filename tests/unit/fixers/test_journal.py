"""The journal: chained, masked, and honest about what was not finished."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fixers.journal import Journal, JournalBroken
from fixtures.secrets import register

ATTEMPT = {"remedy": "vault.unseal", "check": "vault.seal.open[vault]"}


def test_attempt_and_outcome_survive_and_chain(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    first = Journal(path)
    attempt = first.add("attempted", **ATTEMPT, plan="0" * 12)
    assert Journal(path).unfinished() == [attempt]
    first.add("outcome", attempt=attempt["hash"], verdict="fixed")
    again = Journal(path)
    assert again.unfinished() == []
    assert again.entries[1]["before"] == attempt["hash"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_attempts_are_counted_over_runs_and_per_check(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    for _ in range(2):
        Journal(path).add("attempted", **ATTEMPT)
    journal = Journal(path)
    journal.add("refused", **ATTEMPT, reason="x")
    assert journal.attempts(ATTEMPT["remedy"], ATTEMPT["check"], 60) == 2
    assert journal.attempts(ATTEMPT["remedy"], "vault.seal.open[other]", 60) == 0
    assert journal.attempts(ATTEMPT["remedy"], ATTEMPT["check"], -1) == 0


@pytest.mark.parametrize("damage", ["changed", "lost", "torn"])
def test_damage_is_seen(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    for number in range(3):
        journal.add("planned", number=number)
    lines = path.read_text().splitlines()
    if damage == "changed":
        lines[1] = json.dumps({**json.loads(lines[1]), "number": 7})
    elif damage == "lost":
        del lines[1]
    else:
        lines[2] = lines[2][:40]
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(JournalBroken, match=rf"line {3 if damage == 'torn' else 2}: the chain of hashes breaks"):
        Journal(path)


def test_no_secret_reaches_the_file(tmp_path: Path) -> None:
    secret = register('hvs.canary"with\\marks-42')
    journal = Journal(tmp_path / "journal.jsonl")
    journal.add("outcome", reason=f"Vault said {secret}", steps=[secret])
    assert "canary" not in journal.path.read_text()
    assert Journal(journal.path).entries
