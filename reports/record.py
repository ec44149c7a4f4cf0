"""The record of a run: one JSON line per check, written as the run goes. Source: design.md, Verdicts.

Kinds of lines: `run` (first), `collected` (every test id of the run), `check` (one per outcome), `end` (last).
A record without `end`, or with fewer checks than were collected, is of a run that did not finish.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from fixtures.errors import UserMistake
from fixtures.expectations.model import Subject
from fixtures.masking import mask
from fixtures.verdict.outcome import Outcome, Verdict

FORMAT = 1
Line = dict[str, Any]


class RecordError(UserMistake):
    """A record file that cannot be read or written."""


def now() -> str:
    """The present time in UTC, ISO 8601 with milliseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")


def line_of(outcome: Outcome, declared: Callable[[Subject], str] = lambda _subject: "") -> Line:
    """One outcome as plain JSON types, without any secret; `declared` says which line of which file expects it."""
    check, root = outcome.check, outcome.root
    return {
        "kind": "check",
        "at": now(),
        "id": outcome.id,
        "check": check.id,
        "subject": outcome.subject.id,
        "container": outcome.subject.container,
        "room": check.room,
        "verdict": str(outcome.verdict),
        "severity": outcome.severity or check.severity,
        "title": check.title,
        "why": check.why,
        "fix": check.fix,
        "source": check.source,
        "remedy": next(iter(outcome.offered), None),
        "text": mask(outcome.text),
        "declared": "" if outcome.verdict.green else declared(outcome.subject),
        "differences": [{key: mask(value) for key, value in asdict(each).items()} for each in outcome.differences],
        "root": root
        and {
            "id": root.id,
            "verdict": str(root.verdict),
            "text": mask(root.text),
            "remedy": next(iter(root.offered), None),
            "why": root.check.why,
            "fix": root.check.fix,
            "declared": declared(root.subject),
        },
        "seconds": round(outcome.seconds, 4),
        "attempts": outcome.attempts,
        "applied": outcome.remedy,
        "notes": [mask(note) for note in outcome.notes],
    }


class Recorder:
    """Appends lines to one file; each line is on disk before the next check is reported."""

    def __init__(self, path: Path, header: Mapping[str, Any]) -> None:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        except OSError as error:
            raise RecordError(
                f"the record {path} cannot be written: {error.strerror}; name another with --record"
            ) from error
        self.path = path
        self.fault: str | None = None
        """Why the record is not whole: the disk is full, say. The run goes on: what it finds is needed the more."""
        self._file = os.fdopen(file, "ab")
        self.add({"kind": "run", "format": FORMAT, "at": now(), **header})

    def add(self, line: Mapping[str, Any]) -> None:
        """Append one line; where that fails, `fault` says why."""
        try:
            self._file.write((json.dumps(line, ensure_ascii=False) + "\n").encode())
            self._file.flush()  # goes on where an earlier one stopped
            self.fault = None
        except OSError as error:
            self.fault = error.strerror or str(error)

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(OSError):  # `fault` has said it
            self._file.close()


@dataclass(frozen=True)
class Record:
    """A record read back."""

    run: Line
    collected: tuple[str, ...]
    checks: tuple[Line, ...]
    end: Line | None

    @property
    def counts(self) -> dict[str, int]:
        """Verdict to how many, in the order of the words."""
        found = Counter(line["verdict"] for line in self.checks)
        return {str(verdict): found[verdict] for verdict in Verdict if found[verdict]}

    @property
    def complete(self) -> bool:
        """Whether everything collected was reported and the run ended by itself."""
        return self.end is not None and bool(self.end["complete"])


def read(path: Path) -> Record:
    """Read a record; a last line that a kill tore is left out.

    Raises:
        RecordError: there is none, or a line is not of a record.
    """
    try:
        text = path.read_text("utf-8")
        lines = [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
    except OSError as error:
        raise RecordError(f"the record {path} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise RecordError(f"{path} is no record of this suite: {error}") from error
    by_kind: dict[str, list[Line]] = {}
    for line in lines:
        by_kind.setdefault(str(line.get("kind")) if isinstance(line, dict) else "", []).append(line)
    if not by_kind.get("run"):
        raise RecordError(f"{path} is no record of this suite: it has no line of kind run")
    return Record(
        run=by_kind["run"][0],
        collected=tuple(by_kind["collected"][0]["ids"]) if "collected" in by_kind else (),
        checks=tuple(by_kind.get("check", ())),
        end=by_kind["end"][0] if "end" in by_kind else None,
    )
