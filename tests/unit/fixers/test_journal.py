"""The journal: chained, masked, and honest about what was not finished."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from fixers.errors import JournalBroken
from fixers.journal import Journal
from fixtures.masking import register

ROOT = Path(__file__).resolve().parents[3]
WRITER = """
import sys
from pathlib import Path
from fixers.journal import Journal
journal = Journal(Path(sys.argv[1]))
for number in range(25):
    journal.add("planned", size=number)
"""
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


@pytest.mark.parametrize("damage", ["changed", "lost"])
def test_damage_is_seen(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    for number in range(3):
        journal.add("planned", size=number)
    lines = path.read_text().splitlines()
    if damage == "changed":
        lines[1] = json.dumps({**json.loads(lines[1]), "size": 7})
    else:
        del lines[1]
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(JournalBroken, match="line 2: the chain of hashes breaks"):
        Journal(path)


def test_a_torn_last_line_is_cut_off_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    journal = Journal(path)
    for number in range(3):
        journal.add("planned", size=number)
    whole = path.read_bytes()
    path.write_bytes(whole[:-20])
    again = Journal(path)
    assert [entry["size"] for entry in again.entries] == [0, 1]
    assert again.torn is not None
    assert again.torn.read_bytes() == whole.splitlines()[2][:-19]
    again.add("planned", size=9)
    assert [entry["size"] for entry in Journal(path).entries] == [0, 1, 9]


def test_two_writers_share_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    first, second = Journal(path), Journal(path)
    for number in range(10):
        (first, second)[number % 2].add("planned", size=number)
    assert [entry["size"] for entry in Journal(path).entries] == list(range(10))


@pytest.mark.process
def test_many_processes_share_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT) for _ in range(4)]
    assert [each.wait(60) for each in writers] == [0] * 4
    assert len(Journal(path).entries) == 100


def test_a_weak_secret_does_not_change_the_form(tmp_path: Path) -> None:
    register("check")
    register("outcome")
    journal = Journal(tmp_path / "journal.jsonl")
    entry = journal.add("outcome", attempt="abc", check="a check")
    assert entry["kind"] == "outcome"
    assert entry["check"] == "a ***"
    assert Journal(journal.path).entries == [entry]


def test_no_secret_reaches_the_file(tmp_path: Path) -> None:
    secret = register('hvs.canary"with\\marks-42')
    journal = Journal(tmp_path / "journal.jsonl")
    journal.add("outcome", reason=f"Vault said {secret}", steps=[secret])
    assert "canary" not in journal.path.read_text()
    assert Journal(journal.path).entries
