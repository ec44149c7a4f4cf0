"""The journal: every plan, refusal, attempt, step and outcome, append-only, each line chained to the one before.

It is what undo reads. `attempted` is on disk before the first step is begun, `begun` with the step and its intent
before each step acts, `done` after it, `undone` for each way back, `outcome` after the check was asked again. A run
that was killed half-way leaves an attempt without an outcome, and everything to take it back.

Several processes may append at once: each holds the file's lock while it reads what the others wrote and adds its
line. A last line that is torn (a power cut) is cut off and kept beside the journal.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fixers.errors import JournalBroken
from fixers.steps import Json
from fixtures.chain import START, Broken, Entry, encoded, proven, sealed
from fixtures.masking import mask
from fixtures.state import state_folder

__all__ = ["Entry", "Journal", "holds_secret", "masked", "state_folder"]

FORMAT = 2


class Journal:
    """One environment's journal.

    Raises:
        JournalBroken: a line of the file was changed or lost after it was written.
        OSError: it cannot be kept there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.entries: list[Entry] = []
        self.torn: Path | None = None
        """Where the rest of a torn last line was put; None when there was none."""
        self._read = 0
        if path.exists():
            with self._locked() as file:
                self._catch_up(file)

    def add(self, kind: str, **values: Any) -> Entry:
        """Append one entry and force it to disk; every text in it is masked."""
        with self._locked() as file:
            self._catch_up(file)
            said = {
                "format": FORMAT,
                "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
                "kind": kind,
                **{key: masked(value) for key, value in values.items()},
            }
            entry = sealed(said, self._head)
            line = encoded(entry)
            while line:
                line = line[os.write(file, line) :]
            os.fsync(file)
            self._read = os.lseek(file, 0, os.SEEK_END)
            self.entries.append(entry)
        return entry

    def attempts(self, remedy: str, check: str, within: float) -> int:
        """How often the remedy was attempted on the check in the last `within` seconds."""
        since = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=within)
        return sum(
            entry["kind"] == "attempted"
            and (entry["remedy"], entry["check"]) == (remedy, check)
            and dt.datetime.fromisoformat(entry["at"]) >= since
            for entry in self.entries
        )

    def unfinished(self) -> list[Entry]:
        """Attempts that have no outcome: their run ended half-way."""
        closed = {entry.get("attempt") for entry in self.entries if entry["kind"] == "outcome"}
        return [entry for entry in self.entries if entry["kind"] == "attempted" and entry["hash"] not in closed]

    def attempt(self, id: str) -> Entry | None:
        """The newest attempt whose hash begins with `id`, or whose plan is `id`."""
        found = [
            entry
            for entry in self.entries
            if entry["kind"] == "attempted" and (entry["hash"].startswith(id) or entry.get("plan") == id)
        ]
        return found[-1] if found else None

    def steps_of(self, attempt: str) -> list[tuple[int, Json, Json, bool]]:
        """Number, step, intent and whether it was done, of every step that was begun and not undone since."""
        begun: dict[int, tuple[int, Json, Json, bool]] = {}
        for entry in self.entries:
            if entry.get("attempt") != attempt or "number" not in entry:
                continue
            number = entry["number"]
            if entry["kind"] == "begun":
                begun[number] = (number, entry["step"], entry["intent"], False)
            elif entry["kind"] == "done" and number in begun:
                begun[number] = (*begun[number][:3], True)
            elif entry["kind"] == "undone" and entry["ok"]:
                begun.pop(number, None)
        return [begun[number] for number in sorted(begun)]

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
        finally:
            os.close(file)

    def _catch_up(self, file: int) -> None:
        """Read and prove what was written since the last look."""
        size = os.fstat(file).st_size
        if size < self._read:
            raise self._broken(len(self.entries) + 1)
        new = os.pread(file, size - self._read, self._read)
        whole, newline, torn = new.rpartition(b"\n")
        for line in (whole + newline).splitlines(keepends=True):
            self.entries.append(self._proven(line))
        self._read += len(whole + newline)
        if torn:
            self.torn = self.path.with_name(f"{self.path.name}.torn-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}")
            self.torn.write_bytes(torn)
            os.ftruncate(file, self._read)

    @property
    def _head(self) -> str:
        return self.entries[-1]["hash"] if self.entries else START

    def _proven(self, line: bytes) -> Entry:
        try:
            return proven(line, self._head)
        except Broken:
            raise self._broken(len(self.entries) + 1) from None

    def _broken(self, number: int) -> JournalBroken:
        return JournalBroken(
            f"{self.path}, line {number}: the chain of hashes breaks here, so something changed the journal; "
            "keep the file for whoever looks into it, move it away, and run again"
        )


def holds_secret(data: Json) -> bool:
    """Whether something of it would be masked in the journal: what is done or undone from there would be another."""
    plain = json.loads(json.dumps(data))
    return bool(masked(plain) != plain)


def masked(value: Any) -> Any:
    """The same with every registered secret in its texts masked; keys and numbers stay as they are."""
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, dict):
        return {key: masked(each) for key, each in value.items()}
    return [masked(each) for each in value] if isinstance(value, list | tuple) else value
