"""Reads a record back."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from fixtures.chain import Entry
from fixtures.errors import UserMistake
from fixtures.verdict.outcome import Verdict
from reports import line as kinds
from reports.line import READ, AnyLine, CheckLine, EmptyLine, EndLine, ErrorLine, RunLine, StatementLine

Kind = TypeVar("Kind")
MERGED = "merged-"
"""How the name begins of what was made of other records; a run's own begins with its time."""


class RecordError(UserMistake):
    """A record file that cannot be read or written."""


class NotWhole(RecordError):
    """A record that was changed, or is not all of it; says the first line that is not as it was written."""


def _every(kind: type[Kind]) -> cached_property[tuple[Kind, ...]]:
    """All lines of a kind, in their order."""
    return cached_property(lambda record: tuple(line for line in record.lines if isinstance(line, kind)))


@dataclass(frozen=True)
class Record:
    """The lines of a run, so far or to its end; `head` is the hash of the last one, empty where it is in no file."""

    lines: tuple[AnyLine, ...]
    head: str = ""

    @cached_property
    def run(self) -> RunLine:
        """Who asked what, from where, against what."""
        return next(line for line in self.lines if isinstance(line, RunLine))

    @cached_property
    def platform(self) -> kinds.PlatformLine | None:
        """What is declared to be there; None in a record of an older suite."""
        return next((line for line in self.lines if isinstance(line, kinds.PlatformLine)), None)

    @cached_property
    def collected(self) -> tuple[str, ...]:
        """Every test of the run."""
        found = [line.ids for line in self.lines if isinstance(line, kinds.CollectedLine)]
        return found[-1] if found else ()

    @cached_property
    def checks(self) -> tuple[CheckLine | EmptyLine, ...]:
        """The outcomes of what was selected."""
        return tuple(each for each in self.outcomes.values() if each.selected)

    @cached_property
    def outcomes(self) -> dict[str, CheckLine | EmptyLine]:
        """Every outcome by its id, also of causes that were not selected."""
        return {line.id: line for line in self.lines if isinstance(line, CheckLine | EmptyLine)}

    @cached_property
    def statements(self) -> dict[str, StatementLine]:
        """What each check says of itself, by its id."""
        return {line.check: line for line in self.lines if isinstance(line, StatementLine)}

    errors = _every(ErrorLine)
    """What went wrong around the checks."""
    repairs = _every(kinds.RepairLine)
    """What was planned, done or refused."""
    versions = _every(kinds.VersionLine)
    """What the services said that they are; empty where the run made no report that shows it."""
    left_out = _every(kinds.LeftOutLine)
    """What was not asked although the whole was asked for."""
    exemptions = _every(kinds.ExemptionLine)
    """The accepted failures of the site."""
    frameworks = _every(kinds.FrameworkLine)
    """What its outcomes are evidence for."""
    attestations = _every(kinds.AttestationLine)
    """What people vouch for."""

    @cached_property
    def earlier(self) -> kinds.EarlierLine | None:
        """The run before, and what changed since; None where none was kept, or nobody wanted to know."""
        return next((line for line in self.lines if isinstance(line, kinds.EarlierLine)), None)

    @cached_property
    def end(self) -> EndLine | None:
        """None where the run was killed, or still goes on."""
        return next((line for line in self.lines if isinstance(line, EndLine)), None)

    @property
    def counts(self) -> dict[str, int]:
        """Verdict to how many, in the order of the words; errors last."""
        found = Counter(str(line.verdict) for line in self.checks)
        shown = {str(verdict): found[verdict] for verdict in Verdict if found[verdict]}
        return shown | ({"error": len(self.errors)} if self.errors else {})

    @property
    def merged(self) -> bool:
        """Whether it was made of other records."""
        return self.run.run.startswith(MERGED)

    @property
    def complete(self) -> bool:
        """Whether everything collected was reported and the run ended by itself."""
        return self.end is not None and self.end.complete


def read(path: Path) -> Record:
    """Read a record; a last line that a kill tore is left out, and hashes are not looked at (see `reports.whole`).

    Raises:
        RecordError: there is none, or a line is not of a record.
    """
    return parse(path, content_of(path))


def parse(path: Path, content: bytes) -> Record:
    """The same of what was read of the file.

    Raises:
        RecordError: a line is not of a record.
    """
    entries, head = [], ""
    for number, line in enumerate(content.splitlines(keepends=True), 1):
        if not line.endswith(b"\n"):
            break
        try:
            entry = json.loads(line)
            entries.append(typed(entry))
            head = str(entry.get("hash", ""))
        except (ValueError, TypeError) as error:
            raise RecordError(f"{path} is no record of this suite: line {number}: {reason(error)}") from error
    if not entries or not isinstance(entries[0], RunLine):
        raise RecordError(f"{path} is no record of this suite: it has no line of kind run at its beginning")
    return Record(tuple(entries), head)


def parsed(fields: dict[str, Any]) -> AnyLine:
    """A line of its fields.

    Raises:
        ValueError: it is none.
    """
    return kinds.lines().validate_python(fields)


def typed(entry: Entry) -> AnyLine:
    """A line of what stands in the file, its hashes left out.

    Raises:
        TypeError, ValueError: it is none.
    """
    if not isinstance(entry, dict):
        raise TypeError("it is no object")
    if entry.get("kind") == "run" and entry.get("format") not in READ:
        raise ValueError(f"its format is {entry.get('format')}, this suite reads {' and '.join(map(str, READ))}")
    fields = {name: value for name, value in entry.items() if name not in ("before", "hash")}
    return kinds.lines().validate_json(json.dumps(fields))


def content_of(path: Path) -> bytes:
    """The bytes of a record.

    Raises:
        RecordError: it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(f"the record {path} cannot be read: {error.strerror}") from error


def reason(error: Exception) -> str:
    """Why a line is none of a record, in one sentence."""
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:3])
    return str(error)
