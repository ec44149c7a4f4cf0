"""The journal: every plan, refusal, attempt and outcome, append-only, each line chained to the one before by hash.

`attempted` is on disk before the first step is begun, `outcome` after the check was asked again: a run that was
killed half-way leaves an attempt without an outcome, and the next run says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from pathlib import Path
from typing import Any

from fixtures.errors import UserMistake
from fixtures.secrets import mask

Entry = dict[str, Any]
START = "0" * 64


class JournalBroken(UserMistake):
    """A line of the journal was changed or lost after it was written."""


def state_folder(env: str) -> Path:
    """Where journal and lock of an environment live on this machine: `$XDG_STATE_HOME/gbo-suite/ENV`."""
    base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(base) / "gbo-suite" / env


class Journal:
    """One environment's journal."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries = self._verified()

    def add(self, kind: str, **values: Any) -> Entry:
        """Append one entry and force it to disk; every text in it is masked."""
        before = self.entries[-1]["hash"] if self.entries else START
        entry: Entry = {"at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"), "kind": kind}
        entry |= json.loads(mask(json.dumps(values)))
        entry["before"] = before
        entry["hash"] = _hash(entry)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            left = memoryview((json.dumps(entry, ensure_ascii=False) + "\n").encode())
            while left:
                left = left[os.write(file, left) :]
            os.fsync(file)
        finally:
            os.close(file)
        self.entries.append(entry)
        return entry

    def attempts(self, remedy: str, check: str, within: float) -> int:
        """How often the remedy was attempted on the check in the last `within` seconds."""
        since = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=within)
        return sum(
            entry["kind"] == "attempted"
            and entry["remedy"] == remedy
            and entry["check"] == check
            and dt.datetime.fromisoformat(entry["at"]) >= since
            for entry in self.entries
        )

    def unfinished(self) -> list[Entry]:
        """Attempts that have no outcome: their run ended half-way."""
        closed = {entry.get("attempt") for entry in self.entries if entry["kind"] == "outcome"}
        return [entry for entry in self.entries if entry["kind"] == "attempted" and entry["hash"] not in closed]

    def _verified(self) -> list[Entry]:
        if not self.path.exists():
            return []
        entries: list[Entry] = []
        before = START
        for number, line in enumerate(self.path.read_text("utf-8").splitlines(), 1):
            try:
                entry = json.loads(line)
                whole = entry["before"] == before and entry["hash"] == _hash(entry)
            except (ValueError, KeyError, TypeError):
                whole = False
            if not whole:
                raise JournalBroken(
                    f"{self.path}, line {number}: the chain of hashes breaks here, so something changed the journal; "
                    "keep the file for whoever looks into it, move it away, and run again"
                )
            before = entry["hash"]
            entries.append(entry)
        return entries


def _hash(entry: Entry) -> str:
    rest = {key: value for key, value in entry.items() if key != "hash"}
    return hashlib.sha256(json.dumps(rest, sort_keys=True).encode()).hexdigest()
