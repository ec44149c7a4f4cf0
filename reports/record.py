"""Reads a record back, and proves it whole."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from fixtures.chain import START, Broken, Entry, proven
from fixtures.errors import UserMistake
from fixtures.verdict.outcome import Verdict
from reports import line as kinds
from reports.line import FORMAT, AnyLine, CheckLine, EmptyLine, EndLine, ErrorLine, RunLine, StatementLine


class RecordError(UserMistake):
    """A record file that cannot be read or written."""


class NotWhole(RecordError):
    """A record that was changed, or is not all of it; says the first line that is not as it was written."""


@dataclass(frozen=True)
class Record:
    """The lines of a run, so far or to its end."""

    lines: tuple[AnyLine, ...]

    @cached_property
    def run(self) -> RunLine:
        """Who asked what, from where, against what."""
        return next(line for line in self.lines if isinstance(line, RunLine))

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

    @cached_property
    def errors(self) -> tuple[ErrorLine, ...]:
        """What went wrong around the checks."""
        return tuple(line for line in self.lines if isinstance(line, ErrorLine))

    @cached_property
    def repairs(self) -> tuple[kinds.RepairLine, ...]:
        """What was planned, done or refused."""
        return tuple(line for line in self.lines if isinstance(line, kinds.RepairLine))

    @cached_property
    def exemptions(self) -> tuple[kinds.ExemptionLine, ...]:
        """The accepted failures of the site."""
        return tuple(line for line in self.lines if isinstance(line, kinds.ExemptionLine))

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
    def complete(self) -> bool:
        """Whether everything collected was reported and the run ended by itself."""
        return self.end is not None and self.end.complete


def read(path: Path) -> Record:
    """Read a record; a last line that a kill tore is left out, and hashes are not looked at (see `verify`).

    Raises:
        RecordError: there is none, or a line is not of a record.
    """
    entries = []
    for number, line in enumerate(_content(path).splitlines(keepends=True), 1):
        if not line.endswith(b"\n"):
            break
        try:
            entries.append(_typed(json.loads(line)))
        except (ValueError, TypeError) as error:
            raise RecordError(f"{path} is no record of this suite: line {number}: {_reason(error)}") from error
    if not entries or not isinstance(entries[0], RunLine):
        raise RecordError(f"{path} is no record of this suite: it has no line of kind run at its beginning")
    return Record(tuple(entries))


def verify(path: Path) -> tuple[int, str]:
    """Prove that a record is whole and as it was written: the number of its lines, and the hash of the last.

    Raises:
        NotWhole: says the first line that is not.
        RecordError: the file cannot be read.
    """
    before, number, last = START, 0, None
    for number, line in enumerate(_content(path).splitlines(keepends=True), 1):
        if not line.endswith(b"\n"):
            raise NotWhole(f"{path}, line {number}: torn: its run was killed, or the file was cut off")
        try:
            entry = proven(line, before)
            last = _typed(entry)
        except Broken:
            raise NotWhole(
                f"{path}, line {number}: the chain of hashes breaks here: it was changed, or a line before it is gone"
            ) from None
        except (ValueError, TypeError) as error:
            raise NotWhole(f"{path}, line {number}: not of a record: {_reason(error)}") from error
        if (number == 1) is not isinstance(last, RunLine):
            raise NotWhole(f"{path}, line {number}: a record begins with one line of kind run, and has no other")
        before = entry["hash"]
    if not isinstance(last, EndLine):
        raise NotWhole(f"{path}, line {number + 1}: missing: its run was killed, or lines were cut off at its end")
    return number, before


def parsed(fields: dict[str, Any]) -> AnyLine:
    """A line of its fields.

    Raises:
        ValueError: it is none.
    """
    return kinds.lines().validate_python(fields)


def _typed(entry: Entry) -> AnyLine:
    if not isinstance(entry, dict):
        raise TypeError("it is no object")
    if entry.get("kind") == "run" and entry.get("format") != FORMAT:
        raise ValueError(f"its format is {entry.get('format')}, this suite reads {FORMAT}")
    fields = {name: value for name, value in entry.items() if name not in ("before", "hash")}
    return kinds.lines().validate_json(json.dumps(fields))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise RecordError(f"the record {path} cannot be read: {error.strerror}") from error


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:3])
    return str(error)
